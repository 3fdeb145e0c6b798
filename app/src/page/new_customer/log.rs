//! The sheets by which a page writes down a note or a purchase of a customer it shows.

use super::note::NoteForm;
use super::purchase::PurchaseForm;
use crate::i18n::customer as words;
use crate::store::store;
use crate::ui::Sheet;
use domain::RowId;
use leptos::prelude::*;

/// Whom a note is about, and by which channel the contact was.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct LogFor {
    customer: RowId,
    channel: &'static str,
}

impl LogFor {
    /// A plain note about a customer.
    pub fn customer(customer: RowId) -> Self {
        Self { customer, channel: "note" }
    }

    /// A contact by a channel (one of `INTERACTION_CHANNELS`).
    #[must_use]
    pub fn by(self, channel: &'static str) -> Self {
        Self { channel, ..self }
    }
}

/// Opens the sheets. Cheap to copy; get it with [`use_logging`].
#[derive(Clone, Copy, Debug)]
pub struct Logging {
    note: RwSignal<Option<LogFor>>,
    purchase: RwSignal<Option<RowId>>,
}

impl Logging {
    /// Opens the sheet for a note, call, visit or message.
    pub fn note(self, about: LogFor) {
        self.note.set(Some(about));
    }

    /// Opens the sheet for a purchase.
    pub fn purchase(self, customer: RowId) {
        self.purchase.set(Some(customer));
    }
}

/// Makes the sheets available below this view. Place one [`LogSheets`] in it.
pub fn provide_logging() -> Logging {
    let logging = Logging { note: RwSignal::new(None), purchase: RwSignal::new(None) };
    provide_context(logging);
    logging
}

/// The sheets of the page; sheets nobody sees where no page provides them.
pub fn use_logging() -> Logging {
    use_context().unwrap_or_else(|| Logging { note: RwSignal::new(None), purchase: RwSignal::new(None) })
}

/// The two sheets.
#[component]
pub fn LogSheets() -> impl IntoView {
    let logging = use_logging();
    let (noting, buying) = (RwSignal::new(false), RwSignal::new(false));
    Effect::new(move |_| noting.set(logging.note.with(Option::is_some)));
    Effect::new(move |_| buying.set(logging.purchase.with(Option::is_some)));
    let name = |id: Option<RowId>| id.and_then(|id| store().customer_name(id)).unwrap_or_default();
    let note_title = Signal::derive(move || words::note_about(&name(logging.note.get().map(|n| n.customer))));
    let purchase_title = Signal::derive(move || words::purchase_of(&name(logging.purchase.get())));
    let noted = Callback::new(move |_: RowId| logging.note.set(None));
    let bought = Callback::new(move |_: RowId| logging.purchase.set(None));
    view! {
        <Sheet open=noting title=note_title on_close=Callback::new(move |()| logging.note.set(None))>
            {move || logging.note.get().map(|about| view! { <NoteForm id=about.customer channel=about.channel on_saved=noted /> })}
        </Sheet>
        <Sheet open=buying title=purchase_title on_close=Callback::new(move |()| logging.purchase.set(None))>
            {move || logging.purchase.get().map(|id| view! { <PurchaseForm id=id on_saved=bought /> })}
        </Sheet>
    }
}
