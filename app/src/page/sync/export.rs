//! Unsent changes as a file: readable by a person, complete for a program.

use super::rejected::rejected;
use super::words::{customer_of, customer_words, field_words, kind_words, op_words};
use crate::page::browser;
use crate::page::settings::device_name;
use crate::store::{Mark, Store, clock, store};
use domain::op::{Body, Choice};
use domain::sync::outbox::Pending;
use domain::{Field, Kind, Value, codec};
use leptos::serde_json::{Map, Value as Json, json};

/// The version of the file's form.
pub(super) const FORM: u32 = 1;
/// What the file says it is.
pub(super) const WHAT: &str = "jipan unsent changes";

/// Makes the file and hands it to the person; answers whether the browser took it.
pub(super) async fn export_unsent() -> bool {
    let refused = rejected().await;
    let store = store();
    let day = crate::i18n::format::civil(store.today());
    let name = format!("jipan-unsent-{:04}-{:02}-{:02}.json", day.year, day.month, day.day);
    let waiting: Vec<Pending> = store
        .waiting()
        .into_iter()
        .filter(|shown| shown.mark != Mark::Sent)
        .map(|shown| Pending { op: shown.op, at_ms: shown.at_ms, verdict: None })
        .collect();
    let file = file(&store, &waiting, &refused, clock::now_ms());
    browser::download(&name, "application/json", &format!("{file:#}"))
}

/// The whole file.
pub(super) fn file(store: &Store, waiting: &[Pending], refused: &[Pending], now_ms: u64) -> Json {
    let me = &store.account.me;
    json!({
        "what": WHAT,
        "form": FORM,
        "exported_at_ms": now_ms,
        "build": browser::build().id,
        "base": me.base,
        "organisation": me.organisation,
        "staff": me.staff,
        "person": me.name,
        "device": device_name(),
        "replica": store.account.replica.get().to_string(),
        "waiting": waiting.iter().map(operation).collect::<Vec<_>>(),
        "not_accepted": refused.iter().map(not_accepted).collect::<Vec<_>>(),
    })
}

fn not_accepted(pending: &Pending) -> Json {
    let mut entry = operation(pending);
    let reason = super::rejected::reason_words(&pending.op, pending.verdict.as_ref());
    if let Some(entry) = entry.as_object_mut() {
        entry.insert("reason".into(), reason.into());
    }
    entry
}

/// One operation: who and what in words and values; `packed` is all of it as it goes over the wire, for taking it in elsewhere.
fn operation(pending: &Pending) -> Json {
    let Pending { op, at_ms, .. } = pending;
    let (verb, content) = body(op.row.kind, &op.body);
    json!({
        "customer": customer_words(op),
        "customer_id": customer_of(op).map(|id| id.to_string()),
        "words": op_words(op),
        "at_ms": at_ms,
        "number": if op.n == u32::MAX { Json::Null } else { op.n.into() },
        "id": op.id.to_string(),
        "kind": op.row.kind.name(),
        "kind_words": kind_words(op.row.kind),
        "row": op.row.id.to_string(),
        "verb": verb,
        "content": content,
        "packed": hex(&codec::encode(&Pending { verdict: None, ..pending.clone() })),
    })
}

fn hex(bytes: &[u8]) -> String {
    let digit = |n: u8| char::from_digit(n.into(), 16).unwrap_or('0');
    bytes.iter().flat_map(|byte| [digit(byte >> 4), digit(byte & 15)]).collect()
}

fn body(kind: Kind, body: &Body) -> (&'static str, Json) {
    let one = |field: &Field, v: &Value| json!({ "field": field_name(kind, *field), "field_words": field_words(kind, *field, None), "value": value(v) });
    match body {
        Body::Set { field, value, .. } => ("set", one(field, value)),
        Body::Add { field, value } => ("add", one(field, value)),
        Body::Del { field, value, .. } => ("del", one(field, value)),
        Body::Create { fields } => ("create", named(kind, fields)),
        Body::Append { fields } => ("append", named(kind, fields)),
        Body::Link { from, to, fields } => {
            ("link", json!({ "from": from.to_string(), "to": to.to_string(), "fields": named(kind, fields) }))
        }
        Body::Unlink { .. } => ("unlink", Json::Null),
        Body::Delete { .. } => ("delete", Json::Null),
        Body::Restore {} => ("restore", Json::Null),
        Body::Post { account, delta, reason } => {
            ("post", json!({ "account": account.to_string(), "delta": delta, "reason": reason }))
        }
        Body::Merge { into, take, .. } => ("merge", json!({ "into": into.to_string(), "take": named(kind, take) })),
        Body::Unmerge { merge } => ("unmerge", json!({ "merge": merge.to_string() })),
        Body::Settle { choice, .. } => (
            "settle",
            match choice {
                Choice::Value(v) => json!({ "choice": "value", "value": value(v) }),
                Choice::Restore => json!({ "choice": "restore" }),
                Choice::KeepDeleted => json!({ "choice": "keep_deleted" }),
            },
        ),
    }
}

fn named(kind: Kind, fields: &[(Field, Value)]) -> Json {
    let entries = fields.iter().map(|(field, v)| (field_name(kind, *field), value(v)));
    Json::Object(entries.collect::<Map<_, _>>())
}

fn field_name(kind: Kind, field: Field) -> String {
    kind.field(field).map_or_else(|| field.0.to_string(), |def| def.name.to_owned())
}

fn value(value_: &Value) -> Json {
    match value_ {
        Value::Null => Json::Null,
        Value::Bool(b) => (*b).into(),
        Value::Int(n) => (*n).into(),
        Value::Text(text) => text.clone().into(),
        Value::Id(id) => id.to_string().into(),
        Value::List(list) => list.iter().map(value).collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::op::Op;
    use domain::row::RowRef;
    use domain::schema::fields::customer;
    use domain::{Hlc, OpId, RowId, Version};

    #[test]
    fn everything_a_person_typed_is_in_the_file() {
        let typed = Value::text("真丝“香云纱”\n两件");
        let op = Op {
            n: 3,
            id: OpId::default(),
            schema: 1,
            txn: None,
            hlc: Hlc::default(),
            row: RowRef::new(Kind::Customer, RowId::default()),
            body: Body::Set { field: customer::PREFERENCES, value: typed.clone(), base: Version::default() },
        };
        let refused = Pending {
            op: Op {
                n: 2, body: Body::Create { fields: vec![(customer::NAME, Value::text("林婉清"))] }, ..op.clone()
            },
            at_ms: 5,
            verdict: None,
        };
        let waiting = Pending { op, at_ms: 9, verdict: None };
        let file = file(&store(), &[waiting], &[refused], 10);
        assert_eq!(file["waiting"][0]["content"]["field"], "preferences");
        assert_eq!(file["waiting"][0]["content"]["value"], "真丝“香云纱”\n两件");
        assert_eq!(file["waiting"][0]["number"], 3);
        assert_eq!(file["not_accepted"][0]["content"]["name"], "林婉清");
        let text = format!("{file:#}");
        let read: Result<Json, _> = leptos::serde_json::from_str(&text);
        assert!(read.is_ok_and(|read| read == file));
    }
}
