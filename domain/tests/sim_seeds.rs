//! The simulator over a fixed set of seeds. Seeds that once failed stay here.

use domain::sync::sim::run;

/// Steps per seed, as in `cargo xtask sim`.
const STEPS: u32 = 300;

/// Seeds that found a bug: a settlement chosen again that did nothing (401), and agreement with a value whose author changed
/// their mind, with the server restored from a backup (17, 1736); and what of an earlier epoch has survived a restore (50801).
const ONCE_FAILED: [u64; 4] = [17, 401, 1736, 50_801];

fn passes(seed: u64) {
    if let Err(failure) = run(seed, STEPS) {
        panic!("{failure}");
    }
}

#[test]
fn fifty_seeds_keep_all_invariants() {
    (1..=50).for_each(passes);
}

#[test]
fn seeds_that_once_failed_pass() {
    ONCE_FAILED.into_iter().for_each(passes);
}

/// With the rates of its seed, a device may or may not be sent for a snapshot because it is far behind; these are, often, with work in
/// their queue, and lose none of it (I7, I8, I9).
#[test]
fn whoever_is_far_behind_takes_a_snapshot_and_keeps_the_queue() {
    let mut sum = domain::sync::sim::Totals::default();
    for seed in 2_000..2_030 {
        match run(seed, STEPS) {
            Ok(totals) => sum += totals,
            Err(failure) => panic!("{failure}"),
        }
    }
    assert!(sum.server.bootstraps > 50 && sum.swaps_over_queue > 50, "{sum}");
}

/// Backups older than the archives of devices, and restores whose epoch has a lower number than the one before (a clock was wrong).
#[test]
fn old_backups_and_wrong_clocks_leave_no_device_stuck() {
    let mut sum = domain::sync::sim::Totals::default();
    for seed in 3_000..3_150 {
        match run(seed, STEPS) {
            Ok(totals) => sum += totals,
            Err(failure) => panic!("{failure}"),
        }
    }
    assert!(sum.restores > 20 && sum.falls > 2 && sum.renewed > 5, "{sum}");
}

#[test]
fn the_same_seed_gives_the_same_run_and_another_seed_another() {
    let (a, b, other) = (run(7, 120), run(7, 120), run(8, 120));
    assert_eq!(a, b);
    assert_ne!(a.map(|t| t.hash), other.map(|t| t.hash));
}

/// A simulator that never makes anything happen would pass everything.
#[test]
fn the_mishaps_and_meetings_happen() {
    let mut sum = domain::sync::sim::Totals::default();
    for seed in 1..=50 {
        if let Ok(totals) = run(seed, STEPS) {
            sum += totals;
        }
    }
    let s = sum.server;
    assert!(s.conflicts > 500 && s.rejected > 200 && s.noops > 100, "{sum}");
    assert!(s.repeated > 1_000 && s.bootstraps > 100, "{sum}");
    assert!(sum.restarts > 500 && sum.drops > 2_000 && sum.duplicates > 500 && sum.failed_commits > 50, "{sum}");
    assert!(sum.restores > 2 && sum.swaps > 250 && sum.swaps_over_queue > 100, "{sum}");
}
