//! The demo base: deterministic, consistent, plausible.

use domain::schema::Holds;
use domain::schema::fields::{contact_point, customer, interaction, purchase, referral, relation};
use domain::{Kind, Row, RowId, Stamp};
use server::demo::{self, generate};
use std::collections::{BTreeMap, HashMap, HashSet};
use std::time::Instant;

/// 2026-11-22 in days since 1970.
const TODAY: i64 = 20_779;

fn rows(customers: u32, seed: u64) -> Vec<Row> {
    generate(customers, seed, TODAY).rows(Stamp::default()).collect()
}

fn of(rows: &[Row], kind: Kind) -> impl Iterator<Item = &Row> {
    rows.iter().filter(move |r| r.kind == kind)
}

#[test]
fn the_same_seed_makes_the_same_rows_and_another_seed_others() {
    assert_eq!(rows(300, 1), rows(300, 1));
    let ids =
        |seed| rows(300, seed).into_iter().filter(|r| r.kind == Kind::Customer).map(|r| r.id).collect::<HashSet<_>>();
    assert!(ids(1).is_disjoint(&ids(2)));
    for few in [0, 1, 2, 3] {
        assert_eq!(generate(few, 9, TODAY).customers(), few as usize);
        assert_eq!(of(&rows(few, 9), Kind::Customer).count(), few as usize);
    }
}

#[test]
fn every_value_fits_its_field_and_every_reference_leads_somewhere_earlier() {
    let mut seen = HashSet::new();
    for row in rows(2000, demo::SEED) {
        for def in row.kind.fields() {
            let value = row.get(def.field);
            if !matches!(def.holds, Holds::Set(_)) {
                assert_eq!(def.check(value), Ok(()), "{:?} {}: {value:?}", row.kind, def.name);
            }
            if let (Holds::Ref(kind), Some(id)) = (def.holds, value.as_id()) {
                assert!(seen.contains(&(kind, id)), "{:?} {}", row.kind, def.name);
            }
        }
        assert!(row.kind != Kind::Customer || row.get(customer::DEMO).is_true());
        assert!(seen.insert((row.kind, row.id)), "{:?} twice", row.address());
    }
}

#[test]
fn no_date_is_in_the_future_and_nothing_comes_before_the_customer() {
    let rows = rows(2000, 5);
    let entered: HashMap<RowId, i64> =
        of(&rows, Kind::Customer).map(|r| (r.id, r.int(customer::ENTERED_DAY).expect("always"))).collect();
    let mut days: Vec<(Option<RowId>, i64)> = entered.values().map(|d| (None, *d)).collect();
    for r in of(&rows, Kind::Purchase) {
        days.push((r.reference(purchase::CUSTOMER), r.int(purchase::DAY).expect("always")));
        assert!(r.int(purchase::AT).expect("always") < TODAY * 86_400_000 - 8 * 3_600_000);
    }
    for r in of(&rows, Kind::Interaction) {
        days.push((r.reference(interaction::CUSTOMER), r.int(interaction::DAY).expect("always")));
    }
    days.extend(of(&rows, Kind::Referral).map(|r| (r.reference(referral::TO), r.int(referral::DAY).expect("always"))));
    days.extend(
        of(&rows, Kind::Relation).map(|r| (r.reference(relation::TO), r.int(relation::SINCE).expect("always"))),
    );
    for (who, day) in days {
        assert!(day < TODAY);
        assert!(who.is_none_or(|id| entered[&id] <= day));
    }
    // Whoever brought somebody was there before.
    for r in of(&rows, Kind::Referral) {
        let at = |f| entered[&r.reference(f).expect("always")];
        assert!(at(referral::FROM) <= at(referral::TO));
    }
}

#[test]
fn phones_are_unique_and_from_ranges_that_nobody_uses() {
    let rows = rows(20_000, 3);
    let mut seen = HashSet::new();
    for point in of(&rows, Kind::ContactPoint).filter(|r| r.text(contact_point::CHANNEL) == "phone") {
        let number = point.text(contact_point::VALUE);
        assert!(seen.insert(number.to_owned()), "{number} twice");
        assert!(number.len() == 11 && ["154", "160", "161", "163", "164"].contains(&&number[..3]), "{number}");
    }
    assert!(seen.len() > 18_000);
}

#[test]
fn referrals_are_a_forest_and_no_two_people_have_two_relations() {
    let rows = rows(5000, 7);
    let mut referrer = HashMap::new();
    for edge in of(&rows, Kind::Referral) {
        let end = |f| edge.reference(f).expect("always");
        assert!(referrer.insert(end(referral::TO), end(referral::FROM)).is_none(), "two referrers");
        assert!(domain::judge::is_live(edge));
    }
    let depth = |id: &RowId| {
        let (mut at, mut depth) = (*id, 0);
        while let Some(up) = referrer.get(&at) {
            (at, depth) = (*up, depth + 1);
            assert!(depth <= 9, "a circle, or deeper than said");
        }
        depth
    };
    let deepest = referrer.keys().map(depth).max().unwrap_or(0);
    assert!((5..=9).contains(&deepest), "{deepest}");
    let share = referrer.len() * 100 / 5000;
    assert!((40..=48).contains(&share), "{share} % referred");
    let mut children: HashMap<RowId, u32> = HashMap::new();
    for from in referrer.values() {
        *children.entry(*from).or_default() += 1;
    }
    assert!(children.values().max() >= Some(&15), "nobody brought many");
    let mut pairs = HashSet::new();
    for r in of(&rows, Kind::Relation) {
        let (a, b) = (r.reference(relation::FROM).expect("always"), r.reference(relation::TO).expect("always"));
        assert!(a != b && pairs.insert((a.min(b), a.max(b))), "two relations");
    }
    assert!(pairs.len() > 800);
}

#[test]
fn refunds_name_an_earlier_order_of_the_same_customer() {
    let rows = rows(2000, demo::SEED);
    let orders: HashMap<RowId, &Row> = of(&rows, Kind::Purchase).map(|r| (r.id, r)).collect();
    let mut refunds = 0;
    for row in orders.values() {
        let total = row.int(purchase::TOTAL).expect("always");
        let lines: i64 = row.get(purchase::ITEMS).as_list().iter().filter_map(|l| l.as_list()[4].as_int()).sum();
        assert_eq!(total, lines);
        for line in row.get(purchase::ITEMS).as_list() {
            let n = |i: usize| line.as_list()[i].as_int().expect("a number");
            assert_eq!(i128::from(n(2)) * i128::from(n(3)), i128::from(n(4)) * 10_000_000, "quantity x price = sum");
        }
        match row.reference(purchase::REFUND_OF) {
            None => assert!(total > 0),
            Some(of) => {
                refunds += 1;
                let order = orders[&of];
                assert_eq!(order.get(purchase::CUSTOMER), row.get(purchase::CUSTOMER));
                assert!(total < 0 && -total <= order.int(purchase::TOTAL).expect("always"));
                assert!(order.int(purchase::DAY) < row.int(purchase::DAY));
            }
        }
    }
    let share = refunds * 1000 / orders.len();
    assert!((15..=45).contains(&share), "{share} per mille refunds");
}

/// Tiers by the definitions of the default scheme, computed here once more from the rows alone.
fn tiers(rows: &[Row]) -> BTreeMap<&'static str, usize> {
    let mut days: HashMap<RowId, Vec<i64>> = HashMap::new();
    let mut net: HashMap<RowId, i64> = HashMap::new();
    for r in of(rows, Kind::Purchase) {
        let (who, total) = (r.reference(purchase::CUSTOMER).expect("always"), r.int(purchase::TOTAL).expect("always"));
        let day = r.int(purchase::DAY).expect("always");
        if total > 0 {
            days.entry(who).or_default().push(day);
        }
        if day > TODAY - 730 {
            *net.entry(who).or_default() += total;
        }
    }
    let mut gaps = Vec::new();
    for d in days.values_mut() {
        d.sort_unstable();
        d.dedup();
        gaps.extend(d.windows(2).map(|w| w[1] - w[0]));
    }
    gaps.sort_unstable();
    let usual = gaps[gaps.len() / 2];
    let mut recency: Vec<i64> = days.values().map(|d| -d[d.len() - 1]).collect();
    let mut money: Vec<i64> = days.keys().map(|k| net.get(k).copied().unwrap_or(0)).collect();
    recency.sort_unstable_by(|a, b| b.cmp(a));
    money.sort_unstable();
    let score = |worse: usize| 1 + 5 * worse / days.len();
    let mut tiers = BTreeMap::new();
    for c in of(rows, Kind::Customer) {
        let tier = match days.get(&c.id) {
            None => "potential",
            Some(d) => {
                let last = d[d.len() - 1];
                let own = net.get(&c.id).copied().unwrap_or(0);
                let m = score(money.partition_point(|x| *x < own));
                let r = score(recency.partition_point(|x| *x > -last));
                let n = i64::try_from(d.len() - 1).expect("small");
                let rhythm = 3 * usual + d[d.len() - 1] - d[0];
                if m == 5 && r >= 3 {
                    "vip"
                } else if (TODAY - last) * (3 + n) > 3 * rhythm {
                    "dormant"
                } else if d.len() < 2 {
                    "potential"
                } else {
                    "active"
                }
            }
        };
        *tiers.entry(tier).or_default() += 1;
    }
    println!("{tiers:?}, usual gap {usual} days");
    tiers
}

#[test]
fn customers_spread_plausibly_over_tiers_places_owners_and_history() {
    for seed in [demo::SEED, 2, 3] {
        let rows = rows(2000, seed);
        let tiers = tiers(&rows);
        let percent = |t: &str| tiers[t] as f64 / 20.0;
        assert!((9.5..=13.5).contains(&percent("vip")), "VIP {} %", percent("vip"));
        assert!((20.0..=30.0).contains(&percent("dormant")), "dormant {} %", percent("dormant"));
        assert!(percent("potential") >= 12.0 && percent("active") >= 25.0, "{tiers:?}");
        let share = |test: &dyn Fn(&Row) -> bool| of(&rows, Kind::Customer).filter(|r| test(r)).count() as f64 / 20.0;
        let unassigned = share(&|r| r.reference(customer::OWNER).is_none());
        assert!((6.0..=10.0).contains(&unassigned), "unassigned {unassigned} %");
        let home = share(&|r| r.text(customer::REGION).starts_with("江苏 苏州"));
        assert!((60.0..=76.0).contains(&home), "home region {home} %");
        let companies = share(&|r| r.text(customer::TYPE) == "company");
        assert!((6.5..=11.5).contains(&companies), "companies {companies} %");
        let per_customer = |kind| of(&rows, kind).count() as f64 / 2000.0;
        let (bought, said) = (per_customer(Kind::Purchase), per_customer(Kind::Interaction));
        println!("{bought:.1} purchases, {said:.1} interactions each");
        assert!((4.0..=10.0).contains(&bought) && (2.0..=6.0).contains(&said), "{bought} {said}");
        let kinds: HashSet<_> = of(&rows, Kind::Relation).map(|r| r.text(relation::RELATION)).collect();
        assert_eq!(kinds, HashSet::from(["family", "friend", "works_at", "colleague"]));
    }
    let rows = rows(10, 1);
    assert_eq!((of(&rows, Kind::Team).count(), of(&rows, Kind::Staff).count()), (3, 12));
    assert_eq!((demo::team_ids().len(), demo::staff_ids().len()), (3, 12));
}

#[test]
fn a_hundred_thousand_customers_take_seconds() {
    let started = Instant::now();
    let demo = generate(demo::MAX_CUSTOMERS, 1, TODAY);
    let mut counts: BTreeMap<Kind, u64> = BTreeMap::new();
    for row in demo.rows(Stamp::default()) {
        *counts.entry(row.kind).or_default() += 1;
    }
    println!("{counts:?} in {:.1?}", started.elapsed());
    assert_eq!(counts[&Kind::Customer], 100_000);
    assert!(counts[&Kind::Purchase] < 1_000_000 && counts[&Kind::Interaction] < 600_000, "{counts:?}");
}
