//! People nobody looks after.

use analytics::graph::orphan::{Orphan, Referrer, Standing, orphans};

#[test]
fn referrer_gone_or_no_owner() {
    use Referrer::{Deleted, Merged, Nobody, Present, Unknown};
    let standing = |referrer, owned| Standing { referrer, owned };
    let people = [
        standing(Nobody, true),
        standing(Nobody, false),
        standing(Present, true),
        standing(Deleted, true),
        standing(Merged, false),
        standing(Unknown, true),
    ];
    let orphan = |person, referrer, without_owner| Orphan { person, referrer, without_owner };
    assert_eq!(
        orphans(&people),
        [orphan(1, Nobody, true), orphan(3, Deleted, false), orphan(4, Merged, true), orphan(5, Unknown, false)]
    );
}
