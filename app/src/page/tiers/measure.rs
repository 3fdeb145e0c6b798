//! What is known of each customer of this device, as the rules of a scheme ask for it.

use crate::page::insights::{SEGMENTS, STAGES};
use crate::store::Store;
use analytics::abc::abc;
use analytics::scheme::{Indicator, Measures, Scheme, Test};
use domain::RowId;
use domain::query::Entry;

/// A customer with their measures.
#[derive(Clone, PartialEq, Debug)]
pub struct Measured {
    /// Who.
    pub id: RowId,
    /// Net revenue of 365 days.
    pub net_year: i64,
    /// What rules can ask about.
    pub measures: Measures,
}

/// Everybody, those in the trash left out, with the share of revenue that needs the whole base.
pub fn measured(store: &Store) -> Vec<Measured> {
    let today = store.today();
    store.with_index(|index| {
        let place = |text: &str, all: &[&str]| all.iter().position(|code| *code == text).and_then(whole);
        let known: Vec<&Entry> = index.iter().map(|(_, entry)| entry).filter(|entry| !entry.deleted).collect();
        let window: Vec<(RowId, i64)> = known.iter().map(|entry| (entry.id, entry.net_window)).collect();
        let classes = abc(&window);
        let measure = |(entry, class): (&Entry, analytics::abc::Class)| {
            let segment = place(index.terms.segments.text(entry.segment), &SEGMENTS);
            let stage = place(index.terms.lifecycles.text(entry.lifecycle), &STAGES);
            let days = entry.last_purchase.map(|day| i64::from(today) - i64::from(day));
            let measures = scored(entry.rfm)
                .with(Indicator::Segment, segment)
                .with(Indicator::Stage, stage)
                .with(Indicator::DaysSince, days)
                .with(Indicator::Orders, Some(i64::from(entry.orders)))
                .with(Indicator::Net, Some(entry.net_window))
                .with_abc(class, entry.net_window, classes.positive_value);
            Measured { id: entry.id, net_year: entry.net_year, measures }
        };
        known.into_iter().zip(classes.classes.iter().copied()).map(measure).collect()
    })
}

/// The scores, 555 at best; 0 for nobody scored.
fn scored(rfm: u16) -> Measures {
    let (r, f, m) = (i64::from(rfm / 100), i64::from(rfm / 10 % 10), i64::from(rfm % 10));
    let known = |score: i64| (rfm > 0).then_some(score);
    Measures::default()
        .with(Indicator::RecencyScore, known(r))
        .with(Indicator::FrequencyScore, known(f))
        .with(Indicator::MoneyScore, known(m))
        .with(Indicator::FmScore, known((f + m + 1) / 2))
}

fn whole(n: usize) -> Option<i64> {
    i64::try_from(n).ok()
}

/// The indicators that the rules of a scheme ask for and nobody has: what the scheme does not see yet.
pub fn unseen(scheme: &Scheme, everybody: &[Measured]) -> Vec<Indicator> {
    let mut asked: Vec<Indicator> = Vec::new();
    for test in scheme.axes.iter().flat_map(|axis| &axis.rules).flat_map(|rule| &rule.all) {
        match test {
            Test::AtLeast(indicator, _) | Test::AtMost(indicator, _) | Test::OneOf(indicator, _) => {
                asked.push(*indicator);
            }
            Test::PointsAtLeast(parts, _) => asked.extend(parts.iter().map(|part| part.indicator)),
        }
    }
    asked.sort_unstable();
    asked.dedup();
    asked.retain(|indicator| !everybody.iter().any(|who| who.measures.get(*indicator).is_some()));
    asked
}

#[cfg(test)]
mod tests {
    use super::*;
    use analytics::scheme::template;

    #[test]
    fn scores_are_taken_apart_as_they_were_put_together() {
        let measures = scored(543);
        let of = |indicator| measures.get(indicator);
        assert_eq!(of(Indicator::RecencyScore), Some(5));
        assert_eq!((of(Indicator::FrequencyScore), of(Indicator::MoneyScore)), (Some(4), Some(3)));
        assert_eq!(of(Indicator::FmScore), Some(4), "halves upwards");
        assert_eq!(scored(0).get(Indicator::FmScore), None);
    }

    #[test]
    fn a_scheme_says_what_it_cannot_see() {
        let somebody = |measures| vec![Measured { id: RowId::NIL, net_year: 0, measures }];
        let scheme = template("value-potential-service").expect("a template");
        let unseen_by = |everybody: &[Measured]| unseen(&scheme, everybody);
        let blind = unseen_by(&somebody(scored(555)));
        assert!(blind.contains(&Indicator::ServiceLevel) && blind.contains(&Indicator::Potential), "{blind:?}");
        assert!(!blind.contains(&Indicator::FmScore));
        let seen = unseen_by(&somebody(scored(555).with(Indicator::ServiceLevel, Some(3))));
        assert!(!seen.contains(&Indicator::ServiceLevel));
    }
}
