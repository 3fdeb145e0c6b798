//! People nobody looks after: the referrer is gone, or there is no owner.

/// What is known of a customer's referrer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Referrer {
    /// Came alone; nothing is missing.
    Nobody,
    /// Is there.
    Present,
    /// Was deleted.
    Deleted,
    /// Was merged into another customer, to whom the referral was not moved.
    Merged,
    /// Is named, but was never known here.
    Unknown,
}

/// A customer, as far as this question goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Standing {
    /// Who brought them.
    pub referrer: Referrer,
    /// Whether a present member of staff owns them.
    pub owned: bool,
}

/// A customer somebody should take over.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Orphan {
    /// Who, by the place in the list.
    pub person: u32,
    /// Why the referrer is missing; [`Referrer::Nobody`] and [`Referrer::Present`] if that is not the reason.
    pub referrer: Referrer,
    /// Whether nobody owns them.
    pub without_owner: bool,
}

/// The customers whose referrer is gone or who have no owner, ascending.
#[must_use]
pub fn orphans(people: &[Standing]) -> Vec<Orphan> {
    (0u32..)
        .zip(people)
        .map(|(person, standing)| Orphan { person, referrer: standing.referrer, without_owner: !standing.owned })
        .filter(|one| one.without_owner || !matches!(one.referrer, Referrer::Nobody | Referrer::Present))
        .collect()
}
