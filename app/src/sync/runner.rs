//! Sync of one tab: performs what [`super::tabs`] says, and runs the engine while this tab leads.

use super::channel::Channel;
use super::hint::Hint;
use super::leading::Leading;
use super::life::{self, Life};
use super::lock::{self, Asked, Lead};
use super::tabs::{Do, Heard, Look, Tabs};
use crate::local::LocalError;
use crate::store::{Note, Opened, Store, Written, clock};
use domain::sync::engine::{Engine, Event, Meta, Status};
use domain::sync::outbox::Pending;
use leptos::prelude::*;
use leptos::task::spawn_local;
use std::cell::{Cell, RefCell};
use std::rc::Rc;

/// How long after the store was closed under the page it is looked for.
const LOOK_AFTER: std::time::Duration = std::time::Duration::from_millis(500);

/// What the page must know besides how sync stands.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum News {
    /// Another tab works; this one must stop.
    Elsewhere,
    /// The person has signed out in another tab.
    SignedOut,
    /// The browser had deleted the store; so many unsent edits were still on the page and are saved again.
    Gone(usize),
    /// The disk was full: old history was given up.
    Freed,
    /// The disk is full: an edit is not saved.
    Full,
}

/// The running sync of this page.
pub struct Runner {
    pub(super) store: Rc<Store>,
    tabs: RefCell<Tabs>,
    leading: RefCell<Option<Rc<Leading>>>,
    /// Where the engine begins, once the lock is held and the disk was read.
    found: RefCell<Option<(Meta, Vec<Pending>)>>,
    status: RwSignal<Status>,
    silent: RwSignal<bool>,
    channel: RefCell<Option<Channel>>,
    life: RefCell<Option<Life>>,
    lock: RefCell<Option<Asked>>,
    alone: bool,
    news: Box<dyn Fn(News)>,
    stopped: Cell<bool>,
    /// Whether the store is being made anew.
    beginning: Cell<bool>,
    /// Whether the browser was asked to keep the data.
    asked_to_keep: Cell<bool>,
}

thread_local! {
    static RUNNER: RefCell<Option<Rc<Runner>>> = const { RefCell::new(None) };
}

/// The running sync; `None` before somebody is signed in.
pub fn runner() -> Option<Rc<Runner>> {
    RUNNER.with(|r| r.borrow().clone())
}

/// Makes `runner` the page's sync, or stops it.
pub fn set_runner(runner: Option<Rc<Runner>>) {
    let old = RUNNER.with(|r| r.replace(runner));
    if let Some(old) = old {
        old.stop();
    }
}

/// Starts sync over a store that has been opened.
pub fn start(opened: Opened, news: impl Fn(News) + 'static) -> Rc<Runner> {
    let store = opened.store;
    // A store in memory belongs to its tab.
    let shared = store.db.is_durable();
    let name = format!("tabs-{}", store.account.store_name());
    let runner = Rc::new_cyclic(|this: &std::rc::Weak<Runner>| {
        let told = this.clone();
        let hear = move |hint| {
            if let Some(runner) = told.upgrade() {
                runner.hear(Heard::Told(hint));
            }
        };
        let channel = shared.then(|| Channel::join(&name, hear)).flatten();
        let alone = !lock::available() || channel.is_none();
        Runner {
            tabs: RefCell::new(Tabs::new(alone, store.base(), clock::now_ms())),
            leading: RefCell::default(),
            found: RefCell::default(),
            status: RwSignal::new(Engine::new(opened.meta, opened.queue, 1).status()),
            silent: RwSignal::new(false),
            channel: RefCell::new(channel),
            life: RefCell::default(),
            lock: RefCell::default(),
            alone,
            news: Box::new(news),
            stopped: Cell::default(),
            beginning: Cell::default(),
            asked_to_keep: Cell::default(),
            store,
        }
    });
    let sink = Rc::downgrade(&runner);
    runner.store.connect(Rc::new(move |note| {
        if let Some(runner) = sink.upgrade() {
            runner.noted(note);
        }
    }));
    let lost = Rc::downgrade(&runner);
    runner.store.db.when_lost(move || {
        let lost = lost.clone();
        // First whoever wants to delete it does so; then it is looked for.
        let look = move || {
            if let Some(runner) = lost.upgrade() {
                runner.hear(Heard::Shown);
            }
        };
        set_timeout(look, LOOK_AFTER);
    });
    let heard = Rc::downgrade(&runner);
    let life = life::listen(move |what| {
        if let Some(runner) = heard.upgrade() {
            runner.hear(what);
        }
    });
    runner.life.replace(Some(life));
    runner.hear(Heard::Opened);
    runner
}

impl Runner {
    /// How sync stands; redraws the reader.
    pub fn status(&self) -> Status {
        self.status.get()
    }

    /// Whether another tab leads and has not been heard for long; redraws the reader.
    pub fn is_silent(&self) -> bool {
        self.silent.get()
    }

    /// Tries at once: the network may be back.
    pub fn wake(self: &Rc<Self>) {
        self.tell_or_say(Event::Wake, Hint::Wake);
    }

    /// The same person has signed in again.
    pub fn signed_in(self: &Rc<Self>) {
        self.tell_or_say(Event::SignedIn, Hint::SignedIn);
    }

    /// Tells the other tabs that the person leaves.
    pub fn sign_out(&self) {
        self.say(&Hint::SignedOut);
    }

    /// Leads from now on, although another tab may do so: a person's choice.
    pub fn take_over(self: &Rc<Self>) {
        self.give_back();
        self.ask(true);
    }

    /// What was put aside or thrown away has changed: the other tabs look.
    pub fn queue_changed(&self, numbers: Vec<u32>) {
        self.say(&Hint::Written(Written::ops(self.store.base(), numbers)));
    }

    fn tell_or_say(self: &Rc<Self>, event: Event, hint: Hint) {
        let leading = self.leading.borrow().clone();
        match leading {
            Some(leading) => leading.tell(self, event),
            None => self.say(&hint),
        }
    }

    /// Stops for good.
    fn stop(&self) {
        self.stopped.set(true);
        self.leading.replace(None);
        self.store.term.set(None);
        self.give_back();
        self.life.replace(None);
        self.channel.replace(None);
    }

    fn hear(self: &Rc<Self>, heard: Heard) {
        if self.stopped.get() {
            return;
        }
        let todo = self.tabs.borrow_mut().handle(heard, clock::now_ms());
        for what in todo {
            self.perform(what);
        }
    }

    fn perform(self: &Rc<Self>, what: Do) {
        match what {
            Do::Ask => self.ask(false),
            Do::GiveBack => self.give_back(),
            Do::Look(look) => self.look(look),
            Do::Begin => self.begin(),
            Do::End => {
                self.leading.replace(None);
                self.store.term.set(None);
            }
            Do::Say(Hint::Hello(_)) => self.say(&Hint::Hello(life::visible())),
            Do::Say(hint) => self.say(&hint),
            Do::SayLead => self.say(&Hint::Lead(self.status.get_untracked())),
            Do::Show(status) => self.show(status),
            Do::Silent(silent) => self.silent.set(silent),
            Do::Wake => self.wake(),
            Do::SignedIn => self.signed_in(),
            Do::Leave => self.tell_page(News::SignedOut),
            Do::Elsewhere => self.tell_page(News::Elsewhere),
        }
    }

    fn ask(self: &Rc<Self>, steal: bool) {
        if self.lock.borrow().is_some() {
            return;
        }
        if self.alone {
            self.hear_soon(Heard::Granted);
            return;
        }
        let this = Rc::downgrade(self);
        let name = format!("lead-{}", self.store.account.store_name());
        let asked = lock::ask(&name, steal, move |lead| {
            let Some(runner) = this.upgrade() else { return };
            if lead == Lead::Lost {
                runner.lock.replace(None);
            }
            runner.hear(if lead == Lead::Mine { Heard::Granted } else { Heard::Lost });
        });
        self.lock.replace(Some(asked));
    }

    /// In a turn of its own: what is being done now is finished first.
    fn hear_soon(self: &Rc<Self>, heard: Heard) {
        let this = Rc::downgrade(self);
        spawn_local(async move {
            if let Some(runner) = this.upgrade() {
                runner.hear(heard);
            }
        });
    }

    /// In a turn of its own: the page may stop this, which must not happen inside one of its listeners.
    fn tell_page(self: &Rc<Self>, news: News) {
        let this = Rc::downgrade(self);
        spawn_local(async move {
            if let Some(runner) = this.upgrade().filter(|runner| !runner.stopped.get()) {
                (runner.news)(news);
            }
        });
    }

    fn give_back(&self) {
        if let Some(asked) = self.lock.replace(None) {
            asked.give_back();
        }
    }

    fn look(self: &Rc<Self>, look: Look) {
        let this = Rc::downgrade(self);
        let store = Rc::clone(&self.store);
        spawn_local(async move {
            let mut found = None;
            let done = match look {
                Look::At(written) => match store.reread(&written).await {
                    Ok(Some(fresh)) => Ok(fresh),
                    Ok(None) => store.catch_up().await,
                    Err(error) => Err(error),
                },
                Look::All => store.catch_up().await,
                Look::Lead => store.begin_to_lead().await.map(|state| {
                    found = Some(state);
                    Vec::new()
                }),
            };
            let Some(runner) = this.upgrade() else { return };
            if found.is_some() {
                runner.found.replace(found);
            }
            let at = match done {
                Ok(fresh) => {
                    runner.append(fresh);
                    Some(store.base())
                }
                Err(error) => {
                    leptos::logging::warn!("not read: {error}");
                    runner.noted(Note::Failed(error));
                    None
                }
            };
            runner.hear(Heard::Looked(at));
        });
    }

    fn begin(self: &Rc<Self>) {
        let Some((meta, queue)) = self.found.replace(None) else { return };
        let leading = Leading::new(meta, queue);
        self.leading.replace(Some(Rc::clone(&leading)));
        self.stands(leading.status());
        leading.start(self);
        self.store.prune_now_and_then();
    }

    /// The engine says how sync stands.
    pub(super) fn stands(&self, status: Status) {
        self.show(status);
        self.say(&Hint::Lead(self.status.get_untracked()));
    }

    /// Shows how sync stands. A new leader has not spoken to the server yet; when it was last reached is remembered.
    fn show(&self, status: Status) {
        let before = self.status.get_untracked();
        let fresh = status.last_contact_ms == 0 && before.last_contact_ms != 0;
        let (last_contact_ms, clock_offset_ms) = if fresh {
            (before.last_contact_ms, before.clock_offset_ms)
        } else {
            (status.last_contact_ms, status.clock_offset_ms)
        };
        self.status.set(Status { last_contact_ms, clock_offset_ms, ..status });
    }

    fn append(self: &Rc<Self>, fresh: Vec<Pending>) {
        let leading = self.leading.borrow().clone();
        if let Some(leading) = leading {
            for pending in fresh {
                leading.tell(self, Event::Appended(pending));
            }
        }
    }

    /// The first edit without a network: the browser is asked not to clear this site's data by itself.
    fn ask_to_keep(&self) {
        if self.status.get_untracked().offline && !self.asked_to_keep.replace(true) {
            spawn_local(async {
                // It may say no; the settings page tells.
                crate::page::browser::ask_to_persist().await;
            });
        }
    }

    /// Something has happened on the disk, or has not.
    fn noted(self: &Rc<Self>, note: Note) {
        match note {
            Note::Appended(pending) => {
                self.ask_to_keep();
                let numbers = pending.iter().map(|p| p.op.n).collect();
                self.append(pending);
                self.queue_changed(numbers);
            }
            Note::Requeued(queue) => {
                let leading = self.leading.borrow().clone();
                if let Some(leading) = leading {
                    leading.tell(self, Event::Requeued(queue));
                }
            }
            Note::Written(written) => self.say(&Hint::Written(written)),
            Note::Failed(LocalError::Superseded) => self.hear_soon(Heard::Superseded),
            Note::Failed(LocalError::Gone) => self.begin_anew(),
            Note::Failed(LocalError::Full) => self.tell_page(News::Full),
            Note::Failed(_) => {}
            Note::Freed => {
                self.tell_page(News::Freed);
                self.say(&Hint::Written(Written::chunks(self.store.base())));
            }
        }
    }

    /// The browser has deleted the store under the page: what is in memory makes another one.
    fn begin_anew(self: &Rc<Self>) {
        if self.beginning.replace(true) {
            return;
        }
        let this = Rc::clone(self);
        spawn_local(async move {
            let kept = this.store.begin_anew().await;
            this.beginning.set(false);
            match kept {
                Ok(kept) => {
                    this.tell_page(News::Gone(kept));
                    this.hear(Heard::Anew);
                }
                Err(error) => leptos::logging::warn!("not begun anew: {error}"),
            }
        });
    }

    fn say(&self, hint: &Hint) {
        if let Some(channel) = &*self.channel.borrow() {
            channel.say(hint);
        }
    }
}
