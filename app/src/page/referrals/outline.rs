//! The tree as an outline that works by keyboard and without any picture.

use super::tree::Tree;
use super::{figures_of, person};
use crate::i18n::{format, referral as words};
use crate::store::store;
use domain::RowId;
use leptos::ev::KeyboardEvent;
use leptos::prelude::*;
use leptos_router::hooks::use_navigate;
use std::collections::HashSet;
use std::sync::Arc;
use wasm_bindgen::JsCast;

/// The most rows shown at once; deeper branches open when they are asked for.
const SHOWN: usize = 2_000;

/// A row of the outline.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
struct Line {
    id: RowId,
    level: u32,
    children: usize,
    open: bool,
}

/// The rows below `root` whose ancestors are open, in the forest's order.
fn lines(tree: &Tree, root: RowId, open: &HashSet<RowId>) -> Vec<Line> {
    let Some(top) = tree.node(root) else {
        return vec![Line { id: root, level: 0, children: 0, open: false }];
    };
    let mut out = Vec::new();
    let mut stack = vec![(top, 0)];
    while let Some((node, level)) = stack.pop() {
        if out.len() >= SHOWN {
            break;
        }
        let id = tree.id(node);
        let children = tree.forest.children(node);
        let is_open = open.contains(&id);
        out.push(Line { id, level, children: children.len(), open: is_open });
        if is_open {
            let mut below: Vec<u32> = children.to_vec();
            // The branch that brought most comes first; the stack turns the order round.
            below.sort_by_key(|n| (tree.forest.downstream_minor[*n as usize], tree.id(*n)));
            stack.extend(below.into_iter().map(|n| (n, level + 1)));
        }
    }
    out
}

/// The outline below one person.
#[component]
pub(super) fn Outline(tree: Memo<Arc<Tree>>, root: RowId, selected: RwSignal<RowId>) -> impl IntoView {
    // The first two generations are open at the beginning.
    let first = tree.with_untracked(|t| {
        let children = t.node(root).map(|n| t.forest.children(n).to_vec()).unwrap_or_default();
        let few = children.len() <= 40;
        [root].into_iter().chain(children.into_iter().filter(|_| few).map(|n| t.id(n))).collect::<HashSet<_>>()
    });
    let open = RwSignal::new(first);
    let rows = Memo::new(move |_| tree.with(|t| open.with(|o| lines(t, root, o))));
    let navigate = StoredValue::new_local(use_navigate());
    let toggle = move |id: RowId, to: bool| {
        open.update(|o| {
            if to {
                o.insert(id);
            } else {
                o.remove(&id);
            }
        });
    };
    let grid = NodeRef::<leptos::html::Div>::new();
    let focus = move |id: RowId| {
        selected.set(id);
        request_animation_frame(move || {
            let row = grid.get_untracked().and_then(|g| g.query_selector(&format!("[data-id='{id}']")).ok().flatten());
            if let Some(row) = row.and_then(|r| r.dyn_into::<web_sys::HtmlElement>().ok()) {
                let _ = row.focus();
            }
        });
    };
    let keydown = move |event: KeyboardEvent| {
        let all = rows.get_untracked();
        let Some(at) = all.iter().position(|l| l.id == selected.get_untracked()) else { return };
        let line = all[at];
        let to = match event.key().as_str() {
            "ArrowDown" => all.get(at + 1),
            "ArrowUp" => at.checked_sub(1).and_then(|i| all.get(i)),
            "Home" => all.first(),
            "End" => all.last(),
            "ArrowRight" if line.children > 0 && !line.open => {
                toggle(line.id, true);
                None
            }
            "ArrowRight" => all.get(at + 1).filter(|l| l.level > line.level),
            "ArrowLeft" if line.open => {
                toggle(line.id, false);
                None
            }
            "ArrowLeft" => all[..at].iter().rev().find(|l| l.level < line.level),
            "Enter" => {
                navigate.with_value(|go| {
                    go(&format!("/customers/{}", line.id), leptos_router::NavigateOptions::default());
                });
                None
            }
            _ => return,
        };
        if let Some(to) = to {
            focus(to.id);
        }
        event.prevent_default();
    };
    let currency = StoredValue::new(store().account.me.currency.clone());
    view! {
        <div class="outline" role="treegrid" aria-label=words::outline() node_ref=grid on:keydown=keydown>
            <For each=move || rows.get() key=|l| *l let:line>
                {
                    let id = line.id;
                    let figures = tree.with_untracked(|t| figures_of(t, id));
                    let name = move || {
                        store().track(id);
                        person(id).0
                    };
                    view! {
                        <div
                            class="outline-row"
                            role="row"
                            data-id=id.to_string()
                            attr:aria-level=(line.level + 1).to_string()
                            aria-expanded=(line.children > 0).then_some(if line.open { "true" } else { "false" })
                            aria-selected=move || if selected.get() == id { "true" } else { "false" }
                            tabindex=move || if selected.get() == id { "0" } else { "-1" }
                            style=("--indent", line.level.to_string())
                            on:click=move |_| selected.set(id)
                            on:dblclick=move |_| toggle(id, !line.open)
                        >
                            <span role="gridcell" class="outline-name cut">
                                <button
                                    type="button"
                                    class="outline-fold"
                                    tabindex="-1"
                                    aria-hidden="true"
                                    disabled=line.children == 0
                                    on:click=move |event| {
                                        event.stop_propagation();
                                        toggle(id, !line.open);
                                    }
                                >
                                    {if line.children == 0 { "·" } else if line.open { "▾" } else { "▸" }}
                                </button>
                                {name}
                            </span>
                            <span role="gridcell" class="n">
                                {(figures.below > 0)
                                    .then(|| {
                                        let money = currency.with_value(|c| format::money_short(figures.revenue, c));
                                        format!("{} · {money}", format::integer(super::len(figures.below)))
                                    })}
                            </span>
                        </div>
                    }
                }
            </For>
        </div>
    }
}
