//! An order as a row.

use super::Order;
use super::intern::{Intern, Word};
use crate::import::Draft;
use crate::import::draft::purchase_id;
use domain::schema::fields::purchase;
use domain::{Kind, RowId, Value};
use std::collections::HashSet;

/// The row of an order. `buyers` are the customers' ids, `known` the order numbers of the file.
pub(super) fn purchase(order: &Order, words: &Intern, buyers: &[RowId], known: &HashSet<Word>) -> Draft {
    let text = |w: Option<Word>| w.map_or(Value::Null, |w| Value::text(words.get(w)));
    let buyer = order.buyer.and_then(|b| buyers.get(b as usize).copied());
    let refunded = order.refund_of.filter(|of| known.contains(of)).map(|of| purchase_id(words.get(of)));
    // A table of orders without lines has nothing to say about products.
    let told = order.lines.iter().any(|l| l.code.is_some() || l.name.is_some());
    let items = order.lines.iter().map(|line| {
        Value::List(vec![
            text(line.code),
            text(line.name),
            Value::Int(line.quantity),
            line.price.map_or(Value::Null, Value::Int),
            Value::Int(line.sum),
        ])
    });
    let items = if told { Value::List(items.collect()) } else { Value::Null };
    Draft::new(
        Kind::Purchase,
        order.id,
        [
            (purchase::CUSTOMER, buyer.map_or(Value::Null, Value::Id)),
            (purchase::DAY, Value::Int(order.day)),
            (purchase::AT, order.at.map_or(Value::Null, Value::Int)),
            (purchase::TOTAL, Value::Int(order.total)),
            (purchase::CURRENCY, text(Some(order.currency))),
            (purchase::CODE, text(order.code)),
            (purchase::CHANNEL, text(order.channel)),
            (purchase::REMARK, text(order.remark)),
            (purchase::REFUND_OF, refunded.map_or(Value::Null, Value::Id)),
            (purchase::ITEMS, items),
            (purchase::SUMMARY, text(order.summary)),
        ],
    )
}
