//! NPS and CSAT by hand and at their edges.

use analytics::satisfaction::{Answer, csat, nps};

fn answer(person: u32, day: i32, score: u8) -> Answer<u32> {
    Answer { person, day, score }
}

#[test]
fn the_latest_answer_of_each_person_counts() {
    // As of day 730 (1972-01-01); a year back is day 365, whose answers are too old.
    let answers = [
        answer(1, 400, 2),
        answer(1, 500, 10),
        answer(2, 500, 9),
        answer(3, 500, 6),
        answer(4, 500, 7),
        answer(5, 365, 0),
        answer(6, 731, 0),
        answer(7, 600, 11),
    ];
    let found = nps(&answers, 730).expect("answers");
    assert_eq!((found.people, found.promoters, found.detractors), (4, 2, 1));
    assert!((found.value - 25.0).abs() < 1e-12);
    assert!((found.plus_minus - 196.0 * (0.6875f64 / 4.0).sqrt()).abs() < 1e-9, "{found:?}");
    let mut mixed = answers;
    mixed.reverse();
    assert_eq!(nps(&mixed, 730), Some(found));
    assert_eq!(nps(&answers[5..], 730), None);
}

#[test]
fn csat_has_an_interval_even_where_all_agree() {
    let all: Vec<_> = (0..10).map(|person| answer(person, 100, 5)).collect();
    let found = csat(&all, 120).expect("answers");
    assert_eq!((found.people, found.satisfied), (10, 10));
    // Wilson: 10 of 10 leaves a lower end of 10 / (10 + 1.96^2).
    assert!((found.interval.0 - 10.0 / (10.0 + 3.8416)).abs() < 1e-9 && found.interval.1 <= 1.0, "{found:?}");
    let mixed = [answer(1, 100, 4), answer(2, 100, 3), answer(3, 100, 0), answer(2, 100, 5)];
    // Two answers on one day: the lower one counts.
    assert_eq!(csat(&mixed, 120).expect("answers").satisfied, 1);
    assert_eq!(csat::<u32>(&[], 0), None);
}
