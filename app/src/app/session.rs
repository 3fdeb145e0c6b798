//! Who is signed in on this page, and the way there.

use crate::api;
use crate::api::account::Me;
use crate::i18n::gate as words;
use crate::local::{LocalDb, MemoryDb};
use crate::store::{self, Account};
use crate::sync::{self, News};
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
    /// What the browser did to the data here, for the person to know.
    notice: RwSignal<Option<String>>,
}

impl Session {
    pub(super) fn new() -> Self {
        Self {
            gate: RwSignal::new(Gate::Opening),
            me: RwSignal::new(None),
            durable: RwSignal::new(true),
            notice: RwSignal::new(None),
        }
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

    /// What the browser did to the data here; taken away when it was read.
    pub(super) fn notice(self) -> RwSignal<Option<String>> {
        self.notice
    }

    /// Opens the app: at once and without a network for whoever used it last, else by asking the server.
    pub fn begin(self) {
        match store::last_account() {
            Some(me) => {
                self.open(me);
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
            runner.signed_in();
            return;
        }
        self.open(me);
    }

    /// Works here, although another tab does so now.
    pub fn take_over(self) {
        if let Some(me) = store::last_account() {
            self.open(me);
        }
    }

    /// Leaves, in every tab. The store stays on the device; unsent work in it goes on when the same person signs in again.
    pub fn leave(self) {
        if let Some(runner) = sync::runner() {
            runner.sign_out();
        }
        store::forget_account();
        self.close();
        spawn_local(async move {
            // Without a network the session ends by itself; the account is forgotten here in any case.
            let _ = api::account::sign_out().await;
        });
    }

    /// Shows nothing of anybody any more.
    fn close(self) {
        sync::set_runner(None);
        store::set_store(None);
        self.me.set(None);
        self.gate.set(Gate::SignIn);
    }

    /// The browser remembers one person for all tabs: when somebody has signed out or in elsewhere, this tab goes along.
    /// A session cookie is the browser's, too: nothing of one person may go out while another is signed in.
    pub(super) fn follow_account(self) {
        let whose = |me: &Me| (me.base.clone(), me.staff.clone());
        let here = self.me.get_untracked().as_ref().map(whose);
        let known = store::last_account();
        if here == known.as_ref().map(whose) {
            return;
        }
        if here.is_some() {
            self.close();
        }
        if known.is_some() && matches!(self.gate.get_untracked(), Gate::SignIn) {
            self.begin();
        }
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

    fn open(self, me: Me) {
        // Nothing of whoever was here goes out from now on: the session's cookie may be another person's already.
        sync::set_runner(None);
        self.me.set(Some(me.clone()));
        spawn_local(self.open_store(Account::new(me)));
    }

    async fn open_store(self, account: Account) {
        let whose = account.store_name();
        let db = open_db(&whose).await;
        self.durable.set(db.is_durable());
        let opened = match store::open(account, db).await {
            Ok(opened) => opened,
            Err(error) => {
                leptos::logging::error!("the store could not be opened: {error}");
                self.gate.set(Gate::NoContact);
                return;
            }
        };
        // Somebody may have signed out meanwhile.
        if self.me.get_untracked().is_none_or(|me| Account::new(me).store_name() != whose) {
            return;
        }
        match opened.lost {
            Some(0) => self.notice.set(Some(words::evicted().to_owned())),
            Some(lost) => self.notice.set(Some(words::evicted_lost(lost))),
            None => {}
        }
        store::set_store(Some(opened.store.clone()));
        sync::set_runner(Some(sync::start(opened, move |news| self.told(news))));
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

    fn told(self, news: News) {
        match news {
            News::Elsewhere => {
                sync::set_runner(None);
                self.gate.set(Gate::Elsewhere);
            }
            News::SignedOut => self.close(),
            News::Gone(0) => self.notice.set(Some(words::evicted().to_owned())),
            News::Gone(kept) => self.notice.set(Some(words::evicted_kept(kept))),
            News::Freed => self.notice.set(Some(words::freed().to_owned())),
            News::Full => self.notice.set(Some(words::full().to_owned())),
        }
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
