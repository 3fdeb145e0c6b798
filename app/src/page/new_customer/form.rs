//! The form of a new customer: name and phone will do.

use super::maybe::MaybeExists;
use crate::command::customer::{NewCustomer, create, tags};
use crate::command::{Around, Invalid};
use crate::i18n::{common, customer as words};
use crate::page::customer::CustomerPicker;
use crate::page::customer::words::invalid_words;
use crate::store::store;
use crate::ui::{Button, ButtonKind, Choice, InputKind, Segmented, Select, TextArea, TextField, use_toasts};
use domain::RowId;
use domain::query::CustomerKind;
use domain::schema::Misfit;
use leptos::prelude::*;

/// What is typed. Every field is a signal of its own, so that nothing is made anew while somebody types.
#[derive(Clone, Copy)]
struct Typed {
    name: RwSignal<String>,
    kind: RwSignal<CustomerKind>,
    phone: RwSignal<String>,
    region: RwSignal<String>,
    tags: RwSignal<String>,
    note: RwSignal<String>,
    referrer: RwSignal<Option<RowId>>,
    owner: RwSignal<String>,
}

impl Typed {
    fn new() -> Self {
        Self {
            name: RwSignal::default(),
            kind: RwSignal::new(CustomerKind::Person),
            phone: RwSignal::default(),
            region: RwSignal::default(),
            tags: RwSignal::default(),
            note: RwSignal::default(),
            referrer: RwSignal::new(None),
            owner: RwSignal::new("me".to_owned()),
        }
    }

    fn read(self) -> NewCustomer {
        NewCustomer {
            name: self.name.get_untracked(),
            kind: self.kind.get_untracked(),
            phone: self.phone.get_untracked(),
            region: self.region.get_untracked(),
            tags: tags(&self.tags.get_untracked()),
            referrer: self.referrer.get_untracked(),
            note: self.note.get_untracked(),
            unassigned: self.owner.get_untracked() != "me",
        }
    }
}

/// The form. `whole` shows every field at once; otherwise all but name, phone and note are folded.
#[component]
pub(super) fn NewCustomerForm(
    /// Called with the new customer's id after they were written.
    on_saved: Callback<RowId>,
    /// Shows every field at once.
    #[prop(optional)]
    whole: bool,
    /// Called when the person goes to somebody who is here already.
    #[prop(optional, into)]
    on_leave: Option<Callback<()>>,
) -> impl IntoView {
    let typed = Typed::new();
    let name_problem = RwSignal::new(None::<String>);
    let phone_problem = RwSignal::new(None::<String>);
    let toasts = use_toasts();
    let save = move || {
        name_problem.set(None);
        phone_problem.set(None);
        let new = typed.read();
        match create(&new, &Around::now()) {
            Ok((id, drafts)) => {
                let undo = store().act(drafts);
                toasts.undo(words::created(new.name.trim()), move || {
                    store().act(undo.clone());
                });
                on_saved.run(id);
            }
            Err(why @ Invalid::Misfit(Misfit::Range)) => phone_problem.set(Some(invalid_words(why))),
            Err(why) => name_problem.set(Some(invalid_words(why))),
        }
    };
    let further = move || {
        let owners = Signal::derive(|| vec![Choice::new("me", common::me()), Choice::new("", common::unassigned())]);
        view! {
            <TextField label=words::field_region() value=typed.region placeholder=words::region_hint() />
            <TextField label=common::tags() value=typed.tags placeholder=words::tags_hint() />
            <CustomerPicker label=words::field_referrer() value=typed.referrer />
            <Select label=common::owner() choices=owners value=typed.owner />
        }
    };
    let kinds = vec![
        (CustomerKind::Person, words::kind_person().to_owned()),
        (CustomerKind::Company, words::kind_company().to_owned()),
    ];
    view! {
        <form
            class="new-customer-form"
            on:submit=move |event| {
                event.prevent_default();
                save();
            }
        >
            <TextField label=words::field_name() value=typed.name autofocus=true required=true error=name_problem />
            <TextField label=words::field_phone() value=typed.phone kind=InputKind::Phone error=phone_problem />
            <MaybeExists name=typed.name phone=typed.phone on_open=Callback::new(move |()| { if let Some(leave) = on_leave { leave.run(()) } }) />
            <div class="field">
                <span class="label">{words::field_type()}</span>
                <Segmented label=words::field_type() options=kinds value=typed.kind />
            </div>
            {whole.then(further)}
            <TextArea label=words::field_note() value=typed.note placeholder=words::field_note_hint() />
            {(!whole)
                .then(|| {
                    view! {
                        <details class="more-fields">
                            <summary>{words::more_fields()}</summary>
                            {further()}
                        </details>
                    }
                })}
            <div class="actions">
                <Button kind=ButtonKind::Primary submit=true large=true class="btn-block">
                    {common::save()}
                </Button>
            </div>
        </form>
    }
}
