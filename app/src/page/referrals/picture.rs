//! The tree as a picture: generations on rings, the selected person's line and neighbours lifted.

use super::person;
use super::tree::Tree;
use crate::i18n::referral as words;
use crate::page::tier_rank::tier_rank;
use crate::store::store;
use crate::ui::{Icon, IconButton};
use analytics::layout::Placed;
use analytics::layout::radial;
use analytics::tree::NONE;
use domain::RowId;
use leptos::ev::{MouseEvent, PointerEvent, WheelEvent};
use leptos::prelude::*;
use std::collections::HashMap;
use std::fmt::Write;
use std::sync::Arc;
use wasm_bindgen::JsCast;

/// Distance between neighbours, drawing units.
const SPACING: f32 = 34.0;
/// The most names that are tried; those without room are left out.
const NAMES: usize = 400;
/// The size of names follows the zoom in steps of this factor.
const UNIT_STEP: f64 = 1.2;
/// Longer names are cut.
const NAME_CHARS: usize = 12;
/// Space kept around a name, pixels.
const GAP_PX: f64 = 8.0;
/// Everybody is named once neighbours are this far apart on the screen, pixels.
const NEAR_PX: f64 = 16.0;
/// Height of a name on the screen, pixels.
const NAME_PX: f64 = 12.5;

/// What part of the drawing is seen.
#[derive(Clone, Copy, PartialEq, Debug)]
struct Eye {
    x: f64,
    y: f64,
    width: f64,
    height: f64,
}

impl Eye {
    fn whole(placed: &Placed) -> Self {
        let most = placed.x.iter().chain(&placed.y).fold(60.0_f32, |m, v| m.max(v.abs()));
        let half = f64::from(most) + 50.0;
        Self { x: -half, y: -half, width: half * 2.0, height: half * 2.0 }
    }

    fn zoomed(self, factor: f64) -> Self {
        let (width, height) = (self.width * factor, self.height * factor);
        Self { x: self.x + (self.width - width) / 2.0, y: self.y + (self.height - height) / 2.0, width, height }
    }

    fn to_text(self) -> String {
        format!("{:.1} {:.1} {:.1} {:.1}", self.x, self.y, self.width, self.height)
    }
}

/// The names written so far, so that none covers another.
#[derive(Default)]
struct Room(Vec<[f64; 4]>);

impl Room {
    /// Whether a box of this size, hanging from the middle of its upper edge, is free; it is then taken.
    fn takes(&mut self, middle: f64, top: f64, width: f64, height: f64) -> bool {
        let (left, right, bottom) = (middle - width / 2.0, middle + width / 2.0, top + height);
        let free = self.0.iter().all(|[l, t, r, b]| right < *l || *r < left || bottom < *t || *b < top);
        if free {
            self.0.push([left, top, right, bottom]);
        }
        free
    }
}

/// About how wide a text is, in multiples of its height: a Chinese character is as wide as it is high.
fn width_of(text: &str) -> f64 {
    text.chars().map(|c| if c.is_ascii() { 0.56 } else { 1.0 }).sum()
}

/// The drawing as SVG text, with as many names as there is room for: the selected line first, then those who brought most. `unit` is how
/// many drawing units a pixel of the screen is.
fn draw(tree: &Tree, placed: &Placed, selected: RowId, unit: f64) -> String {
    let at: HashMap<u32, (f32, f32)> =
        placed.nodes.iter().zip(placed.x.iter().zip(&placed.y)).map(|(n, (x, y))| (*n, (*x, *y))).collect();
    let chosen = tree.node(selected);
    let mut line = chosen.map(|n| tree.forest.lineage(n)).unwrap_or_default();
    line.extend(chosen);
    let near: Vec<u32> = chosen.map(|n| tree.forest.children(n).to_vec()).unwrap_or_default();
    let lit = |n: u32| line.contains(&n) || near.contains(&n);
    let mut svg = String::with_capacity(placed.nodes.len() * 120);
    let (mut quiet, mut bright) = (String::new(), String::new());
    for &node in &placed.nodes {
        let parent = tree.forest.parent.get(node as usize).copied().unwrap_or(NONE);
        if let (Some(a), Some(b)) = (at.get(&parent), at.get(&node)) {
            let path = if lit(node) && (line.contains(&parent)) { &mut bright } else { &mut quiet };
            let _ = write!(path, "M{:.1} {:.1}L{:.1} {:.1}", a.0, a.1, b.0, b.1);
        }
    }
    let _ = write!(svg, r#"<path class="edge" d="{quiet}"/><path class="edge edge-lit" d="{bright}"/>"#);
    let below = |node: u32| tree.forest.descendants[node as usize];
    let radius = |node: u32| unit * (3.0 + 1.8 * libm::log(1.0 + f64::from(below(node))).min(4.5));
    for &node in &placed.nodes {
        let Some((x, y)) = at.get(&node) else { continue };
        let id = tree.id(node);
        let rank = tier_rank(&person(id).1).attribute().unwrap_or("0");
        let mark = if Some(node) == chosen { " node-chosen" } else { "" };
        let r = radius(node);
        let _ = write!(
            svg,
            r#"<circle class="node{mark}" data-rank="{rank}" data-id="{id}" cx="{x:.1}" cy="{y:.1}" r="{r:.1}"/>"#
        );
    }
    let mut by_weight: Vec<u32> = placed.nodes.clone();
    by_weight.sort_by_key(|n| std::cmp::Reverse(below(*n)));
    // From afar only those who brought somebody have a name.
    if f64::from(SPACING) < NEAR_PX * unit {
        by_weight.retain(|n| below(*n) > 0);
    }
    let wanted = chosen.iter().chain(&line).chain(&by_weight).copied().take(NAMES);
    let mut room = Room::default();
    for node in wanted {
        let Some((x, y)) = at.get(&node) else { continue };
        let name: String = person(tree.id(node)).0.chars().take(NAME_CHARS).collect();
        let top = f64::from(*y) + radius(node);
        if room.takes(f64::from(*x), top, (width_of(&name) * NAME_PX + GAP_PX) * unit, (NAME_PX * 1.3 + GAP_PX) * unit)
        {
            let _ = write!(
                svg,
                r#"<text x="{x:.1}" y="{top:.1}" dy="1.1em" text-anchor="middle">{}</text>"#,
                escaped(&name)
            );
        }
    }
    svg
}

fn escaped(text: &str) -> String {
    text.chars().fold(String::new(), |mut out, c| {
        match c {
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '&' => out.push_str("&amp;"),
            '"' => out.push_str("&quot;"),
            c => out.push(c),
        }
        out
    })
}

/// The picture of one person's tree. A tap selects; drag, wheel and the buttons move it.
#[component]
pub(super) fn Picture(tree: Memo<Arc<Tree>>, root: RowId, selected: RwSignal<RowId>) -> impl IntoView {
    let placed = Memo::new(move |_| {
        tree.with(|t| t.node(root).map(|n| Arc::new(radial(&t.forest, n, SPACING)))).unwrap_or_default()
    });
    let eye = RwSignal::new(placed.with_untracked(|p| Eye::whole(p)));
    let frame = NodeRef::<leptos::svg::Svg>::new();
    // The shorter side of the picture on the screen, pixels; it decides how large a name is in drawing units.
    let side = RwSignal::new(600.0);
    let read_side = move || {
        if let Some(frame) = frame.try_get_untracked().flatten() {
            let r = frame.get_bounding_client_rect();
            let _ = side.try_set(r.width().min(r.height()).max(1.0));
        }
    };
    Effect::new(move |_| {
        if frame.get().is_some() {
            request_animation_frame(read_side);
        }
    });
    let resized = window_event_listener(leptos::ev::resize, move |_| read_side());
    on_cleanup(move || resized.remove());
    // Drawing units per pixel of the screen, in steps: names are placed anew when it changes.
    let unit = Memo::new(move |_| {
        let exact: f64 = eye.with(|eye| eye.width) / side.get();
        libm::pow(UNIT_STEP, libm::round(libm::log(exact) / libm::log(UNIT_STEP)))
    });
    let svg = Memo::new(move |_| {
        store().track_list();
        tree.with(|t| placed.with(|p| draw(t, p, selected.get(), unit.get())))
    });
    let drag = StoredValue::new(None::<(f64, f64)>);
    let moved = StoredValue::new(false);
    let down = move |e: PointerEvent| {
        drag.set_value(Some((f64::from(e.client_x()), f64::from(e.client_y()))));
        moved.set_value(false);
    };
    let shift = move |e: PointerEvent| {
        let Some((x, y)) = drag.get_value() else { return };
        let (to_x, to_y) = (f64::from(e.client_x()), f64::from(e.client_y()));
        if (to_x - x).abs() + (to_y - y).abs() < 3.0 && !moved.get_value() {
            return;
        }
        moved.set_value(true);
        let u = eye.with_untracked(|eye| eye.width) / side.get_untracked();
        eye.update(|eye| {
            eye.x -= (to_x - x) * u;
            eye.y -= (to_y - y) * u;
        });
        drag.set_value(Some((to_x, to_y)));
    };
    let zoom = move |factor: f64| eye.update(|e| *e = e.zoomed(factor));
    let wheel = move |e: WheelEvent| {
        e.prevent_default();
        zoom(if e.delta_y() > 0.0 { 1.12 } else { 0.89 });
    };
    let pick = move |e: MouseEvent| {
        if moved.get_value() {
            return;
        }
        let target = e.target().and_then(|t| t.dyn_into::<web_sys::Element>().ok());
        if let Some(id) = target.and_then(|t| t.get_attribute("data-id")).and_then(|id| RowId::parse(&id)) {
            selected.set(id);
        }
    };
    view! {
        <svg
            class="graph"
            role="img"
            aria-label=words::picture_name()
            node_ref=frame
            viewBox=move || eye.get().to_text()
            style:font-size=move || format!("{:.2}px", NAME_PX * unit.get())
            on:pointerdown=down
            on:pointermove=shift
            on:pointerup=move |_| drag.set_value(None)
            on:pointerleave=move |_| drag.set_value(None)
            on:wheel=wheel
            on:click=pick
        >
            <g inner_html=move || svg.get()></g>
        </svg>
        <div class="graph-tools">
            <IconButton icon=Icon::Plus label=words::zoom_in() on_click=move |_| zoom(0.75) />
            <IconButton icon=Icon::Minus label=words::zoom_out() on_click=move |_| zoom(1.33) />
            <IconButton icon=Icon::Expand label=words::fit() on_click=move |_| eye.set(placed.with_untracked(|p| Eye::whole(p))) />
        </div>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_do_not_cover_each_other() {
        let mut room = Room::default();
        assert!(room.takes(0.0, 0.0, 40.0, 10.0));
        assert!(!room.takes(30.0, 5.0, 40.0, 10.0));
        assert!(room.takes(30.0, 11.0, 40.0, 10.0) && room.takes(45.0, 0.0, 40.0, 10.0));
        assert!((width_of("李娜 L") - 3.12).abs() < 1e-9);
    }

    #[test]
    fn names_are_text_not_markup() {
        assert_eq!(escaped("a<b>&\"c"), "a&lt;b&gt;&amp;&quot;c");
    }
}
