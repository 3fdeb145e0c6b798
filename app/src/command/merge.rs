//! Merging records of one customer: which values may be chosen, and the operations that follow.

use super::Around;
use crate::store::Draft;
use domain::op::Body;
use domain::schema::Holds;
use domain::schema::fields::customer;
use domain::{Field, Kind, Row, RowId, Value};

/// How many records can be merged in one go.
pub const MOST: usize = 10;

/// One field about which the records differ.
#[derive(Clone, PartialEq, Debug)]
pub struct Choice {
    /// Which.
    pub field: Field,
    /// The values on record, each once, the survivor's first; with the records that have it.
    pub values: Vec<(Value, Vec<RowId>)>,
    /// All texts one after the other, for fields in which that makes sense.
    pub together: Option<Value>,
}

/// Fields in which texts may stand one after the other.
const TEXTS: [Field; 3] = [customer::REMARK, customer::PREFERENCES, customer::TERMS];
/// What no person chooses about.
const OWN: [Field; 3] = [customer::MERGED, customer::DEMO, customer::ENTERED_DAY];

/// The record that survives unless somebody says otherwise: whoever bought most, then the one that says most, then the oldest.
pub fn survivor(rows: &[Row], net: impl Fn(RowId) -> i64) -> Option<RowId> {
    let said = |row: &Row| row.cells.iter().filter(|c| !c.value.is_null()).count();
    let best = rows.iter().max_by_key(|row| (net(row.id), said(row), std::cmp::Reverse((row.created.hlc, row.id))));
    best.map(|row| row.id)
}

/// The fields about which records differ; a field that only one of them has is no choice: it is taken.
pub fn choices(rows: &[Row], survivor: RowId) -> Vec<Choice> {
    let fields =
        Kind::Customer.fields().iter().filter(|d| !matches!(d.holds, Holds::Set(_)) && !OWN.contains(&d.field));
    fields
        .map(|def| Choice { field: def.field, values: values(rows, survivor, def.field), together: None })
        .filter(|choice| choice.values.len() > 1)
        .map(|choice| Choice { together: together(&choice), ..choice })
        .collect()
}

fn values(rows: &[Row], survivor: RowId, field: Field) -> Vec<(Value, Vec<RowId>)> {
    let mut values: Vec<(Value, Vec<RowId>)> = Vec::new();
    for row in in_order(rows, survivor) {
        let value = row.get(field);
        if value.is_null() {
            continue;
        }
        match values.iter_mut().find(|(known, _)| known == value) {
            Some((_, whose)) => whose.push(row.id),
            None => values.push((value.clone(), vec![row.id])),
        }
    }
    values
}

fn in_order(rows: &[Row], survivor: RowId) -> impl Iterator<Item = &Row> {
    rows.iter().filter(move |r| r.id == survivor).chain(rows.iter().filter(move |r| r.id != survivor))
}

fn together(choice: &Choice) -> Option<Value> {
    if !TEXTS.contains(&choice.field) {
        return None;
    }
    let texts: Vec<&str> = choice.values.iter().filter_map(|(value, _)| value.as_text()).collect();
    let all = Value::text(texts.join("\n"));
    let def = Kind::Customer.field(choice.field)?;
    def.check(&all).is_ok().then_some(all)
}

/// The operations that merge `rows` into the survivor. `chosen` says the value of a field about which they differ; without it the
/// survivor's stays. Each merge carries what comes from its record, so that undoing it takes exactly that back.
pub fn drafts(rows: &[Row], survivor: RowId, chosen: &[(Field, Value)], around: &Around) -> Vec<Draft> {
    let Some(kept) = rows.iter().find(|row| row.id == survivor) else { return Vec::new() };
    let mut take: Vec<(Field, Value)> = Vec::new();
    for def in Kind::Customer.fields().iter().filter(|d| !matches!(d.holds, Holds::Set(_)) && !OWN.contains(&d.field)) {
        let wanted = chosen.iter().find(|(field, _)| *field == def.field).map(|(_, value)| value.clone());
        let first = || values(rows, survivor, def.field).into_iter().next().map(|(value, _)| value);
        if let Some(value) = wanted.or_else(first)
            && *kept.get(def.field) != value
        {
            take.push((def.field, value));
        }
    }
    let others: Vec<&Row> = rows.iter().filter(|row| row.id != survivor).collect();
    let last = others.len().saturating_sub(1);
    others
        .iter()
        .enumerate()
        .map(|(at, row)| {
            // What no single record says (texts put together) goes with the last.
            let (own, rest) = take.drain(..).partition(|(f, v)| row.get(*f) == v || at == last);
            take = rest;
            let body = Body::Merge { into: survivor, take: own, base: around.base };
            Draft::new(Kind::Customer, row.id, body)
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::super::tests::around;
    use super::*;
    use domain::{Hlc, Stamp};

    fn id(n: u8) -> RowId {
        RowId::from_bytes([n; 16])
    }

    fn row(n: u8, fields: &[(Field, &str)]) -> Row {
        let at = Stamp { hlc: Hlc::new(u64::from(n), 0), ..Stamp::default() };
        Row::new(Kind::Customer, id(n), at, fields.iter().map(|(f, v)| (*f, Value::text(*v))))
    }

    #[test]
    fn the_survivor_is_who_bought_most_then_who_says_most_then_the_oldest() {
        let rows = [row(2, &[(customer::NAME, "a")]), row(1, &[(customer::NAME, "b")])];
        assert_eq!(survivor(&rows, |_| 0), Some(id(1)));
        assert_eq!(survivor(&rows, |i| i64::from(i == id(2))), Some(id(2)));
        let more = [row(1, &[(customer::NAME, "a")]), row(2, &[(customer::NAME, "b"), (customer::REGION, "c")])];
        assert_eq!(survivor(&more, |_| 0), Some(id(2)));
        assert_eq!(survivor(&[], |_| 0), None);
    }

    #[test]
    fn only_what_differs_is_asked_and_texts_may_stand_together() {
        let rows = [
            row(1, &[(customer::NAME, "王芳"), (customer::REMARK, "怕冷"), (customer::REGION, "苏州")]),
            row(2, &[(customer::NAME, "王芳"), (customer::REMARK, "要发票"), (customer::SOURCE, "展会")]),
        ];
        let asked = choices(&rows, id(2));
        assert_eq!(asked.len(), 1);
        assert_eq!(asked[0].field, customer::REMARK);
        assert_eq!(asked[0].values[0], (Value::text("要发票"), vec![id(2)]), "the survivor's first");
        assert_eq!(asked[0].together, Some(Value::text("要发票\n怕冷")));
    }

    #[test]
    fn each_merge_carries_what_comes_from_its_record() {
        let rows = [
            row(1, &[(customer::NAME, "王芳")]),
            row(2, &[(customer::NAME, "王方"), (customer::REGION, "苏州")]),
            row(3, &[(customer::NAME, "芳姐"), (customer::SOURCE, "展会")]),
        ];
        let chosen = [(customer::NAME, Value::text("芳姐")), (customer::REMARK, Value::text("一起"))];
        let all = drafts(&rows, id(1), &chosen, &around());
        let takes: Vec<(RowId, Vec<Field>)> = all
            .iter()
            .map(|d| match &d.body {
                Body::Merge { into, take, .. } if *into == id(1) => (d.row.id, take.iter().map(|(f, _)| *f).collect()),
                _ => (d.row.id, Vec::new()),
            })
            .collect();
        assert_eq!(takes[0], (id(2), vec![customer::REGION]));
        assert_eq!(takes[1], (id(3), vec![customer::NAME, customer::REMARK, customer::SOURCE]));
        assert!(drafts(&rows, id(9), &[], &around()).is_empty());
    }
}
