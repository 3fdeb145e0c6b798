//! Lifetime-value models against the published fits.

use std::collections::BTreeMap;
use std::time::Instant;

use analytics::calendar::day_number;
use analytics::clv::{
    BgNbd, Customer, Fallback, GammaGamma, History, Model, Note, ParetoNbd, Purchase, Terms, Wanted, auc,
    calibrated_if_better, evaluate, fit, lifetime_value, summarise,
};
use analytics::special::ln_hyp2f1;

use crate::support::{folder, number, online_retail, table};

const END: (i32, i32, i32) = (1997, 9, 30);

/// The CDNOW sample by customer, in cents.
fn cdnow() -> Option<Vec<History>> {
    let text = std::fs::read_to_string(folder("cdnow")?.join("CDNOW_sample.txt")).expect("readable");
    let mut by_customer: BTreeMap<&str, History> = BTreeMap::new();
    for line in text.lines() {
        let fields: Vec<&str> = line.split_whitespace().collect();
        let date: i32 = fields[2].parse().expect("date");
        let minor = (number(fields[4]) * 100.0).round();
        #[allow(clippy::cast_possible_truncation)] // Cents of one order.
        let minor = minor as i64;
        let day = day_number(date / 10_000, date / 100 % 100, date % 100);
        by_customer.entry(fields[1]).or_default().push(Purchase { day, minor });
    }
    Some(by_customer.into_values().collect())
}

fn near(found: f64, expected: f64, relative: f64, what: &str) {
    let off = (found / expected - 1.0).abs();
    assert!(off <= relative, "{what}: {found} instead of {expected}, off by {off:e}");
}

#[test]
fn cdnow_is_fitted_as_published() {
    let Some(histories) = cdnow() else { return };
    let summary = summarise(&histories, day_number(END.0, END.1, END.2), 100.0);
    let customers = summary.present();
    assert_eq!(customers.len(), 2_357);

    let started = Instant::now();
    let bg = fit(&customers, summary.median_gap_weeks, Wanted::Auto).expect("enough");
    println!("BG/NBD and Gamma-Gamma fitted in {:?}: {bg:?}", started.elapsed());
    let Model::BgNbd(model) = bg.model else { panic!("{bg:?}") };
    for (found, expected, name) in [
        (model.r, 0.242_594_5, "r"),
        (model.alpha, 4.413_602, "alpha"),
        (model.a, 0.792_922, "a"),
        (model.b, 2.425_907, "b"),
    ] {
        near(found, expected, 5e-4, name);
    }
    assert!((bg.log_likelihood + 9_582.429_2).abs() < 0.001, "{}", bg.log_likelihood);
    assert_eq!(bg.fallback, None);
    // Standard errors as published for this sample (on rounded weeks).
    for (found, expected) in
        bg.standard_errors.as_ref().expect("determined").iter().zip([0.012_557, 0.378_221, 0.185_719, 0.705_346])
    {
        near(*found, expected, 5e-3, "standard error");
    }
    let spend = bg.spend.expect("repeaters");
    assert_eq!(spend.customers, 946);
    near(spend.model.p, 6.249_572, 5e-4, "p");
    near(spend.model.q, 3.744_225, 5e-4, "q");
    near(spend.model.v, 15.443_521, 5e-4, "v");
    assert!((spend.log_likelihood + 4_055.917_7).abs() < 0.001, "{}", spend.log_likelihood);
    assert!(bg.notes.iter().any(|note| matches!(note, Note::PopulationMean(1_411))), "{:?}", bg.notes);

    let started = Instant::now();
    let pareto = fit(&customers, summary.median_gap_weeks, Wanted::ParetoNbd).expect("enough");
    println!("Pareto/NBD fitted in {:?}: {pareto:?}", started.elapsed());
    let Model::ParetoNbd(model) = pareto.model else { panic!("{pareto:?}") };
    for (found, expected, name) in [
        (model.r, 0.553_277, "r"),
        (model.alpha, 10.577_683, "alpha"),
        (model.s, 0.606_240, "s"),
        (model.beta, 11.668_735, "beta"),
    ] {
        near(found, expected, 5e-4, name);
    }
    assert!((pareto.log_likelihood + 9_594.976_2).abs() < 0.001, "{}", pareto.log_likelihood);
}

/// The stored fits on weeks rounded to two decimals, as the papers used them, and their predictions.
#[test]
fn predictions_equal_the_reference() {
    let Some(folder) = folder("cdnow") else { return };
    let customers: Vec<Customer> = table(folder.join("cdnow_customers_summary_with_transactions.csv"))
        .iter()
        .map(|row| Customer {
            x: row[1].parse().expect("x"),
            t_x: number(&row[2]),
            t: number(&row[3]),
            mean_spend: number(&row[4]),
        })
        .collect();
    let bg = fit(&customers, Some(1.0), Wanted::BgNbd).expect("enough");
    let pareto = fit(&customers, Some(1.0), Wanted::ParetoNbd).expect("enough");
    assert!((bg.log_likelihood + 9_582.425_560_567_364).abs() < 1e-6, "{}", bg.log_likelihood);
    assert!((pareto.log_likelihood + 9_594.973_929_826_865).abs() < 1e-6, "{}", pareto.log_likelihood);
    let (Model::BgNbd(bg), Model::ParetoNbd(pareto)) = (bg.model, pareto.model) else { panic!("fallback") };
    near(bg.r, 0.242_592_907_221_405_83, 1e-6, "r");
    near(bg.b, 2.425_753_439_546_234, 1e-6, "b");
    near(pareto.beta, 11.667_911_248_257_374, 1e-6, "beta");
    let first = &customers[0];
    near(bg.expected(first, 39.0), 1.225_910_452_041_033, 1e-6, "E of customer 1");
    near(bg.p_alive(first), 0.726_609_151_542_110_5, 1e-6, "alive");
    near(pareto.expected(first, 39.0), 1.455_112_954_906_035_3, 1e-6, "E of customer 1");
    near(pareto.p_alive(first), 0.869_118_718_150_982, 1e-6, "alive");
    let rounded = BgNbd { r: 0.243, alpha: 4.414, a: 0.793, b: 2.426 };
    near(rounded.expected(first, 39.0), 1.226_028_174_767_135, 1e-9, "rounded parameters");
    for (weeks, bg_expected, pareto_expected) in [
        (1.0, 0.053_184_740_773_306_02, 0.051_006_545_255_118_475),
        (10.0, 0.431_761_020_281_849_76, 0.427_794_055_504_602_9),
        (26.0, 0.901_323_282_203_062_7, 0.908_915_847_302_174_9),
        (39.0, 1.195_016_297_639_038_4, 1.213_408_064_724_863_7),
        (52.0, 1.444_020_845_395_652_2, 1.473_441_402_772_991),
        (78.0, 1.857_971_782_222_084_7, 1.909_880_766_288_958),
    ] {
        near(bg.expected_of_new(weeks), bg_expected, 1e-6, "BG of new");
        near(pareto.expected_of_new(weeks), pareto_expected, 1e-6, "Pareto of new");
    }
    let spend = GammaGamma { p: 6.248_802_491_872_646, q: 3.744_588_452_779_91, v: 15.447_748_001_383_838 };
    near(spend.expected_spend(first), 24.658_616_173_372_685, 1e-9, "spend");
    near(spend.population_mean().expect("finite"), 35.171_002_088_526_535, 1e-9, "population");
}

#[test]
fn hard_cases_of_pareto_nbd_are_exact() {
    if folder("cdnow").is_none() {
        return;
    }
    let model = ParetoNbd { r: 0.5143, alpha: 2.8845, s: 0.2856, beta: 14.1087 };
    for (x, t_x, t, expected) in [
        (221, 103.42857, 103.57143, 0.999_596_052_317_938_1),
        (254, 97.14286, 97.28571, 0.999_558_226_123_010_7),
        (161, 94.71429, 98.0, 0.749_487_752_257_981_8),
        (204, 98.57143, 99.42857, 0.994_255_079_637_897_8),
    ] {
        let customer = Customer { x, t_x, t, mean_spend: 0.0 };
        near(model.p_alive(&customer), expected, 1e-12, "alive");
        assert!(model.ln_likelihood(&customer).is_finite());
    }
    let rounded = ParetoNbd { r: 0.553, alpha: 10.578, s: 0.606, beta: 11.669 };
    let first = Customer { x: 2, t_x: 30.43, t: 38.86, mean_spend: 22.35 };
    near(rounded.p_alive(&first), 0.869_167_559_153_011_2, 1e-12, "alive");
}

/// The published form of the likelihood (Fader, Hardie 2005), by hypergeometric functions: an independent way.
#[test]
fn the_integral_equals_the_hypergeometric_form() {
    let published = |m: &ParetoNbd, c: &Customer| {
        let x = f64::from(c.x);
        let (small, large, second) =
            if m.alpha >= m.beta { (m.beta, m.alpha, m.s + 1.0) } else { (m.alpha, m.beta, m.r + x) };
        let total = m.r + m.s + x;
        let part = |y: f64| {
            let z = (large - small) / (large + y);
            libm::exp(ln_hyp2f1(total, second, total + 1.0, z).expect("domain") - total * libm::log(large + y))
        };
        let gone = m.s / total * (part(c.t_x) - part(c.t));
        1.0 / (1.0 + gone * libm::exp((m.r + x) * libm::log(m.alpha + c.t) + m.s * libm::log(m.beta + c.t)))
    };
    let mut compared = 0;
    for (r, alpha, s, beta) in [(0.55, 10.6, 0.61, 11.7), (2.0, 1.5, 0.3, 40.0), (0.3, 60.0, 3.0, 0.4)] {
        let model = ParetoNbd { r, alpha, s, beta };
        for (x, t_x, t) in [(0, 0.0, 38.0), (1, 3.0, 38.0), (5, 20.0, 21.0), (12, 30.0, 90.0), (40, 35.0, 39.0)] {
            let customer = Customer { x, t_x, t, mean_spend: 0.0 };
            near(model.p_alive(&customer), published(&model, &customer), 1e-9, "alive");
            compared += 1;
        }
    }
    assert_eq!(compared, 15);
}

/// On Online Retail nobody seems to leave: NBD, and it says so.
#[test]
fn online_retail_falls_back_to_the_nbd() {
    let Some(histories) = online_retail() else { return };
    let summary = summarise(&histories, day_number(2011, 8, 31), 1_000.0);
    let customers = summary.present();
    let started = Instant::now();
    let fitted = fit(&customers, summary.median_gap_weeks, Wanted::Auto).expect("enough");
    println!("{} customers in {:?}: {fitted:?}", customers.len(), started.elapsed());
    assert!((fitted.log_likelihood + 21_755.348).abs() < 0.01, "{}", fitted.log_likelihood);
    assert!(matches!(fitted.model, Model::Nbd(_)));
    assert!(fitted.fallback.is_some());
    assert!(fitted.notes.iter().any(|note| note.to_string().contains("no churn signal in this data")));
    let pareto = fit(&customers, summary.median_gap_weeks, Wanted::ParetoNbd).expect("enough");
    println!("Pareto/NBD: {:?} {:?}", pareto.fallback, pareto.log_likelihood);
    assert!(matches!(pareto.fallback, None | Some(Fallback::SmallGain(_) | Fallback::Boundless)));
}

#[test]
fn the_holdout_of_cdnow_ranks_as_it_should() {
    let Some(histories) = cdnow() else { return };
    let end = day_number(END.0, END.1, END.2);
    let summary = summarise(&histories, end, 100.0);
    let customers = summary.present();
    let fitted = fit(&customers, summary.median_gap_weeks, Wanted::Auto).expect("enough");
    let later = |history: &History, days: i32| history.iter().any(|p| p.day > end && p.day <= end + days);
    let rows = |of: &dyn Fn(&Customer) -> f64| -> Vec<(f64, bool)> {
        let pairs = summary.customers.iter().zip(&histories);
        pairs.filter_map(|(c, history)| c.as_ref().map(|c| (of(c), later(history, 39 * 7)))).collect()
    };
    let predicted = rows(&|c| fitted.model.p_order(c, 39.0));
    let result = evaluate(&predicted).expect("customers");
    println!("CDNOW, 39 weeks: {result:?}");
    let pareto = fit(&customers, summary.median_gap_weeks, Wanted::ParetoNbd).expect("enough");
    // Ranked by the Pareto/NBD's expected purchases, to three decimals: recency alone reaches .771.
    let expected = auc(&rows(&|c| pareto.model.expected(c, 39.0))).expect("both");
    println!("ranking by expected purchases (Pareto/NBD): AUC {expected}");
    assert!((expected * 1_000.0).round() >= 779.0, "{expected}");
    assert!(result.bias.abs() < 0.05, "{result:?}");
    assert!(result.caught_by_top_fifth.expect("some") > 0.4);
    // What a tempting shortcut would do: worse than a coin.
    let wrong = auc(&rows(&|c| fitted.model.p_alive(c))).expect("both");
    println!("ranking by P(alive): AUC {wrong}");
    assert!(wrong < 0.5);
    if let Some(calibration) = calibrated_if_better(&predicted) {
        let bent: Vec<(f64, bool)> = predicted.iter().map(|&(p, yes)| (calibration.apply(p), yes)).collect();
        let after = evaluate(&bent).expect("customers");
        println!("calibrated: {after:?}");
        assert!(after.brier < result.brier && after.bias.abs() < 0.01);
    }
    let spend = fitted.spend.expect("spend").model;
    let values: Vec<f64> = customers
        .iter()
        .map(|c| lifetime_value(&fitted.model, c, spend.expected_spend(c), &Terms::default()))
        .collect();
    assert!(values.iter().all(|value| value.is_finite() && *value >= 0.0));
}
