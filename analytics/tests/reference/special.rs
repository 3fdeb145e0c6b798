//! Special functions on all stored points, and their promises on any argument.

use analytics::special::{GaussLegendre, ln_add_exp, ln_beta, ln_gamma, ln_hyp2f1, ln_rising};
use proptest::prelude::*;

use crate::support::{folder, number, table};

#[test]
fn every_2f1_point_is_met_to_1e_12_in_ln() {
    let Some(folder) = folder("cdnow") else { return };
    let rows = table(folder.join("hyp2f1_reference.csv"));
    assert_eq!(rows.len(), 798);
    let mut worst = 0.0f64;
    for row in &rows {
        let value: Vec<f64> = row[1..].iter().map(|text| number(text)).collect();
        let found = ln_hyp2f1(value[0], value[1], value[2], value[3]).expect("in the domain");
        let error = (found - value[5]).abs();
        assert!(error <= 1e-12, "{row:?}: {found} is off by {error:e}");
        worst = worst.max(error);
    }
    println!("2F1: 798 points, largest error in ln {worst:e}");
}

#[test]
fn every_gamma_and_beta_point_is_met() {
    let Some(folder) = folder("cdnow") else { return };
    let rows = table(folder.join("betaln_gammaln_reference.csv"));
    assert_eq!(rows.len(), 600);
    let mut worst = 0.0f64;
    for row in &rows {
        let found = match row[0].as_str() {
            "betaln" => ln_beta(number(&row[1]), number(&row[2])),
            _ => ln_gamma(number(&row[1])),
        };
        let expected = number(&row[3]);
        // Values reach 1.7e9, where 1e-12 is far below the spacing of numbers: relative above 1.
        let error = (found - expected).abs() / expected.abs().max(1.0);
        assert!(error <= 1e-12, "{row:?}: {found} is off by {error:e}");
        worst = worst.max(error);
    }
    println!("ln gamma, ln beta: 600 points, largest error {worst:e}");
}

#[test]
fn identities_hold() {
    // 2F1(1, 1; 2; z) = -ln(1 - z) / z and 2F1(a, b; b; z) = (1 - z)^-a.
    for z in [1e-9f64, 0.1, 0.5, 0.9, 0.999] {
        let expected = libm::log(-libm::log1p(-z) / z);
        assert!((ln_hyp2f1(1.0, 1.0, 2.0, z).expect("domain") - expected).abs() < 1e-14);
        let expected = -7.5 * libm::log1p(-z);
        assert!((ln_hyp2f1(7.5, 3.0, 3.0, z).expect("domain") - expected).abs() < 1e-11);
    }
    assert_eq!(ln_hyp2f1(2.0, 3.0, 4.0, 0.0), Some(0.0));
    for (a, b, c, z) in [(0.0, 1.0, 1.0, 0.5), (1.0, 1.0, -1.0, 0.5), (1.0, 1.0, 1.0, 1.0), (1.0, f64::NAN, 1.0, 0.1)] {
        assert_eq!(ln_hyp2f1(a, b, c, z), None);
    }
    // 5! / 2! = 3 * 4 * 5
    assert!((ln_rising(3.0, 3.0) - libm::log(60.0)).abs() < 1e-14);
    assert!((ln_rising(1e12, 2.0) - 2.0 * libm::log(1e12)).abs() < 1e-11);
    assert!((ln_add_exp(1_000.0, 1_000.0) - 1_000.0 - std::f64::consts::LN_2).abs() < 1e-12);
    assert!(ln_add_exp(f64::NEG_INFINITY, f64::NEG_INFINITY).is_infinite());
    let third = GaussLegendre::new(24).integrate(0.0, 1.0, |x| x * x);
    assert!((third - 1.0 / 3.0).abs() < 1e-15);
    assert!((GaussLegendre::new(32).integrate(0.0, 20.0, libm::exp) / libm::exp(20.0) - 1.0).abs() < 1e-8);
}

/// The bits are the promise: the same numbers natively and in WASM.
#[test]
fn results_are_these_bits() {
    let found = [
        ln_gamma(0.3),
        ln_gamma(123.456),
        ln_beta(0.25, 7_000.0),
        ln_beta(40.0, 50.0),
        ln_hyp2f1(0.55, 1.6, 2.3, 0.73).expect("domain"),
        ln_hyp2f1(60.0, 80.0, 70.0, 0.9).expect("domain"),
    ]
    .map(f64::to_bits);
    println!("{found:#x?}");
    assert_eq!(found, EXPECTED_BITS);
}

const EXPECTED_BITS: [u64; 6] = [
    0x3ff1_8863_7a6c_4196,
    0x407d_59b0_522f_f3bd,
    0xbfed_9cb7_7064_1ff8,
    0xc04f_3a48_1d2b_5f0c,
    0x3fdc_942d_3278_c084,
    0x4063_fc3a_1841_6f5c,
];

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn gamma_and_beta_are_finite_for_any_argument(a: f64, b: f64) {
        prop_assert!(ln_gamma(a).is_finite());
        prop_assert!(ln_beta(a, b).is_finite());
        prop_assert_eq!(ln_beta(a, b).to_bits(), ln_beta(b, a).to_bits());
    }

    #[test]
    fn the_hypergeometric_is_finite_and_not_negative(
        a in -6.0f64..4.0, b in -6.0f64..4.0, c in -6.0f64..4.0, z in 0.0f64..0.9999,
    ) {
        let [a, b, c] = [a, b, c].map(libm::exp10);
        let value = ln_hyp2f1(a, b, c, z).expect("domain");
        prop_assert!(value.is_finite() && value >= 0.0, "{value}");
        let more = ln_hyp2f1(a, b, c, z + 0.5 * (1.0 - z)).expect("domain");
        prop_assert!(more >= value);
    }
}
