//! Notes, calls, visits, messages.

use super::{Around, Invalid};
use crate::store::{Draft, clock};
use domain::op::Body;
use domain::schema::Misfit;
use domain::schema::fields::interaction;
use domain::{Kind, RowId, Value};

/// Writes down what happened with a customer. `day` is a business day other than today; then the moment is that day's noon.
///
/// # Errors
/// [`Invalid`] when a value does not fit its field; a note needs words, a call or visit does not.
pub fn append(customer: RowId, channel: &str, text: &str, day: Option<i32>, around: &Around) -> Result<Draft, Invalid> {
    let (at, day) = match day.filter(|d| *d != around.today) {
        None => (around.now_ms, around.today),
        Some(day) => (i64::from(day) * 86_400_000 + 43_200_000, day),
    };
    if channel == "note" && text.trim().is_empty() {
        return Err(Misfit::Required.into());
    }
    let staff = if around.me.is_nil() { Value::Null } else { Value::Id(around.me.row()) };
    let fields: Vec<_> = [
        (interaction::CUSTOMER, Value::Id(customer)),
        (interaction::CHANNEL, Value::text(channel)),
        (interaction::TEXT, Value::text(text)),
        (interaction::AT, Value::Int(at)),
        (interaction::DAY, Value::Int(day.into())),
        (interaction::STAFF, staff),
    ]
    .into_iter()
    .filter(|(_, value)| !value.is_null())
    .collect();
    for (field, value) in &fields {
        Kind::Interaction.field(*field).ok_or(Misfit::Choice)?.check(value)?;
    }
    Ok(Draft::new(Kind::Interaction, clock::new_row_id(), Body::Append { fields }))
}

#[cfg(test)]
mod tests {
    use super::super::tests::around;
    use super::*;

    fn at(draft: &Draft) -> (i64, i64) {
        let Body::Append { fields } = &draft.body else { panic!("append") };
        let int = |field| fields.iter().find(|(f, _)| *f == field).and_then(|(_, v)| v.as_int()).expect("set");
        (int(interaction::AT), int(interaction::DAY))
    }

    #[test]
    fn today_is_now_and_another_day_is_its_noon() {
        let around = around();
        let id = RowId::from_bytes([1; 16]);
        let note = append(id, "note", "来过", None, &around).expect("fits");
        assert_eq!(at(&note), (around.now_ms, 20_000));
        let visit = append(id, "visit", "", Some(19_999), &around).expect("a visit needs no words");
        assert_eq!(at(&visit), (19_999 * 86_400_000 + 43_200_000, 19_999));
        assert!(append(id, "note", " ", None, &around).is_err());
        assert!(append(id, "telepathy", "x", None, &around).is_err());
        assert!(append(id, "note", &"x".repeat(20_001), None, &around).is_err());
    }
}
