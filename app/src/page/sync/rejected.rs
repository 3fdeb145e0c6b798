//! What the server did not accept: the person's text, the reason, and what to do about it.

use super::conflict::moment_words;
use super::words::{customer_of, customer_words, field_words, op_words};
use crate::i18n::sync as texts;
use crate::local::Table;
use crate::store::store;
use crate::ui::{Button, ButtonKind, ButtonLink, Icon, use_toasts};
use domain::op::{Op, RejectCode, Verdict};
use domain::sync::outbox::Pending;
use domain::{RowId, codec};
use leptos::prelude::*;
use leptos::task::spawn_local;

/// The operations that were not accepted, oldest first; those that cannot be read are left out.
pub(super) async fn rejected() -> Vec<Pending> {
    let store = store();
    let packed = store.db.all(Table::Quarantine, "").await.unwrap_or_default();
    packed.iter().filter_map(|bytes| codec::decode(bytes, "operation").ok()).collect()
}

/// Lets the other tabs look.
fn tell_tabs(op: &Op) {
    if let Some(runner) = crate::sync::runner() {
        runner.queue_changed(vec![op.n]);
    }
}

/// Why an operation was not accepted, and what to do.
pub(super) fn reason_words(op: &Op, verdict: Option<&Verdict>) -> String {
    let Some(Verdict::Rejected { code, detail, .. }) = verdict else { return texts::op_other().to_owned() };
    match code {
        RejectCode::Denied => texts::why_denied().to_owned(),
        RejectCode::Invalid => texts::why_invalid(&detail_words(op, detail)),
        RejectCode::Unknown => texts::why_unknown().to_owned(),
        RejectCode::Cycle => texts::why_cycle(&path_words(detail)),
        RejectCode::Unsupported => texts::why_unsupported().to_owned(),
        RejectCode::Erased => texts::why_erased().to_owned(),
    }
}

/// The field that a detail such as `name: too long` names, as the screens call it.
fn detail_words(op: &Op, detail: &str) -> String {
    let name = detail.split([':', ' ']).next().unwrap_or_default();
    let field = op.row.kind.fields().iter().find(|def| def.name == name);
    field.map_or_else(|| detail.to_owned(), |def| field_words(op.row.kind, def.field, None))
}

/// A path of ids as names: "林婉清 → 沈佩琳 → 林婉清".
fn path_words(detail: &str) -> String {
    let store = store();
    let is_id = |c: char| c.is_ascii_hexdigit() || c == '-';
    let ids = detail.split(|c: char| !is_id(c)).filter_map(RowId::parse);
    let names: Vec<String> =
        ids.map(|id| store.customer_name(id).unwrap_or_else(|| texts::kind_customer().to_owned())).collect();
    if names.is_empty() { detail.to_owned() } else { names.join(" → ") }
}

/// The section; nothing when everything was accepted.
#[component]
pub(super) fn Rejected() -> impl IntoView {
    let all = RwSignal::new(Vec::<Pending>::new());
    let look = move || {
        spawn_local(async move {
            let found = rejected().await;
            let _ = all.try_set(found);
        });
    };
    Effect::new(move |_| {
        store().track_outbox();
        look();
    });
    let toasts = use_toasts();
    let drop_it = move |pending: Pending| {
        spawn_local(async move {
            if !store().discard_refused(&pending.op).await {
                toasts.say(texts::not_discarded());
                return;
            }
            tell_tabs(&pending.op);
            look();
            toasts.undo(texts::discarded(), move || {
                let pending = pending.clone();
                spawn_local(async move {
                    store().keep_refused(&pending).await;
                    tell_tabs(&pending.op);
                    look();
                });
            });
        });
    };
    view! {
        <Show when=move || all.with(|all| !all.is_empty())>
            <section class="sync-section">
                <h2>
                    {texts::held_title()} <span class="n">{move || all.with(Vec::len)}</span>
                </h2>
                <p class="second">{texts::rejected_detail()}</p>
                <ul>
                    <For
                        each=move || all.get()
                        key=|pending| pending.op.id
                        children=move |pending| view! { <RejectedItem pending=pending on_discard=drop_it /> }
                    />
                </ul>
            </section>
        </Show>
    }
}

#[component]
fn RejectedItem(pending: Pending, on_discard: impl Fn(Pending) + Send + Sync + 'static) -> impl IntoView {
    let who = customer_words(&pending.op);
    let words = op_words(&pending.op);
    let reason = reason_words(&pending.op, pending.verdict.as_ref());
    let when = moment_words(&store(), pending.at_ms);
    let customer = customer_of(&pending.op).filter(|id| store().customer(*id).is_some());
    let discarded = pending.clone();

    view! {
        <li class="queue-item queue-item-alert">
            {Icon::Alert.view()}
            <span class="grow">
                <b class="wrap">{who}</b>
                <span class="queue-line wrap">{words}</span>
                <span class="queue-line wrap alert">{reason}</span>
                <span class="label queue-line">{when}</span>
                <span class="actions">
                    {customer
                        .map(|id| {
                            view! { <ButtonLink href=format!("/customers/{id}")>{texts::edit_again()}</ButtonLink> }
                        })}
                    <Button kind=ButtonKind::Danger on_click=move |_| on_discard(discarded.clone())>
                        {texts::discard()}
                    </Button>
                </span>
            </span>
        </li>
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::i18n::{Lang, tests::with_lang};
    use domain::op::Body;
    use domain::row::RowRef;
    use domain::schema::fields::customer;
    use domain::{Hlc, Kind, OpId, Value, Version};

    fn op() -> Op {
        Op {
            n: 7,
            id: OpId::default(),
            schema: 1,
            txn: None,
            hlc: Hlc::default(),
            row: RowRef::new(Kind::Customer, RowId::default()),
            body: Body::Set { field: customer::NAME, value: Value::Null, base: Version::default() },
        }
    }

    #[test]
    fn a_reason_names_the_field_as_the_screen_does() {
        let rejected = |code, detail: &str| Verdict::Rejected { code, hold: false, detail: detail.into() };
        with_lang(Lang::ZhCn, || {
            let invalid = reason_words(&op(), Some(&rejected(RejectCode::Invalid, "name: a value is required")));
            assert_eq!(invalid, "内容不合要求（名称）。打开客户，改好再存。");
            assert!(reason_words(&op(), Some(&rejected(RejectCode::Invalid, "verb"))).contains("verb"));
            for code in [RejectCode::Denied, RejectCode::Unknown, RejectCode::Unsupported, RejectCode::Erased] {
                assert!(reason_words(&op(), Some(&rejected(code, ""))).chars().count() > 10);
            }
            let path = format!("{} > {}", RowId::default(), RowId::default());
            assert!(reason_words(&op(), Some(&rejected(RejectCode::Cycle, &path))).contains("客户 → 客户"));
        });
    }
}
