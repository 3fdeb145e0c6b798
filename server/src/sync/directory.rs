//! What the server keeps in memory to judge quickly: who owns which customer, who referred whom, who is in which team.

use std::collections::{HashMap, HashSet};

use domain::row::RowRef;
use domain::schema::fields::{customer, referral, staff as staff_field};
use domain::{Aliases, Author, Kind, Role, Row, RowId, Scope, StaffId, World, judge};

use crate::db::connect::{Db, DbError};
use crate::db::{scope, staff};

/// Owners, standing referrals and people. Kept up to date by the writer alone.
#[derive(Debug, Default)]
pub struct Directory {
    /// Customers that have an owner.
    owners: HashMap<RowId, StaffId>,
    /// Who was merged into whom.
    aliases: Aliases,
    /// By customer: the standing referral and who referred.
    referrers: HashMap<RowId, (RowId, RowId)>,
    /// Everybody with an account, as they are judged.
    people: HashMap<StaffId, Author>,
    /// Customers that were erased while this process runs: what was computed about them before must not come back.
    erased: HashSet<RowId>,
    /// The team of everybody in the synced directory, people without an account (of the demo base) included.
    teams: HashMap<StaffId, RowId>,
}

impl Directory {
    /// Reads everything.
    ///
    /// # Errors
    /// Database errors.
    pub async fn load(db: &Db) -> Result<Self, DbError> {
        let owners = scope::owners(db).await?.into_iter().collect();
        let referrers = scope::referrals(db).await?.into_iter().map(|(edge, from, to)| (to, (edge, from))).collect();
        let teams = scope::teams(db).await?.into_iter().collect();
        let aliases = scope::aliases(db).await?;
        Ok(Self { owners, aliases, referrers, people: people(db).await?, teams, erased: HashSet::new() })
    }

    /// Takes over what was read anew; what is known only here stays.
    pub fn replace(&mut self, read: Self) {
        let erased = std::mem::take(&mut self.erased);
        *self = Self { erased, ..read };
    }

    /// Replaces the people, after accounts have changed.
    pub fn set_people(&mut self, people: HashMap<StaffId, Author>) {
        self.people = people;
    }

    /// Everybody with an account.
    pub fn people(&self) -> impl Iterator<Item = &Author> {
        self.people.values()
    }

    /// Who has a customer: the owner of whom the customer is now.
    pub fn owner(&self, customer: RowId) -> Option<StaffId> {
        self.owner_on_record(self.aliases.root(customer))
    }

    /// The owner that a customer's own record names.
    pub fn owner_on_record(&self, customer: RowId) -> Option<StaffId> {
        self.owners.get(&customer).copied()
    }

    /// Whether a person may see a customer.
    pub fn sees(&self, author: &Author, customer: RowId) -> bool {
        judge::can_see(self, author, self.owner(customer))
    }

    /// Who gains or loses sight of a customer that goes from one owner to another.
    pub fn rescoped(&self, from: Option<StaffId>, to: Option<StaffId>) -> impl Iterator<Item = StaffId> {
        let limited = self.people().filter(|p| p.role == Role::Staff && p.scope != Scope::All);
        limited.filter(move |p| judge::can_see(self, p, from) != judge::can_see(self, p, to)).map(|p| p.staff)
    }

    /// Whether a customer was erased while this process runs.
    pub fn is_erased(&self, customer: RowId) -> bool {
        self.erased.contains(&customer)
    }

    /// Notes a row as it is now.
    pub fn note(&mut self, row: &Row) {
        match row.kind {
            Kind::Customer => {
                self.erased.remove(&row.id);
                self.aliases.note(row);
                match row.reference(customer::OWNER) {
                    Some(owner) => drop(self.owners.insert(row.id, StaffId(owner.0))),
                    None => drop(self.owners.remove(&row.id)),
                }
            }
            Kind::Staff => match row.reference(staff_field::TEAM) {
                Some(team) => drop(self.teams.insert(StaffId(row.id.0), team)),
                None => drop(self.teams.remove(&StaffId(row.id.0))),
            },
            Kind::Referral => {
                let Some((to, standing)) = standing(row) else { return };
                match standing {
                    Some(who) => drop(self.referrers.insert(to, who)),
                    None if self.referrers.get(&to).is_some_and(|(edge, _)| *edge == row.id) => {
                        self.referrers.remove(&to);
                    }
                    None => {}
                }
            }
            _ => {}
        }
    }

    /// Notes that a row is no more.
    pub fn forget(&mut self, at: RowRef) {
        match at.kind {
            Kind::Customer => {
                self.erased.insert(at.id);
                self.owners.remove(&at.id);
                self.aliases.forget(at.id);
                self.referrers.remove(&at.id);
            }
            Kind::Staff => drop(self.teams.remove(&StaffId(at.id.0))),
            Kind::Referral => self.referrers.retain(|_, (edge, _)| *edge != at.id),
            _ => {}
        }
    }
}

/// Of a referral: who was referred, and, while it stands, the edge and who referred.
pub(super) fn standing(edge: &Row) -> Option<(RowId, Option<(RowId, RowId)>)> {
    let (from, to) = (edge.reference(referral::FROM)?, edge.reference(referral::TO)?);
    Some((to, judge::is_live(edge).then_some((edge.id, from))))
}

impl World for Directory {
    /// Rows are not held here: rules that need one ask [`super::overlay::Overlay`].
    fn row(&self, _: RowRef) -> Option<&Row> {
        None
    }

    fn aliases(&self) -> &Aliases {
        &self.aliases
    }

    fn referrer(&self, customer: RowId) -> Option<(RowId, RowId)> {
        self.referrers.get(&customer).copied()
    }

    fn team_of(&self, staff: StaffId) -> Option<RowId> {
        self.teams.get(&staff).copied()
    }
}

/// Everybody, as they are judged; those who may no longer sign in too, because they may still own customers.
///
/// # Errors
/// Database errors.
pub(super) async fn people(db: &Db) -> Result<HashMap<StaffId, Author>, DbError> {
    let rows = staff::list(db).await?;
    Ok(rows.iter().filter_map(author).map(|author| (author.staff, author)).collect())
}

fn author(row: &staff::StaffRow) -> Option<Author> {
    let role = match row.role.as_str() {
        "administrator" => Role::Administrator,
        "manager" => Role::Manager,
        _ => Role::Staff,
    };
    let scope = match row.scope.as_str() {
        "all" => Scope::All,
        "team" => Scope::Team,
        _ => Scope::Own,
    };
    Some(Author { staff: StaffId::parse(&row.key)?, role, scope, team: row.team.as_deref().and_then(RowId::parse) })
}
