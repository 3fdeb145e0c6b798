//! The routes of the application, inside the frame.

use super::session::Session;
use super::status::sync_status;
use crate::i18n::{gate as words, nav};
use crate::layout::{Badge, Command, Frame, FramePerson, NavItem, PaletteHit};
use crate::page::{MorePage, TodayPage, conflict_count, later, role_words, search_customers};
use crate::sync::runner;
use crate::ui::{Button, Empty, Icon};
use leptos::ev;
use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::components::{Redirect, Route, Routes};
use leptos_router::hooks::use_navigate;
use leptos_router::path;

/// The frame and what is in it. `generation` changes with the person, so that nothing of the last one stays on the screen.
#[component]
pub(super) fn Routed(session: Session, generation: u32) -> impl IntoView {
    let _ = generation;
    wake_on_return();
    // The line's words grow older by themselves.
    let tick = RwSignal::new(0_u32);
    set_interval(move || tick.update(|t| *t = t.wrapping_add(1)), std::time::Duration::from_secs(30));
    let status = Signal::derive_local(move || {
        tick.track();
        sync_status()
    });
    let status = Memo::new(move |_| status.get());
    let person = Signal::derive(move || {
        let me = session.me();
        me.map(|me| FramePerson {
            person: format!("{} · {}", me.name, role_words(&me.role)),
            organisation: me.organisation,
        })
        .unwrap_or_default()
    });
    let add = RwSignal::new(false);
    let adding = Memo::new(move |was| was.copied().unwrap_or(false) || add.get());
    view! {
        <Frame
            items=items(session)
            person=person
            status=status
            commands=commands(add)
            on_search=on_search()
            on_add=Callback::new(move |()| add.set(true))
        >
            <Show when=move || !session.is_durable()>
                <p class="note note-warn frame-warning" role="alert">{words::not_durable()}</p>
            </Show>
            {move || {
                session
                    .notice()
                    .get()
                    .map(|text| {
                        view! {
                            <p class="note note-warn frame-notice" role="alert">
                                {Icon::Alert.view()} <span class="grow wrap">{text}</span>
                                <Button on_click=move |_| session.notice().set(None)>{words::understood()}</Button>
                            </p>
                        }
                    })
            }}
            <Routes fallback=NotFound>
                <Route path=path!("/") view=TodayPage />
                <Route path=path!("/customers") view=|| later::customers(()) />
                <Route path=path!("/customers/new") view=|| later::new_customer(()) />
                <Route path=path!("/customers/:id") view=|| later::customers(()) />
                <Route path=path!("/merge") view=|| later::merge(()) />
                <Route path=path!("/referrals") view=|| later::referrals(()) />
                <Route path=path!("/referrals/:id") view=|| later::referrals(()) />
                <Route path=path!("/graph") view=|| view! { <Redirect path="/referrals" /> } />
                <Route path=path!("/tiers") view=|| later::tiers(()) />
                <Route path=path!("/insights") view=|| later::insights(()) />
                <Route path=path!("/sync") view=|| later::sync(()) />
                <Route path=path!("/import") view=|| later::import(()) />
                <Route path=path!("/team") view=|| later::team(()) />
                <Route path=path!("/settings") view=|| later::settings(()) />
                <Route path=path!("/more") view=MorePage />
            </Routes>
            // Made when first asked for, and kept: what is half typed stays.
            {move || adding.get().then(|| later::add_sheet(add))}
        </Frame>
    }
}

/// The places that exist for this person.
fn items(session: Session) -> Vec<NavItem> {
    let me = session.me.get_untracked();
    let role = me.map(|me| me.role).unwrap_or_default();
    let conflicts = Signal::derive_local(move || Badge { count: conflict_count(), alert: true });
    let conflicts = Memo::new(move |_| conflicts.get());
    let mut items = vec![
        NavItem::new("/", nav::today(), Icon::Today),
        NavItem::new("/customers", nav::customers(), Icon::People),
        NavItem::new("/referrals", nav::graph(), Icon::Graph),
        NavItem::new("/insights", nav::insights(), Icon::Chart),
        NavItem::new("/tiers", nav::tiers(), Icon::Layers),
        NavItem::new("/sync", nav::sync(), Icon::Sync).badge(conflicts).begins_group(),
    ];
    if role != "staff" {
        items.push(NavItem::new("/import", nav::import(), Icon::Upload));
    }
    if role == "administrator" {
        items.push(NavItem::new("/team", nav::team(), Icon::Team));
    }
    items.push(NavItem::new("/settings", nav::settings(), Icon::Gear));
    items
}

/// The acts of the command palette.
fn commands(add: RwSignal<bool>) -> Signal<Vec<Command>> {
    let go = |to: &'static str| {
        let navigate = use_navigate();
        let navigate = StoredValue::new_local(navigate);
        move || navigate.with_value(|navigate| navigate(to, NavigateOptions::default()))
    };
    let all = vec![
        Command::new(nav::new_note(), "new add xinjian tianjia", Icon::Plus, move || add.set(true)).key("n"),
        Command::new(nav::today(), "today jinri", Icon::Today, go("/")),
        Command::new(nav::customers(), "customers kehu", Icon::People, go("/customers")),
        Command::new(nav::graph(), "referrals guanxi", Icon::Graph, go("/referrals")),
        Command::new(nav::insights(), "insights dongcha", Icon::Chart, go("/insights")),
        Command::new(nav::tiers(), "tiers fenji", Icon::Layers, go("/tiers")),
        Command::new(nav::sync(), "sync tongbu", Icon::Sync, go("/sync")),
        Command::new(nav::import(), "import daoru", Icon::Upload, go("/import")),
        Command::new(nav::settings(), "settings shezhi", Icon::Gear, go("/settings")),
    ];
    Signal::derive(move || all.clone())
}

/// Customers for the command palette.
fn on_search() -> Callback<String, Vec<PaletteHit>> {
    let navigate = StoredValue::new_local(use_navigate());
    Callback::new(move |text: String| {
        let hit = |(id, label, detail): (domain::RowId, String, String)| {
            PaletteHit::new(label, detail, Icon::People, move || {
                navigate.with_value(|navigate| navigate(&format!("/customers/{id}"), NavigateOptions::default()));
            })
        };
        search_customers(&text, 8).into_iter().map(hit).collect()
    })
}

/// Sync tries at once when the page comes back or the browser says that there is a network.
fn wake_on_return() {
    let wake = || {
        if let Some(runner) = runner() {
            runner.wake();
        }
    };
    let online = window_event_listener(ev::online, move |_| wake());
    let seen = window_event_listener(ev::focus, move |_| wake());
    on_cleanup(move || {
        online.remove();
        seen.remove();
    });
}

/// No such page.
#[component]
fn NotFound() -> impl IntoView {
    view! {
        <Empty title=words::not_found()>
            <a href="/">{words::go_home()}</a>
        </Empty>
    }
}
