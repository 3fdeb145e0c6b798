//! The people who sign in, and their teams.

use surrealdb::types::SurrealValue;

use super::connect::{Db, DbError, Vars};

/// The unique index on logins; a [`DbError::Duplicate`] names it when a login is taken.
pub const LOGIN_INDEX: &str = "staff_login";
/// The unique index on team names.
pub const TEAM_INDEX: &str = "team_name";

/// One person, as stored. Keys are UUID strings.
#[derive(Debug, Clone, SurrealValue)]
pub struct StaffRow {
    /// The person's key.
    pub key: String,
    /// What colleagues call them.
    pub name: String,
    /// Lower case; none until an invitation was accepted.
    pub login: Option<String>,
    /// argon2id in PHC form; none until an invitation was accepted.
    pub password_hash: Option<String>,
    /// `administrator`, `manager` or `staff`.
    pub role: String,
    /// `own`, `team` or `all`.
    pub scope: String,
    /// The team's key.
    pub team: Option<String>,
    /// Whether the person may export customers.
    pub can_export: bool,
    /// Whether the person may sign in.
    pub active: bool,
    /// Raised by every change of role, scope, team or activity.
    pub scopes_version: i64,
    /// Milliseconds since 1970, UTC.
    pub created_at: i64,
}

/// One team. The key is a UUID string.
#[derive(Debug, Clone, PartialEq, Eq, SurrealValue)]
pub struct TeamRow {
    /// The team's key.
    pub key: String,
    /// Its name, unique.
    pub name: String,
}

const FIELDS: &str = "record::id(id) AS key, name, login, password_hash, role, scope, team, can_export, active, \
                      scopes_version, created_at";

/// What a new person is created with.
#[derive(Debug, Clone)]
pub struct NewStaff<'a> {
    /// A new UUID string.
    pub key: &'a str,
    /// See [`StaffRow::name`].
    pub name: &'a str,
    /// See [`StaffRow::role`].
    pub role: &'a str,
    /// See [`StaffRow::scope`].
    pub scope: &'a str,
    /// See [`StaffRow::team`].
    pub team: Option<&'a str>,
    /// Milliseconds since 1970, UTC.
    pub now: i64,
}

impl NewStaff<'_> {
    fn vars(&self) -> Vars {
        Vars::new()
            .set("key", self.key.to_owned())
            .set("name", self.name.to_owned())
            .set("role", self.role.to_owned())
            .set("scope", self.scope.to_owned())
            .set("team", self.team.map(ToOwned::to_owned))
            .set("now", self.now)
    }
}

/// The person with this key.
pub async fn by_key(db: &Db, key: &str) -> Result<Option<StaffRow>, DbError> {
    let surql = format!("SELECT {FIELDS} FROM type::record('staff', $key)");
    db.first(&surql, Vars::new().set("key", key.to_owned())).await
}

/// The person with this login (lower case).
pub async fn by_login(db: &Db, login: &str) -> Result<Option<StaffRow>, DbError> {
    let surql = format!("SELECT {FIELDS} FROM staff WHERE login = $login");
    db.first(&surql, Vars::new().set("login", login.to_owned())).await
}

/// Everybody, oldest first.
pub async fn list(db: &Db) -> Result<Vec<StaffRow>, DbError> {
    db.values(&format!("SELECT {FIELDS} FROM staff ORDER BY created_at, key"), Vars::new()).await
}

/// Whether somebody can administer: is active, has the role and a password.
pub async fn has_administrator(db: &Db) -> Result<bool, DbError> {
    let found: Option<i64> = db
        .first(
            "SELECT VALUE 1 FROM staff WHERE role = 'administrator' AND active AND password_hash != NONE LIMIT 1",
            Vars::new(),
        )
        .await?;
    Ok(found.is_some())
}

/// Creates the first administrator and the organisation, and uses up the set-up code, all or nothing.
///
/// # Errors
/// [`DbError::Thrown`] `setup_closed` when the code's hash is not (or no longer) the stored one.
pub async fn create_first_administrator(
    db: &Db,
    person: &NewStaff<'_>,
    login: &str,
    password_hash: &str,
    organisation: &str,
    code_hash: &str,
) -> Result<(), DbError> {
    let vars = person
        .vars()
        .set("login", login.to_owned())
        .set("hash", password_hash.to_owned())
        .set("organisation", organisation.to_owned())
        .set("code", code_hash.to_owned());
    // Deleting the code's row is the guard: of two concurrent set-ups one collides, retries and finds nothing.
    db.transaction(
        "BEGIN;
         IF (SELECT VALUE value FROM setting:setup_code_hash)[0] != $code { THROW 'setup_closed' };
         DELETE setting:setup_code_hash RETURN NONE;
         UPDATE guard:administrators SET n += 1 RETURN NONE;
         CREATE type::record('staff', $key) SET name = $name, login = $login, password_hash = $hash, role = $role,
           scope = $scope, team = $team, can_export = true, created_at = $now RETURN NONE;
         UPSERT setting:organisation SET value = $organisation RETURN NONE;
         COMMIT;",
        vars,
    )
    .await
    .map(drop)
}

/// Creates a person without login and password, and the link by which they set both.
pub async fn create_invited(db: &Db, person: &NewStaff<'_>, link_hash: &str, expires: i64) -> Result<(), DbError> {
    let vars = person.vars().set("link", link_hash.to_owned()).set("expires", expires);
    db.transaction(
        "BEGIN;
         CREATE type::record('staff', $key) SET name = $name, role = $role, scope = $scope, team = $team,
           can_export = $role != 'staff', created_at = $now RETURN NONE;
         CREATE type::record('one_time_link', $link) SET staff = $key, purpose = 'invitation',
           created_at = $now, expires_at = $expires RETURN NONE;
         COMMIT;",
        vars,
    )
    .await
    .map(drop)
}

/// Uses up a one-time link and sets login (when given) and password; ends the person's sessions.
///
/// # Errors
/// [`DbError::Thrown`] `link_invalid` when the link is unknown, used or expired or the person inactive;
/// [`DbError::Duplicate`] [`LOGIN_INDEX`] when the login is taken.
pub async fn use_link(
    db: &Db,
    link_hash: &str,
    login: Option<&str>,
    password_hash: &str,
    now: i64,
) -> Result<(), DbError> {
    let vars = Vars::new()
        .set("link", link_hash.to_owned())
        .set("login", login.map(ToOwned::to_owned))
        .set("hash", password_hash.to_owned())
        .set("now", now);
    db.transaction(
        "BEGIN;
         LET $l = (SELECT * FROM type::record('one_time_link', $link)
                   WHERE used_at = NONE AND expires_at > $now)[0];
         IF $l = NONE { THROW 'link_invalid' };
         LET $p = (SELECT * FROM type::record('staff', $l.staff) WHERE active)[0];
         IF $p = NONE { THROW 'link_invalid' };
         UPDATE $l.id SET used_at = $now RETURN NONE;
         UPDATE guard:administrators SET n += 1 RETURN NONE;
         UPDATE $p.id SET login = $login ?? login, password_hash = $hash RETURN NONE;
         DELETE session WHERE staff = $l.staff RETURN NONE;
         COMMIT;",
        vars,
    )
    .await
    .map(drop)
}

/// What of a person's rights is to change; `None` leaves a part as it is.
#[derive(Debug, Clone, Default)]
pub struct RightsChange {
    /// New role.
    pub role: Option<String>,
    /// New scope.
    pub scope: Option<String>,
    /// New team; `Some(None)` takes the person out of every team.
    pub team: Option<Option<String>>,
    /// New export right.
    pub can_export: Option<bool>,
    /// Whether the person may sign in; `false` also ends their sessions.
    pub active: Option<bool>,
}

/// Changes a person's rights and raises their `scopes_version`.
///
/// # Errors
/// [`DbError::Thrown`] `staff_unknown`, `team_unknown`, or `last_administrator` when nobody could administer afterwards.
pub async fn change_rights(db: &Db, key: &str, change: &RightsChange) -> Result<(), DbError> {
    let set_team = change.team.is_some();
    let vars = Vars::new()
        .set("key", key.to_owned())
        .set("role", change.role.clone())
        .set("scope", change.scope.clone())
        .set("set_team", set_team)
        .set("team", change.team.clone().flatten())
        .set("export", change.can_export)
        .set("active", change.active);
    // The guard row is written by every change: two administrators cannot demote each other at the same time.
    db.transaction(
        "BEGIN;
         LET $p = (SELECT * FROM type::record('staff', $key))[0];
         IF $p = NONE { THROW 'staff_unknown' };
         IF $team != NONE AND (SELECT VALUE name FROM type::record('team', $team))[0] = NONE { THROW 'team_unknown' };
         UPDATE guard:administrators SET n += 1 RETURN NONE;
         UPDATE $p.id SET role = $role ?? role, scope = $scope ?? scope,
           team = IF $set_team { $team } ELSE { team },
           can_export = $export ?? can_export, active = $active ?? active, scopes_version += 1 RETURN NONE;
         IF array::len(SELECT VALUE 1 FROM staff
              WHERE role = 'administrator' AND active AND password_hash != NONE) = 0 { THROW 'last_administrator' };
         IF $active = false { DELETE session WHERE staff = $key RETURN NONE };
         COMMIT;",
        vars,
    )
    .await
    .map(drop)
}

/// Creates a team.
///
/// # Errors
/// [`DbError::Duplicate`] [`TEAM_INDEX`] when the name is taken.
pub async fn create_team(db: &Db, key: &str, name: &str, now: i64) -> Result<(), DbError> {
    let vars = Vars::new().set("key", key.to_owned()).set("name", name.to_owned()).set("now", now);
    db.transaction("CREATE type::record('team', $key) SET name = $name, created_at = $now RETURN NONE", vars)
        .await
        .map(drop)
}

/// Every team, by name.
pub async fn teams(db: &Db) -> Result<Vec<TeamRow>, DbError> {
    db.values("SELECT record::id(id) AS key, name FROM team ORDER BY name", Vars::new()).await
}
