//! Pages whose code is not part of the first load: fetched when first opened, from the service worker's store where there is one.
//!
//! What is marked `wasm_split` is cut into the file that is named, with all that only this file needs; what several files need
//! but the first screens do not, into one per combination: few names are few files. Each function hands out a function, not a
//! view: a view must be made where its reactive owner is.

use super::customers::CustomersPage;
use super::first_run::{DemoSheet, FirstRunPage, StartHere};
use super::import::ImportPage;
use super::insights::InsightsPage;
use super::link::LinkPage;
use super::merge::MergePage;
use super::new_customer::{AddSheet, NewCustomerPage};
use super::referrals::ReferralsPage;
use super::settings::SettingsPage;
use super::sync::SyncPage;
use super::team::TeamPage;
use super::tiers::TiersPage;
use crate::api::account::Me;
use crate::i18n::{common, gate as words};
use crate::layout::{Command, FramePerson, MoreSheet, NavItem, Palette, PaletteHit, ShortcutHelp};
use crate::ui::{Button, ButtonKind, Problem, Shortcuts};
use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos::wasm_split::{SplitLoaderError, wasm_split};
use std::pin::Pin;
use std::time::Duration;

type Make<P> = fn(P) -> AnyView;
type Part<P> = Result<Make<P>, SplitLoaderError>;
type Loading<P> = Pin<Box<dyn Future<Output = Part<P>>>>;

/// Declares parts: the name of the file, the function that shows it, what that takes, and the view.
macro_rules! later {
    ($($(#[$doc:meta])* $part:ident::$show:ident($props:pat, $type:ty) => $view:expr;)*) => {$(
        $(#[$doc])*
        pub fn $show(props: $type) -> AnyView {
            #[wasm_split($part, wasm_split_path = ::leptos::wasm_split, fallible)]
            fn $show() -> Part<$type> {
                Ok(|$props| $view.into_any())
            }
            view! { <Later load=|| Box::pin($show()) props=props /> }.into_any()
        }
    )*};
}

later! {
    /// The customers: the list and the one that is open.
    people::customers((), ()) => view! { <CustomersPage /> };
    /// Everything a new customer may come with.
    people::new_customer((), ()) => view! { <NewCustomerPage /> };
    /// The sheet behind the round "+".
    people::add_sheet(open, RwSignal<bool>) => view! { <AddSheet open=open /> };
    /// Records that are one customer.
    people::merge((), ()) => view! { <MergePage /> };
    /// Who brought whom.
    people::referrals((), ()) => view! { <ReferralsPage /> };
    /// The tiers.
    people::tiers((), ()) => view! { <TiersPage /> };
    /// The command palette.
    people::palette((open, commands, on_search), (RwSignal<bool>, Signal<Vec<Command>>, Callback<String, Vec<PaletteHit>>)) =>
        view! { <Palette open=open commands=commands on_search=on_search /> };
    /// What is behind "more" on the phone.
    people::more_sheet((open, items, person, palette), (RwSignal<bool>, Vec<NavItem>, Signal<FramePerson>, RwSignal<bool>)) =>
        view! { <MoreSheet open=open items=items person=person palette=palette /> };
    /// The keys.
    people::shortcut_help((open, shortcuts), (RwSignal<bool>, Shortcuts)) => view! { <ShortcutHelp open=open shortcuts=shortcuts /> };
    /// What waits, what failed, what differs.
    office::sync((), ()) => view! { <SyncPage /> };
    /// Where value comes from.
    office::insights((), ()) => view! { <InsightsPage /> };
    /// Importing a file.
    office::import((), ()) => view! { <ImportPage /> };
    /// Who works here.
    office::team((), ()) => view! { <TeamPage /> };
    /// This device, this base, this person.
    office::settings((), ()) => view! { <SettingsPage /> };
    /// Setting the base up.
    start::first_run(on_signed_in, Callback<Me>) => view! { <FirstRunPage on_signed_in=on_signed_in /> };
    /// The ways to the first customers.
    start::start_here(demo, RwSignal<bool>) => view! { <StartHere demo=demo /> };
    /// The sheet that fills the base with sample data.
    start::demo_sheet(open, RwSignal<bool>) => view! { <DemoSheet open=open /> };
    /// A one-time link: its token, and what to do with whom it signs in.
    start::link((token, on_signed_in), (String, Callback<Me>)) => view! { <LinkPage token=token on_signed_in=on_signed_in /> };
}

/// Words only from here on: what the service worker has is there before anybody could read them.
const PATIENCE: Duration = Duration::from_millis(300);

/// Nothing, then the part; a way to try again where it cannot be fetched.
#[component]
fn Later<P: Clone + Send + Sync + 'static>(load: fn() -> Loading<P>, props: P) -> impl IntoView {
    let part = RwSignal::new(None::<Result<Make<P>, ()>>);
    let slow = RwSignal::new(false);
    let fetch = move || {
        part.set(None);
        spawn_local(async move {
            let answer = load().await.map_err(drop);
            // The page may have been left meanwhile.
            let _ = part.try_set(Some(answer));
        });
    };
    fetch();
    set_timeout(
        move || {
            let _ = slow.try_set(true);
        },
        PATIENCE,
    );
    move || match part.get() {
        None => slow.get().then(|| view! { <p class="detail-empty" role="status">{common::loading()}</p> }).into_any(),
        Some(Ok(make)) => make(props.clone()),
        Some(Err(())) => view! {
            <div class="page-body page-narrow">
                <Problem title=words::part_missing() detail=words::part_missing_why()>
                    <Button kind=ButtonKind::Primary on_click=move |_| fetch()>{words::try_again()}</Button>
                </Problem>
            </div>
        }
        .into_any(),
    }
}
