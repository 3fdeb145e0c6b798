//! Groceries: itemsets and rules against the stored ones.

use std::collections::{BTreeMap, BTreeSet};

use analytics::basket::{Recommender, Share, frequent, rules};

use crate::support::{fields, folder, number};

#[test]
fn groceries_has_333_itemsets_and_15_rules() {
    let Some(folder) = folder("basket") else { return };
    let text = std::fs::read_to_string(folder.join("groceries.basket")).expect("readable");
    let mut names: Vec<String> =
        text.lines().flat_map(|line| line.split(',')).map(|name| name.trim().to_owned()).collect();
    names.sort();
    names.dedup();
    let number_of: BTreeMap<&str, u32> = (0..).zip(&names).map(|(at, name)| (name.as_str(), at)).collect();
    let baskets: Vec<Vec<u32>> =
        text.lines().map(|line| line.split(',').map(|name| number_of[name.trim()]).collect()).collect();
    assert_eq!((baskets.len(), names.len()), (9_835, 169));

    let found = frequent(&baskets, Share::parse("0.01").expect("a share")).expect("few");
    let of_size = |size: usize| found.iter().filter(|set| set.items.len() == size).count();
    assert_eq!((of_size(1), of_size(2), of_size(3), found.len()), (88, 213, 32, 333));
    let reference = std::fs::read_to_string(folder.join("groceries_itemsets_supp0.01.csv")).expect("readable");
    let mut stored: BTreeMap<BTreeSet<u32>, f64> = BTreeMap::new();
    for line in reference.lines().skip(1) {
        let row = fields(line);
        let items = row[1].split(['|', ';']).flat_map(|part| part.split(", "));
        let set = items.map(|name| *number_of.get(name.trim()).unwrap_or_else(|| panic!("{line}"))).collect();
        stored.insert(set, number(&row[0]));
    }
    assert_eq!(stored.len(), 333);
    for set in &found {
        let support = stored[&set.items.iter().copied().collect::<BTreeSet<u32>>()];
        assert!((set.count as f64 / 9_835.0 - support).abs() < 1e-9, "{set:?} {support}");
    }
    let rules = rules(&found, Share::parse("0.5").expect("a share"));
    assert_eq!(rules.len(), 15);
    assert!(rules.is_sorted_by(|a, b| a.confidence() >= b.confidence()));
    assert!(rules.iter().all(|rule| rule.confidence() >= 0.5 && rule.lift(9_835) > 1.0));
    let first = &rules[0];
    let words = |items: &[u32]| items.iter().map(|&item| names[item as usize].as_str()).collect::<Vec<_>>().join(", ");
    println!("{} -> {} ({} of {})", words(&first.from), names[first.to as usize], first.together, first.from_count);

    let learned = Recommender::learn(&baskets);
    let offered = learned.suggest(&[number_of["root vegetables"], number_of["tropical fruit"]], |_| false, 5);
    assert_eq!(offered.len(), 5);
    let offered: Vec<&str> = offered.iter().map(|offer| names[offer.item as usize].as_str()).collect();
    println!("root vegetables, tropical fruit: {offered:?}");
    assert!(offered.contains(&"other vegetables") && !offered.contains(&"root vegetables"));
}
