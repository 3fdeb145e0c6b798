//! Who is signed in on this page, and the way there.

use crate::api;
use crate::api::account::Me;
use crate::local::{LocalDb, MemoryDb};
use crate::store::{self, Account};
use crate::sync::{self, Lead};
use domain::sync::engine::Event;
use leptos::prelude::*;
use leptos::task::spawn_local;

/// What is shown.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Gate {
    /// Nothing yet: the store is being opened.
    Opening,
    /// The base has to be set up.
    FirstRun,
    /// Nobody is signed in.
    SignIn,
    /// Nobody was ever signed in here, and the server cannot be reached.
    NoContact,
    /// Another tab of this browser works with the store.
    Elsewhere,
    /// The application. The number changes when another person comes in.
    Ready(u32),
}

/// The session of this page.
#[derive(Clone, Copy)]
pub struct Session {
    gate: RwSignal<Gate>,
    pub(super) me: RwSignal<Option<Me>>,
    /// Whether what is typed outlives the page.
    durable: RwSignal<bool>,
}

impl Session {
    pub(super) fn new() -> Self {
        Self { gate: RwSignal::new(Gate::Opening), me: RwSignal::new(None), durable: RwSignal::new(true) }
    }

    pub(super) fn gate(self) -> Gate {
        self.gate.get()
    }

    /// Who is signed in, as the server described them at the last contact.
    pub fn me(self) -> Option<Me> {
        self.me.get()
    }

    /// Whether what is typed outlives the page; false when the browser keeps nothing.
    pub fn is_durable(self) -> bool {
        self.durable.get()
    }

    /// Opens the app: at once and without a network for whoever used it last, else by asking the server.
    pub fn begin(self) {
        match store::last_account() {
            Some(me) => {
                self.open(me, false);
                spawn_local(async move {
                    // Names and rights may have changed; whether the session still holds is for sync to find out.
                    if let Ok(welcome) = api::account::welcome().await
                        && let Some(me) = welcome.me
                        && self.me.get_untracked().is_some_and(|known| known.staff == me.staff)
                    {
                        store::remember_account(&me);
                        self.me.set(Some(me));
                    }
                });
            }
            None => spawn_local(async move {
                match api::account::welcome().await {
                    Ok(welcome) if welcome.needs_setup => self.gate.set(Gate::FirstRun),
                    Ok(welcome) => match welcome.me {
                        Some(me) => self.enter(me),
                        None => self.gate.set(Gate::SignIn),
                    },
                    Err(_) => self.gate.set(Gate::NoContact),
                }
            }),
        }
    }

    /// Somebody has signed in. The same person goes on where they were.
    pub fn enter(self, me: Me) {
        store::remember_account(&me);
        let same = matches!(self.gate.get_untracked(), Gate::Ready(_))
            && self.me.get_untracked().is_some_and(|known| known.staff == me.staff && known.base == me.base);
        if same && let Some(runner) = sync::runner() {
            self.me.set(Some(me));
            runner.tell(Event::SignedIn);
            return;
        }
        self.open(me, false);
    }

    /// Works here, although another tab does so now.
    pub fn take_over(self) {
        if let Some(me) = store::last_account() {
            self.open(me, true);
        }
    }

    /// Leaves. The store stays on the device; unsent work in it goes on when the same person signs in again.
    pub fn leave(self) {
        sync::set_runner(None);
        store::set_store(None);
        store::forget_account();
        self.me.set(None);
        self.gate.set(Gate::SignIn);
        spawn_local(async move {
            // Without a network the session ends by itself; the account is forgotten here in any case.
            let _ = api::account::sign_out().await;
        });
    }

    /// Describes the base anew after an import or the demo base.
    pub fn refresh(self) {
        spawn_local(async move {
            if let Ok(welcome) = api::account::welcome().await
                && let Some(me) = welcome.me
            {
                store::remember_account(&me);
                self.me.set(Some(me));
            }
        });
    }

    fn open(self, me: Me, steal: bool) {
        let account = Account::new(me.clone());
        let name = account.store_name();
        self.me.set(Some(me));
        let opened = StoredValue::new(false);
        sync::lead(&format!("lead-{name}"), steal, move |lead| match lead {
            Lead::Mine if !opened.get_value() => {
                opened.set_value(true);
                let Some(me) = self.me.get_untracked() else { return };
                spawn_local(self.open_store(Account::new(me)));
            }
            Lead::Mine => {}
            Lead::Theirs => {
                sync::set_runner(None);
                self.gate.set(Gate::Elsewhere);
            }
        });
    }

    async fn open_store(self, account: Account) {
        let db = open_db(&account.store_name()).await;
        self.durable.set(db.is_durable());
        let opened = match store::open(account, db).await {
            Ok(opened) => opened,
            Err(error) => {
                leptos::logging::error!("the store could not be opened: {error}");
                self.gate.set(Gate::NoContact);
                return;
            }
        };
        store::set_store(Some(opened.store.clone()));
        sync::set_runner(Some(sync::start(opened)));
        spawn_local(async {
            if let Some(table) = sync::pinyin().await {
                let store = store::store();
                store.with_index(|index| index.set_pinyin(table));
                store.list_changed();
            }
        });
        let generation = match self.gate.get_untracked() {
            Gate::Ready(n) => n + 1,
            _ => 0,
        };
        self.gate.set(Gate::Ready(generation));
    }
}

#[cfg(target_arch = "wasm32")]
async fn open_db(name: &str) -> LocalDb {
    match crate::local::IndexedDb::open(name).await {
        Ok(db) => LocalDb::Indexed(db),
        Err(error) => {
            leptos::logging::warn!("{error}");
            LocalDb::Memory(MemoryDb::default())
        }
    }
}

#[cfg(not(target_arch = "wasm32"))]
#[allow(clippy::unused_async)]
async fn open_db(_name: &str) -> LocalDb {
    LocalDb::Memory(MemoryDb::default())
}
