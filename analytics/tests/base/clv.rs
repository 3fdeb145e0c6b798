//! Lifetime value: definitions, edges, and promises on any input.

use analytics::clv::{
    BgNbd, Customer, Interval, Isotonic, Model, Nbd, ParetoNbd, Purchase, Terms, TooLittle, Wanted, auc, brier,
    calibrated_if_better, evaluate, fit, fit_gamma_gamma, lifetime_value, summarise, value_at_risk,
};
use proptest::prelude::*;

fn purchase(day: i32, minor: i64) -> Purchase {
    Purchase { day, minor }
}

#[test]
fn a_history_becomes_x_t_x_and_t() {
    let histories = vec![
        // Two orders on one day are one purchase; an order of zero counts; a refund does not; the future is left out.
        vec![
            purchase(107, 300),
            purchase(100, 999),
            purchase(107, 100),
            purchase(114, 0),
            purchase(120, -50),
            purchase(200, 70),
        ],
        vec![purchase(130, 500)],
        vec![purchase(150, 500)],
    ];
    let found = summarise(&histories, 135, 100.0);
    assert_eq!(found.customers[0], Some(Customer { x: 2, t_x: 2.0, t: 5.0, mean_spend: 2.0 }));
    assert_eq!(found.customers[1], Some(Customer { x: 0, t_x: 0.0, t: 5.0 / 7.0, mean_spend: 0.0 }));
    assert_eq!(found.customers[2], None);
    assert_eq!((found.later_purchases, found.negative_purchases), (2, 1));
    assert_eq!(found.median_gap_weeks, Some(1.0));
    assert_eq!(summarise(&[], 0, 100.0).median_gap_weeks, None);
}

#[test]
fn a_small_base_gets_no_model() {
    let one = Customer { x: 1, t_x: 3.0, t: 30.0, mean_spend: 5.0 };
    let few = fit(&[one; 99], Some(3.0), Wanted::Auto).expect_err("99 customers");
    assert_eq!(few, TooLittle { customers: 99, repeaters: 99, longest_weeks: 30.0, median_gap_weeks: Some(3.0) });
    assert!(few.to_string().contains("historic value only"), "{few}");
    assert!(fit(&[one; 200], Some(11.0), Wanted::Auto).is_err(), "not three gaps long");
    assert!(fit(&[one; 200], None, Wanted::Auto).is_err());
    assert!(fit(&[Customer { x: 0, t_x: 0.0, ..one }; 500], Some(1.0), Wanted::Auto).is_err());
    assert!(fit(&[], None, Wanted::Auto).is_err());
}

#[test]
fn a_base_of_equals_ends_in_a_defined_result() {
    let one = Customer { x: 3, t_x: 20.0, t: 30.0, mean_spend: 5.0 };
    for wanted in [Wanted::BgNbd, Wanted::ParetoNbd] {
        let fitted = fit(&[one; 200], Some(5.0), wanted).expect("enough");
        assert!(fitted.log_likelihood.is_finite());
        assert!(fitted.fallback.is_some() || fitted.standard_errors.is_some());
        let expected = fitted.model.expected(&one, 30.0);
        assert!((0.0..4.0).contains(&expected), "{fitted:?} {expected}");
        assert_eq!(fitted.spend, None, "all spend the same");
    }
    assert!(fit_gamma_gamma(&[one]).is_none());
}

#[test]
fn a_mixture_of_stayers_and_leavers_is_recognised() {
    // Some stop after one or two purchases, the others hardly ever: at different rates and seen for different times.
    let mut customers = Vec::new();
    for n in 0..400u32 {
        let stopped = n % 2 == 0;
        let x = if stopped { 1 + n % 3 } else { 5 + n * 7 % 23 };
        let t_x = f64::from(x) * (1.0 + f64::from(n % 5));
        let silent = if stopped { 10.0 + f64::from(n % 60) } else { f64::from(n % 7) };
        customers.push(Customer { x, t_x, t: t_x + silent, mean_spend: 4.0 + f64::from(n % 11) });
    }
    for wanted in [Wanted::BgNbd, Wanted::ParetoNbd] {
        let fitted = fit(&customers, Some(2.0), wanted).expect("enough");
        assert_eq!(fitted.fallback, None, "{fitted:?}");
        let alive = |at: usize| fitted.model.p_alive(&customers[at]);
        assert!(alive(58) < 0.2 && alive(1) > 0.8, "{fitted:?} {} {}", alive(58), alive(1));
        let mut shuffled = customers.clone();
        shuffled.reverse();
        shuffled.swap(3, 200);
        assert_eq!(fit(&shuffled, Some(2.0), wanted).expect("enough"), fitted, "row order");
    }
}

#[test]
fn bg_nbd_has_no_gap_where_a_is_one() {
    let customer = Customer { x: 4, t_x: 20.0, t: 25.0, mean_spend: 1.0 };
    let at = |a| BgNbd { r: 0.4, alpha: 4.0, a, b: 2.0 }.expected(&customer, 10.0);
    for near in [1.0, 1.0 + 1e-12, 1.0 - 1e-7, 1.0 + 1e-5] {
        assert!((at(near) / at(1.001) - 1.0).abs() < 1e-3, "{near}: {} {}", at(near), at(1.001));
        assert!((at(near) / at(0.999) - 1.0).abs() < 1e-3);
    }
    // a + b < 1 and no repeat: the published formula has no value there.
    let small = BgNbd { r: 0.4, alpha: 4.0, a: 0.2, b: 0.3 };
    let new = small.expected_of_new(10.0);
    assert!(new > 0.0 && new < 1.0, "{new}");
    // Pareto/NBD at s = 1.
    let at = |s| ParetoNbd { r: 0.5, alpha: 10.0, s, beta: 12.0 }.expected(&customer, 10.0);
    assert!((at(1.0) / at(1.000_01) - 1.0).abs() < 1e-4);
}

#[test]
fn closed_form_and_integral_agree() {
    // b = 0.3 and a = 0.8: c = 0.1 > 0, both ways are open; a at 1 +- 1e-5 is computed by the integral.
    for a in [0.99, 1.01, 3.0, 40.0] {
        let by_closed = BgNbd { r: 2.5, alpha: 3.0, a, b: 0.3 }.expected_of_new(7.0);
        // E = integral of the expected rate: compare with a fine sum of chances of small steps.
        let model = BgNbd { r: 2.5, alpha: 3.0, a, b: 0.3 };
        let steps = 2_000;
        let slope: f64 = (0..steps)
            .map(|n| {
                let (from, to) = (7.0 * f64::from(n) / f64::from(steps), 7.0 * f64::from(n + 1) / f64::from(steps));
                model.expected_of_new(to) - model.expected_of_new(from)
            })
            .inspect(|step| assert!(*step >= 0.0))
            .sum();
        assert!((slope / by_closed - 1.0).abs() < 1e-9);
    }
}

#[test]
fn intervals_hold_what_they_promise() {
    let customer = Customer { x: 9, t_x: 30.0, t: 31.0, mean_spend: 1.0 };
    let model = Model::Nbd(Nbd { r: 1.0, alpha: 4.0 });
    // Mean 10 * 35 / 35 = 10, shape 10: 80 % of a negative binomial with mean 10 and variance 20.
    let found = model.interval(&customer, 35.0, 0.8);
    assert!(found.low >= 4 && found.low <= 5 && found.high >= 15 && found.high <= 17, "{found:?}");
    let gone = Customer { x: 9, t_x: 2.0, t: 400.0, mean_spend: 1.0 };
    let model = Model::BgNbd(BgNbd { r: 0.3, alpha: 4.0, a: 0.8, b: 2.4 });
    assert_eq!(model.interval(&gone, 13.0, 0.8), Interval { low: 0, high: 0 });
}

#[test]
fn money_follows_from_purchases() {
    let customer = Customer { x: 4, t_x: 20.0, t: 25.0, mean_spend: 10.0 };
    let model = Model::Nbd(Nbd { r: 1.0, alpha: 5.0 });
    // 5 / 30 a week for 52.18 weeks at 10 each, half of it margin, no discount.
    let plain = Terms { months: 12, annual_discount: 0.0, margin: 0.5 };
    let value = lifetime_value(&model, &customer, 10.0, &plain);
    assert!((value - 5.0 / 30.0 * 365.25 / 7.0 * 5.0).abs() < 1e-9, "{value}");
    let discounted = lifetime_value(&model, &customer, 10.0, &Terms { annual_discount: 0.1, ..plain });
    // On average half a year away.
    assert!((discounted / value - 1.0 / 1.1f64.sqrt()).abs() < 1e-3, "{discounted}");
    assert!((value_at_risk(0.25, 80.0) - 60.0).abs() < 1e-12);
    assert!(value_at_risk(0.25, -80.0).abs() < 1e-12);
}

#[test]
fn figures_of_a_holdout_by_hand() {
    let rows = [(0.9, true), (0.8, false), (0.8, true), (0.3, false), (0.1, false)];
    // Pairs: .9 beats three; .8 beats two and ties one: 5.5 of 6.
    assert_eq!(auc(&rows), Some(5.5 / 6.0));
    assert!((brier(&rows) - (0.01 + 0.64 + 0.04 + 0.09 + 0.01) / 5.0).abs() < 1e-12);
    let found = evaluate(&rows).expect("rows");
    assert_eq!((found.customers, found.happened, found.caught_by_top_fifth), (5, 2, Some(0.5)));
    assert_eq!(auc(&rows[3..]), None);
    assert_eq!(evaluate(&[]), None);
    // Violators are pooled: .8 -> (0 + 1) / 2.
    let bent = Isotonic::fit(&rows).expect("rows");
    assert!((bent.apply(0.8) - 0.5).abs() < 1e-12 && (bent.apply(0.95) - 1.0).abs() < 1e-12);
    assert!(bent.apply(0.0).abs() < 1e-12);
    assert_eq!(calibrated_if_better(&[]), None);
}

#[test]
fn a_model_that_exaggerates_is_calibrated() {
    // It says p, a third of that happens.
    let rows: Vec<(f64, bool)> = (0..3_000u32).map(|n| (f64::from(n % 10) / 10.0, n / 10 % 30 < n % 10)).collect();
    let bent = calibrated_if_better(&rows).expect("better");
    assert!((bent.apply(0.9) - 0.3).abs() < 0.05, "{}", bent.apply(0.9));
}

fn customer_strategy() -> impl Strategy<Value = Customer> {
    (0u32..400, 0.0f64..1.0, 0.0f64..600.0, 0.0f64..1e7).prop_map(|(x, share, t, mean_spend)| Customer {
        x,
        t_x: if x == 0 { 0.0 } else { share * t },
        t,
        mean_spend: if x == 0 { 0.0 } else { mean_spend },
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn nothing_is_ever_nan_infinite_or_negative(
        customer in customer_strategy(), ln in prop::array::uniform4(-6.0f64..6.0), weeks in 0.0f64..500.0,
    ) {
        let [a, b, c, d] = ln.map(libm::exp);
        for model in [
            Model::BgNbd(BgNbd { r: a, alpha: b, a: c, b: d }),
            Model::ParetoNbd(ParetoNbd { r: a, alpha: b, s: c, beta: d }),
            Model::Nbd(Nbd { r: a, alpha: b }),
        ] {
            let alive = model.p_alive(&customer);
            let order = model.p_order(&customer, weeks);
            let expected = model.expected(&customer, weeks);
            prop_assert!((0.0..=1.0).contains(&alive), "{model:?} {alive}");
            prop_assert!((0.0..=1.0).contains(&order) && order <= alive + 1e-9, "{model:?} {order} {alive}");
            prop_assert!(expected.is_finite() && expected >= 0.0, "{model:?} {expected}");
            // A chance of at least one cannot exceed the expected number.
            prop_assert!(order <= expected * (1.0 + 1e-6) + 1e-9, "{model:?} {order} {expected}");
            prop_assert!(model.expected(&customer, weeks * 2.0) >= expected * (1.0 - 1e-9));
            prop_assert!(model.ln_likelihood(&customer).is_finite());
            // Within a moment there is at most one purchase: both agree.
            let (order, expected) = (model.p_order(&customer, 1e-4), model.expected(&customer, 1e-4));
            let rate = (a + f64::from(customer.x)) / (b + customer.t);
            prop_assert!((order - expected).abs() <= expected * (1e-4 * rate + 1e-4) + 1e-12, "{model:?} {order} {expected}");
        }
    }
}
