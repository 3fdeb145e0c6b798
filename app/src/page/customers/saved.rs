//! Saved views: what the list shows, under a name, on this device.

use super::state::ListState;
use crate::i18n::{common, customers as words};
use crate::ui::{Button, ButtonKind, Icon, Menu, MenuItem, Sheet, TextField, device_preference, use_toasts};
use domain::query::View;
use leptos::prelude::*;

const KEY: &str = "jipan.customer-views";
/// More are not kept.
const KEPT: usize = 30;

/// The names and the views as addresses.
fn stored() -> Vec<(String, String)> {
    device_preference::read(KEY).map(|text| parse(&text)).unwrap_or_default()
}

fn parse(text: &str) -> Vec<(String, String)> {
    text.lines()
        .filter_map(|line| line.split_once('\t'))
        .map(|(name, view)| (name.to_owned(), view.to_owned()))
        .collect()
}

/// With one more, or with the one of that name replaced; the newest first.
fn with(mut all: Vec<(String, String)>, name: &str, view: &str) -> String {
    let name: String = name.split_whitespace().collect::<Vec<_>>().join(" ");
    all.retain(|(other, _)| *other != name);
    all.insert(0, (name, view.to_owned()));
    all.truncate(KEPT);
    written(&all)
}

fn written(all: &[(String, String)]) -> String {
    all.iter().map(|(name, view)| [name, "\t", view, "\n"].concat()).collect()
}

/// The saved views, and forgetting the one that is shown.
#[component]
pub(super) fn ViewsMenu(state: ListState) -> impl IntoView {
    let changed = use_views();
    let saving = RwSignal::new(false);
    let items = Signal::derive(move || {
        changed.track();
        let now = state.view.with(View::to_query_string);
        let all = stored();
        let shown = all.iter().find(|(_, view)| *view == now).map(|(name, _)| name.clone());
        let open = |(name, view): (String, String)| {
            let on = view == now;
            let item = MenuItem::new(name, move || state.change(|v| *v = View::from_query_string(&view)));
            if on { item.icon(Icon::Check) } else { item }
        };
        let mut items =
            vec![MenuItem::new(words::all(), move || state.change(|v| *v = View::default())).icon(Icon::People)];
        items.extend(all.into_iter().map(open));
        items.push(MenuItem::new(words::save_view(), move || saving.set(true)).icon(Icon::Plus));
        if let Some(name) = shown {
            let forget = move || {
                let rest: Vec<_> = stored().into_iter().filter(|(other, _)| *other != name).collect();
                device_preference::write(KEY, &written(&rest));
                changed.update(|n| *n = n.wrapping_add(1));
            };
            items.push(MenuItem::new(words::forget_view(), forget).icon(Icon::Trash).danger());
        }
        items
    });
    view! {
        <Menu label=words::views() icon=Icon::Layers items=items />
        <SaveSheet state=state open=saving />
    }
}

/// The link that saves what is shown.
#[component]
pub(super) fn SaveView(state: ListState) -> impl IntoView {
    let saving = RwSignal::new(false);
    view! {
        <Button kind=ButtonKind::Link on_click=move |_| saving.set(true)>
            {words::save_view()}
        </Button>
        <SaveSheet state=state open=saving />
    }
}

#[component]
fn SaveSheet(state: ListState, open: RwSignal<bool>) -> impl IntoView {
    let name = RwSignal::new(String::new());
    let changed = use_views();
    let toasts = use_toasts();
    let save = move || {
        let typed = name.get_untracked();
        if typed.trim().is_empty() {
            return;
        }
        let view = state.view.with_untracked(View::to_query_string);
        device_preference::write(KEY, &with(stored(), &typed, &view));
        changed.update(|n| *n = n.wrapping_add(1));
        toasts.say(words::view_saved(typed.trim()));
        name.set(String::new());
        open.set(false);
    };
    view! {
        <Sheet open=open title=words::save_view().to_owned()>
            <form
                on:submit=move |event| {
                    event.prevent_default();
                    save();
                }
            >
                <TextField label=words::view_name() value=name autofocus=true hint=words::view_hint() />
                <div class="actions actions-end">
                    <Button kind=ButtonKind::Primary submit=true>
                        {common::save()}
                    </Button>
                </div>
            </form>
        </Sheet>
    }
}

/// Counts changes of the saved views, so that every menu of them is made anew.
fn use_views() -> RwSignal<u32> {
    #[derive(Clone, Copy)]
    struct Changed(RwSignal<u32>);
    if let Some(Changed(signal)) = use_context() {
        return signal;
    }
    let signal = RwSignal::new(0);
    provide_context(Changed(signal));
    signal
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_view_of_the_same_name_takes_the_place_of_the_old_one() {
        let first = with(Vec::new(), "  我的\tVIP ", "tier=vip");
        assert_eq!(parse(&first), [("我的 VIP".to_owned(), "tier=vip".to_owned())]);
        let second = with(parse(&first), "流失", "lifecycle=lost");
        let third = with(parse(&second), "我的 VIP", "tier=vip&owner=me");
        let names: Vec<_> = parse(&third).into_iter().map(|(name, view)| format!("{name}={view}")).collect();
        assert_eq!(names, ["我的 VIP=tier=vip&owner=me", "流失=lifecycle=lost"]);
        assert_eq!(parse("damaged\n\nx\ty"), [("x".to_owned(), "y".to_owned())]);
    }
}
