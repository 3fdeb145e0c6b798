//! Whether a customer who is being entered may be here already.

use domain::RowId;
use domain::phone;
use domain::query::fold::fold;
use domain::query::{Context, Index, View};

/// Digits of a telephone number from which on it tells people apart.
const TELLING_DIGITS: usize = 7;
/// Characters of a name from which on it is worth looking.
const TELLING_NAME: usize = 2;
/// More are not shown.
const SHOWN: usize = 3;

/// What is the same.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Likeness {
    /// The whole telephone number.
    SamePhone,
    /// The name, apart from width and case.
    SameName,
    /// The part of the telephone number typed so far.
    PartOfPhone,
    /// The name begins with what was typed, or the other way round.
    NearName,
}

/// A customer who may be the same.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Duplicate {
    /// Who.
    pub id: RowId,
    /// Why.
    pub likeness: Likeness,
}

/// Customers who may be the one that is being entered, the likeliest first, at most three.
pub fn find(index: &mut Index, name: &str, number: &str, context: &Context) -> Vec<Duplicate> {
    let digits = phone::normalise(number).trim_start_matches('+').to_owned();
    let folded = fold(name).trim().to_owned();
    let mut found: Vec<Duplicate> = Vec::new();
    if digits.len() >= TELLING_DIGITS {
        look(index, &digits, context, &mut found, |entry| {
            let mut numbers = entry.phone_numbers();
            numbers
                .find(|n| n.starts_with(&digits) || n.ends_with(&digits))
                .map(|n| if n == digits { Likeness::SamePhone } else { Likeness::PartOfPhone })
        });
    }
    if folded.chars().count() >= TELLING_NAME {
        look(index, &folded, context, &mut found, |entry| {
            let other = fold(&entry.name);
            if other == folded {
                Some(Likeness::SameName)
            } else {
                other.starts_with(&folded).then_some(Likeness::NearName)
            }
        });
    }
    found.sort_by_key(|d| (d.likeness, d.id));
    found.truncate(SHOWN);
    found
}

fn look(
    index: &mut Index,
    query: &str,
    context: &Context,
    found: &mut Vec<Duplicate>,
    alike: impl Fn(&domain::query::Entry) -> Option<Likeness>,
) {
    let view = View { query: query.to_owned(), ..View::default() };
    let selection = index.select(&view, context);
    for entry in selection.slots.iter().take(50).filter_map(|slot| index.entry(*slot)) {
        if let Some(likeness) = alike(entry)
            && !found.iter().any(|d| d.id == entry.id)
        {
            found.push(Duplicate { id: entry.id, likeness });
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::query::{Marks, Surroundings};
    use domain::schema::fields::{contact_point, customer};
    use domain::{Kind, Row, Stamp, Value};

    fn index(people: &[(u8, &str, &str)]) -> Index {
        let mut index = Index::default();
        for (n, name, number) in people {
            let id = RowId::from_bytes([*n; 16]);
            let row = Row::new(Kind::Customer, id, Stamp::default(), [(customer::NAME, Value::text(name))]);
            let fields = [
                (contact_point::CUSTOMER, Value::Id(id)),
                (contact_point::CHANNEL, Value::text("phone")),
                (contact_point::VALUE, Value::text(number)),
            ];
            let point = Row::new(Kind::ContactPoint, RowId::from_bytes([n + 100; 16]), Stamp::default(), fields);
            let around = Surroundings { currency: "CNY", zone_minutes: 480 };
            index.upsert_rows(around, &row, &[&point], None, Marks::default());
        }
        index
    }

    #[test]
    fn the_same_number_goes_before_the_same_name() {
        let mut index =
            index(&[(1, "沈佩琳", "13862134472"), (2, "沈佩", "15100001111"), (3, "王小明", "13862134473")]);
        let context = Context::default();
        let mut found = |name: &str, number: &str| -> Vec<(u8, Likeness)> {
            let found = find(&mut index, name, number, &context);
            found.into_iter().map(|d| (d.id.bytes()[0], d.likeness)).collect()
        };
        use Likeness::{NearName, PartOfPhone, SameName, SamePhone};
        assert_eq!(found("沈佩", "138 6213 4472"), [(1, SamePhone), (2, SameName)]);
        assert_eq!(found("沈佩", "138 6213"), [(2, SameName), (1, PartOfPhone), (3, PartOfPhone)]);
        assert_eq!(found("沈佩", ""), [(2, SameName), (1, NearName)]);
        assert_eq!(found("沈", "138"), []);
        assert_eq!(found("李雷", "139 0000 0000"), []);
    }
}
