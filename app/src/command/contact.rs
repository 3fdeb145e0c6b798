//! Contact points: telephone numbers, mail addresses, names in messengers.

use super::{Around, Invalid};
use crate::store::{Draft, clock};
use domain::op::Body;
use domain::row::RowRef;
use domain::schema::Misfit;
use domain::schema::fields::contact_point;
use domain::{Kind, Row, RowId, Value, phone};

/// Adds a contact point.
///
/// # Errors
/// [`Invalid`] when there is nothing, or too much, in `value`.
pub fn add(customer: RowId, channel: &str, value: &str) -> Result<Draft, Invalid> {
    let fields = vec![
        (contact_point::CUSTOMER, Value::Id(customer)),
        (contact_point::CHANNEL, Value::text(channel)),
        (contact_point::VALUE, Value::text(value)),
    ];
    for (field, value) in &fields {
        Kind::ContactPoint.field(*field).ok_or(Misfit::Choice)?.check(value)?;
    }
    if channel == "phone" && domain::phone::normalise(value).len() < 3 {
        return Err(Misfit::Range.into());
    }
    Ok(Draft::new(Kind::ContactPoint, clock::new_row_id(), Body::Create { fields }))
}

/// Takes a contact point away; it goes to the trash.
pub fn remove(point: RowRef, around: &Around) -> Draft {
    Draft { row: point, body: Body::Delete { seen: around.base } }
}

/// The points that say the same as `at`, itself included: records that were merged may each have had one.
pub fn alike(points: &[Row], at: RowRef) -> Vec<RowRef> {
    let Some(one) = points.iter().find(|p| p.address() == at) else { return vec![at] };
    points.iter().filter(|p| same(p, one)).map(Row::address).collect()
}

/// Points each once: of those that say the same, the first.
pub fn each_once(points: Vec<&Row>) -> Vec<&Row> {
    let mut once: Vec<&Row> = Vec::with_capacity(points.len());
    for point in points {
        if !once.iter().any(|other| same(other, point)) {
            once.push(point);
        }
    }
    once
}

fn same(a: &Row, b: &Row) -> bool {
    let said = |p: &Row| {
        let text = p.text(contact_point::VALUE);
        if p.text(contact_point::CHANNEL) == "phone" { phone::normalise(text) } else { text.trim().to_lowercase() }
    };
    a.text(contact_point::CHANNEL) == b.text(contact_point::CHANNEL) && said(a) == said(b)
}

/// A customer's points of one channel, the preferred one first, then in the order in which they were made.
pub fn of_channel<'a>(points: &'a [Row], channel: &str) -> Vec<&'a Row> {
    let mut found: Vec<&Row> = points.iter().filter(|p| p.text(contact_point::CHANNEL) == channel).collect();
    found.sort_by_key(|p| (!p.get(contact_point::PREFERRED).is_true(), p.id));
    found
}

/// The address by which the device calls or writes to a number: `tel:` or `sms:` and its digits.
pub fn dial(scheme: &str, number: &str) -> String {
    format!("{scheme}:{}", domain::phone::normalise(number))
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::Stamp;

    #[test]
    fn what_two_records_say_alike_is_shown_once_and_removed_together() {
        let point = |n: u8, channel: &str, value: &str| {
            let fields = [(contact_point::CHANNEL, Value::text(channel)), (contact_point::VALUE, Value::text(value))];
            Row::new(Kind::ContactPoint, RowId::from_bytes([n; 16]), Stamp::default(), fields)
        };
        let points = [
            point(1, "phone", "138 0000 0011"),
            point(2, "phone", "13800000011"),
            point(3, "mail", "A@b.cn"),
            point(4, "mail", "a@b.cn"),
            point(5, "wechat", "13800000011"),
        ];
        let once: Vec<RowRef> = each_once(points.iter().collect()).into_iter().map(Row::address).collect();
        assert_eq!(once, [0, 2, 4].map(|i: usize| points[i].address()));
        assert_eq!(alike(&points, once[0]), [points[0].address(), points[1].address()]);
    }

    #[test]
    fn a_number_needs_digits_and_a_name_something() {
        let id = RowId::NIL;
        assert!(add(id, "phone", "138 6213 4472").is_ok());
        for (channel, value) in
            [("phone", "abc"), ("phone", ""), ("wechat", "  "), ("pigeon", "x"), ("mail", &"x".repeat(241))]
        {
            assert!(add(id, channel, value).is_err(), "{channel} {value}");
        }
    }

    #[test]
    fn the_preferred_point_comes_first() {
        let point = |n: u8, channel: &str, preferred: bool| {
            let fields =
                [(contact_point::CHANNEL, Value::text(channel)), (contact_point::PREFERRED, Value::Bool(preferred))];
            Row::new(Kind::ContactPoint, RowId::from_bytes([n; 16]), Stamp::default(), fields)
        };
        let points =
            [point(2, "phone", false), point(1, "mail", true), point(3, "phone", true), point(0, "phone", false)];
        let ids: Vec<u8> = of_channel(&points, "phone").iter().map(|p| p.id.bytes()[0]).collect();
        assert_eq!(ids, [3, 0, 2]);
        assert_eq!(dial("tel", "+86 138-6213 4472"), "tel:13862134472");
    }
}
