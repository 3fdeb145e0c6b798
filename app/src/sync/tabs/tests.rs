//! Who leads and what is read, without a browser.

use super::*;

const AT: fn(u64) -> Version = |seq| Version::new(1, seq);

fn tab() -> Tabs {
    let mut tab = Tabs::new(false, AT(5), 0);
    assert_eq!(tab.handle(Heard::Opened, 0), [Do::Ask, Do::Say(Hint::Hello(true)), Do::Look(Look::All)]);
    assert_eq!(tab.handle(Heard::Looked(Some(AT(5))), 0), []);
    tab
}

fn leader() -> Tabs {
    let mut tab = tab();
    assert_eq!(tab.handle(Heard::Granted, 0), [Do::Look(Look::Lead)]);
    assert_eq!(tab.handle(Heard::Looked(Some(AT(5))), 0), [Do::Begin, Do::SayLead]);
    tab
}

fn written(from: u64, to: u64, ops: &[u32]) -> Written {
    Written::rows(AT(from), AT(to), Vec::new(), ops.to_vec())
}

#[test]
fn the_engine_begins_only_after_the_disk_was_read_under_the_lock() {
    let mut tab = Tabs::new(false, AT(5), 0);
    tab.handle(Heard::Opened, 0);
    // The look from before the lock does not count.
    assert_eq!(tab.handle(Heard::Granted, 0), []);
    assert_eq!(tab.handle(Heard::Looked(Some(AT(5))), 0), [Do::Look(Look::Lead)]);
    assert_eq!(tab.part(), Part::Taking);
    assert_eq!(tab.handle(Heard::Looked(Some(AT(6))), 0), [Do::Begin, Do::SayLead]);
    assert_eq!(tab.part(), Part::Leading);
}

#[test]
fn a_follower_reads_what_is_named_and_everything_when_it_missed_something() {
    let mut tab = tab();
    let one = written(5, 6, &[3]);
    assert_eq!(tab.handle(Heard::Told(Hint::Written(one.clone())), 0), [Do::Look(Look::At(one))]);
    // A second hint waits for the first look.
    let two = written(6, 8, &[]);
    assert_eq!(tab.handle(Heard::Told(Hint::Written(two.clone())), 0), []);
    assert_eq!(tab.handle(Heard::Looked(Some(AT(6))), 0), [Do::Look(Look::At(two.clone()))]);
    assert_eq!(tab.handle(Heard::Looked(Some(AT(8))), 0), []);
    // The same again: nothing to read. One is missing: everything is read.
    assert_eq!(tab.handle(Heard::Told(Hint::Written(two)), 0), []);
    assert_eq!(tab.handle(Heard::Told(Hint::Written(written(9, 10, &[]))), 0), [Do::Look(Look::All)]);
    // The disk could not be read: the next hint reads everything.
    assert_eq!(tab.handle(Heard::Looked(None), 0), []);
    assert_eq!(tab.handle(Heard::Told(Hint::Written(written(10, 11, &[]))), 0), [Do::Look(Look::All)]);
}

#[test]
fn a_leader_looks_at_the_edits_of_others_only() {
    let mut tab = leader();
    assert_eq!(
        tab.handle(Heard::Told(Hint::Written(written(1, 9, &[7]))), 0),
        [Do::Look(Look::At(Written::ops(Version::default(), vec![7])))]
    );
    tab.handle(Heard::Looked(Some(AT(5))), 0);
    assert_eq!(tab.handle(Heard::Told(Hint::Written(written(1, 9, &[]))), 0), []);
}

#[test]
fn a_frozen_leader_gives_the_lock_back_and_comes_back_as_a_follower() {
    let mut tab = leader();
    assert_eq!(tab.handle(Heard::Stopped, 0), [Do::End, Do::GiveBack]);
    assert_eq!(tab.handle(Heard::Told(Hint::Written(written(5, 6, &[]))), 0), []);
    assert_eq!(tab.handle(Heard::Resumed, 9), [Do::Ask, Do::Say(Hint::Hello(true)), Do::Look(Look::All)]);
    assert_eq!(tab.part(), Part::Following);
}

#[test]
fn a_stolen_or_superseded_leader_stops_and_follows() {
    for heard in [Heard::Lost, Heard::Superseded] {
        let mut tab = leader();
        assert_eq!(tab.handle(heard, 0), [Do::End, Do::GiveBack, Do::Ask, Do::Look(Look::All)]);
        // Both may come for one reason; whoever is told late does nothing.
        assert_eq!(tab.handle(Heard::Superseded, 0), []);
        assert_eq!(tab.part(), Part::Following);
    }
}

#[test]
fn a_leader_out_of_sight_hands_over_to_a_tab_in_sight_only() {
    let mut tab = leader();
    assert_eq!(tab.handle(Heard::Told(Hint::Hello(true)), 0), [Do::SayLead]);
    tab.handle(Heard::HiddenLong, 0);
    assert_eq!(tab.handle(Heard::Told(Hint::Hello(false)), 0), [Do::SayLead]);
    assert_eq!(tab.handle(Heard::Told(Hint::Hello(true)), 0), [Do::End, Do::GiveBack, Do::Ask]);
}

#[test]
fn silence_is_said_and_ends_with_the_first_word() {
    let mut tab = tab();
    assert!(!tab.handle(Heard::Tick(true), SILENCE_MS).contains(&Do::Silent(true)));
    assert!(tab.handle(Heard::Tick(true), SILENCE_MS + 1).contains(&Do::Silent(true)));
    let status = Status::default();
    assert_eq!(tab.handle(Heard::Told(Hint::Lead(status)), 0), [Do::Silent(false), Do::Show(status)]);
    // Out of sight nobody waits for an answer.
    assert_eq!(tab.handle(Heard::Tick(false), 10 * SILENCE_MS), [Do::Look(Look::All)]);
}

#[test]
fn a_leader_whose_store_was_deleted_begins_again_from_the_new_one() {
    let mut tab = leader();
    assert_eq!(tab.handle(Heard::Anew, 0), [Do::End, Do::Look(Look::Lead)]);
    assert_eq!(tab.handle(Heard::Looked(Some(AT(0))), 0), [Do::Begin, Do::SayLead]);
}

#[test]
fn a_store_that_cannot_be_read_is_not_led() {
    let mut tab = tab();
    tab.handle(Heard::Granted, 0);
    assert_eq!(tab.handle(Heard::Looked(None), 0), [Do::GiveBack]);
    assert_eq!(tab.handle(Heard::Tick(true), 0)[0], Do::Ask);
}

#[test]
fn where_several_cannot_work_together_the_newest_does() {
    let mut tab = Tabs::new(true, AT(5), 0);
    tab.handle(Heard::Opened, 0);
    tab.handle(Heard::Granted, 0);
    tab.handle(Heard::Looked(Some(AT(5))), 0);
    assert_eq!(tab.handle(Heard::Looked(Some(AT(5))), 0), [Do::Begin, Do::SayLead]);
    assert_eq!(tab.handle(Heard::Told(Hint::Lead(Status::default())), 0), [Do::End, Do::Elsewhere]);
}

#[test]
fn everything_stands_for_all_that_was_named_before() {
    let mut tab = tab();
    tab.handle(Heard::Told(Hint::Written(Written::everything())), 0);
    for n in 6..9 {
        tab.handle(Heard::Told(Hint::Written(written(n - 1, n, &[]))), 0);
    }
    tab.handle(Heard::Shown, 0);
    tab.handle(Heard::Granted, 0);
    assert_eq!(tab.handle(Heard::Looked(Some(AT(9))), 0), [Do::Look(Look::Lead)]);
    assert_eq!(tab.handle(Heard::Looked(Some(AT(9))), 0), [Do::Begin, Do::SayLead]);
}
