//! Cohorts: a triangle by hand, and what must add up.

use analytics::calendar::day_number;
use analytics::cohort::{Cell, Event, cohorts, month_name};
use proptest::prelude::*;

fn order(year: i32, month: i32, day: i32, net_minor: i64) -> Event {
    Event { day: day_number(year, month, day), net_minor, qualifies: true }
}

#[test]
fn a_triangle_by_hand() {
    let refund = Event { qualifies: false, ..order(2024, 2, 3, -30) };
    let customers = vec![
        vec![order(2024, 3, 2, 50), order(2024, 1, 31, 100), order(2024, 3, 9, 7), refund],
        vec![order(2024, 1, 1, 10)],
        vec![order(2024, 3, 15, 5), order(2024, 9, 1, 1)],
        vec![refund],
    ];
    let found = cohorts(&customers, day_number(2024, 3, 20));
    assert_eq!(found.cohorts.len(), 2);
    let january = &found.cohorts[0];
    assert_eq!((month_name(january.month).as_str(), january.size), ("2024-01", 2));
    let cell = |customers, revenue_minor| Cell { customers, revenue_minor };
    // February: a refund, no order. March: two orders of one customer.
    assert_eq!(january.cells, [cell(2, 110), cell(0, -30), cell(1, 57)]);
    assert_eq!(found.cohorts[1].cells, [cell(1, 5)]);
    assert_eq!((january.retention(2), january.retention(3)), (Some(0.5), None));
    assert_eq!((found.future_events, found.without_cohort, found.last_month_unfinished), (1, 1, true));
    // The unfinished March is left out of averages.
    assert_eq!((found.mean_retention(1), found.mean_retention(2)), (Some(0.0), None));
    assert!(!cohorts(&customers, day_number(2024, 3, 31)).last_month_unfinished);
    assert!(cohorts(&[], 0).cohorts.is_empty());
}

proptest! {
    #[test]
    fn members_and_money_are_conserved(
        customers in prop::collection::vec(
            prop::collection::vec((0i32..900, -50i64..400), 0..6), 0..30),
    ) {
        let event = |&(day, net_minor): &(i32, i64)| Event { day, net_minor, qualifies: net_minor > 0 };
        let customers: Vec<Vec<Event>> = customers.iter().map(|events| events.iter().map(event).collect()).collect();
        let found = cohorts(&customers, 900);
        let members = customers.iter().filter(|events| events.iter().any(|event| event.qualifies)).count();
        prop_assert_eq!(found.cohorts.iter().map(|cohort| cohort.size).sum::<usize>(), members);
        let cells = found.cohorts.iter().flat_map(|cohort| cohort.cells.iter().map(move |cell| (cohort.size, cell)));
        for (size, cell) in cells {
            prop_assert!(cell.customers <= size);
        }
        for cohort in &found.cohorts {
            prop_assert_eq!(cohort.cells[0].customers, cohort.size);
        }
        let mut mixed: Vec<Vec<Event>> = customers.iter().rev().cloned().collect();
        for events in &mut mixed {
            events.reverse();
        }
        prop_assert_eq!(cohorts(&mixed, 900), found);
    }
}
