//! The synced directory: rows that mirror accounts, teams and the organisation's settings, so that devices know them offline.

use std::collections::HashMap;

use domain::schema::fields::{setting as setting_field, staff as staff_field, team as team_field};
use domain::{Author, Field, Kind, Role, Row, RowId, Scope, StaffId, Stamp, Value};
use tokio::sync::oneshot;

use super::bulk::Bulk;
use super::writer::Command;
use super::{Base, SyncError, directory};
use crate::db::connect::{Db, DbError};
use crate::db::{setting, staff};

/// The one row of the organisation's settings.
pub fn setting_id() -> RowId {
    RowId::derived("setting", &[])
}

impl Base {
    /// Brings the synced directory up to the accounts. Called after every change of an account and now and then, because the command
    /// line changes accounts too. Devices of people for whom the set of visible customers changes start afresh.
    ///
    /// # Errors
    /// Database errors; [`SyncError::Stopped`] while the server ends.
    pub async fn refresh_staff(&self) -> Result<(), SyncError> {
        let before: HashMap<StaffId, Author> = self.directory().people().map(|a| (a.staff, *a)).collect();
        let now = directory::people(self.db()).await?;
        let rescope = moved(&before, &now);
        let rows = cards(self.db()).await?;
        let bulk = Bulk { rows, rescope, ..Bulk::default() };
        self.bulk(bulk).await?;
        let (reply, answer) = oneshot::channel();
        self.send(Command::People(reply)).await?;
        answer.await.map_err(|_| SyncError::Stopped)?
    }
}

/// The staff who see their team's customers and whose team somebody has joined or left.
fn moved(before: &HashMap<StaffId, Author>, now: &HashMap<StaffId, Author>) -> Vec<StaffId> {
    let mut teams: Vec<RowId> = now
        .values()
        .filter_map(|author| Some((before.get(&author.staff)?.team, author.team)))
        .filter(|(old, new)| old != new)
        .flat_map(|(old, new)| old.into_iter().chain(new))
        .collect();
    teams.sort_unstable();
    let of_team = |a: &&Author| a.team.is_some_and(|team| teams.binary_search(&team).is_ok());
    now.values().filter(|a| a.role == Role::Staff && a.scope == Scope::Team).filter(of_team).map(|a| a.staff).collect()
}

/// The rows as they should be.
async fn cards(db: &Db) -> Result<Vec<Row>, DbError> {
    let mut rows = Vec::new();
    for team in staff::teams(db).await? {
        let Some(id) = RowId::parse(&team.key) else { continue };
        rows.push(row(Kind::Team, id, [(team_field::NAME, text(&team.name))]));
    }
    for person in staff::list(db).await? {
        let Some(id) = RowId::parse(&person.key) else { continue };
        let team = person.team.as_deref().and_then(RowId::parse).map_or(Value::Null, Value::Id);
        let fields = [
            (staff_field::NAME, text(&person.name)),
            (staff_field::ROLE, text(&person.role)),
            (staff_field::TEAM, team),
            (staff_field::ACTIVE, Value::Bool(person.active)),
            (staff_field::SCOPE, text(&person.scope)),
        ];
        rows.push(row(Kind::Staff, id, fields));
    }
    if let Some(name) = setting::get(db, setting::ORGANISATION).await? {
        let organisation = organisation(db).await?;
        let fields = [
            (setting_field::ORGANISATION, text(&name)),
            (setting_field::CURRENCY, text(&organisation.currency)),
            (setting_field::ZONE_MINUTES, Value::Int(organisation.zone_minutes.into())),
            (setting_field::DEMO, Value::Bool(organisation.demo)),
        ];
        rows.push(row(Kind::Setting, setting_id(), fields));
    }
    Ok(rows)
}

fn row<const N: usize>(kind: Kind, id: RowId, fields: [(Field, Value); N]) -> Row {
    Row::new(kind, id, Stamp::default(), fields)
}

fn text(text: &str) -> Value {
    Value::text(text)
}

/// What the organisation has settled about itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Organisation {
    /// Its name; empty before set-up.
    pub name: String,
    /// ISO 4217.
    pub currency: String,
    /// Minutes east of UTC.
    pub zone_minutes: i32,
    /// Whether the base holds demo data.
    pub demo: bool,
}

impl Organisation {
    /// The business day at a moment (milliseconds since 1970 UTC): days since 1970-01-01 in the organisation's zone.
    pub fn day(&self, at_ms: i64) -> i64 {
        (at_ms + i64::from(self.zone_minutes) * 60_000).div_euclid(86_400_000)
    }
}

/// The setting that holds the zone as minutes east of UTC.
pub const ZONE_MINUTES: &str = "zone_minutes";
/// The setting that says whether the base holds demo data.
pub const DEMO: &str = "demo";

/// What the organisation has settled about itself; China's zone and currency until it has.
///
/// # Errors
/// Database errors.
pub async fn organisation(db: &Db) -> Result<Organisation, DbError> {
    let zone = setting::get(db, ZONE_MINUTES).await?.and_then(|text| text.parse().ok());
    Ok(Organisation {
        name: setting::get(db, setting::ORGANISATION).await?.unwrap_or_default(),
        currency: setting::get(db, setting::CURRENCY).await?.unwrap_or_else(|| "CNY".to_owned()),
        zone_minutes: zone.filter(|m| (-840..=840).contains(m)).unwrap_or(480),
        demo: setting::get(db, DEMO).await?.is_some_and(|text| text == "true"),
    })
}
