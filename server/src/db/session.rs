//! Sessions and one-time links. Tokens never reach this module, only their SHA-256 in hex.

use surrealdb::types::SurrealValue;

use super::connect::{Db, DbError, Vars};

/// A session together with the person it belongs to.
#[derive(Debug, Clone, SurrealValue)]
pub struct SessionRow {
    /// The person's key.
    pub staff: String,
    /// Milliseconds since 1970, UTC.
    pub last_seen: i64,
    /// Milliseconds since 1970, UTC.
    pub expires_at: i64,
}

/// Stores a new session.
pub async fn create(db: &Db, hash: &str, staff: &str, device: &str, now: i64, expires: i64) -> Result<(), DbError> {
    let vars = Vars::new()
        .set("hash", hash.to_owned())
        .set("staff", staff.to_owned())
        .set("device", device.to_owned())
        .set("now", now)
        .set("expires", expires);
    db.transaction(
        "CREATE type::record('session', $hash) SET staff = $staff, device = $device,
           created_at = $now, last_seen = $now, expires_at = $expires RETURN NONE",
        vars,
    )
    .await
    .map(drop)
}

/// The session with this hash, expired or not.
pub async fn find(db: &Db, hash: &str) -> Result<Option<SessionRow>, DbError> {
    db.first(
        "SELECT staff, last_seen, expires_at FROM type::record('session', $hash)",
        Vars::new().set("hash", hash.to_owned()),
    )
    .await
}

/// Slides a session's end. A session removed meanwhile stays removed.
pub async fn slide(db: &Db, hash: &str, now: i64, expires: i64) -> Result<(), DbError> {
    let vars = Vars::new().set("hash", hash.to_owned()).set("now", now).set("expires", expires);
    db.transaction(
        "UPDATE type::record('session', $hash) SET last_seen = $now, expires_at = $expires RETURN NONE",
        vars,
    )
    .await
    .map(drop)
}

/// Removes one session.
pub async fn remove(db: &Db, hash: &str) -> Result<(), DbError> {
    let vars = Vars::new().set("hash", hash.to_owned());
    db.transaction("DELETE type::record('session', $hash) RETURN NONE", vars).await.map(drop)
}

/// Removes every session of a person.
pub async fn remove_all(db: &Db, staff: &str) -> Result<(), DbError> {
    let vars = Vars::new().set("staff", staff.to_owned());
    db.transaction("DELETE session WHERE staff = $staff RETURN NONE", vars).await.map(drop)
}

/// Removes sessions and links that ended before `now`; for a nightly job.
pub async fn remove_expired(db: &Db, now: i64) -> Result<(), DbError> {
    let vars = Vars::new().set("now", now);
    db.transaction(
        "BEGIN; DELETE session WHERE expires_at < $now RETURN NONE;
         DELETE one_time_link WHERE expires_at < $now RETURN NONE; COMMIT;",
        vars,
    )
    .await
    .map(drop)
}

/// Stores a one-time link for an existing person and voids the earlier ones.
pub async fn create_link(
    db: &Db,
    hash: &str,
    staff: &str,
    purpose: &str,
    now: i64,
    expires: i64,
) -> Result<(), DbError> {
    let vars = Vars::new()
        .set("hash", hash.to_owned())
        .set("staff", staff.to_owned())
        .set("purpose", purpose.to_owned())
        .set("now", now)
        .set("expires", expires);
    db.transaction(
        "BEGIN;
         DELETE one_time_link WHERE staff = $staff RETURN NONE;
         CREATE type::record('one_time_link', $hash) SET staff = $staff, purpose = $purpose,
           created_at = $now, expires_at = $expires RETURN NONE;
         COMMIT;",
        vars,
    )
    .await
    .map(drop)
}

/// What an unused, unexpired link is for.
#[derive(Debug, Clone, PartialEq, Eq, SurrealValue)]
pub struct LinkRow {
    /// The person's key.
    pub staff: String,
    /// `invitation` or `reset`.
    pub purpose: String,
}

/// The link with this hash, if it can still be used at `now`.
pub async fn find_link(db: &Db, hash: &str, now: i64) -> Result<Option<LinkRow>, DbError> {
    db.first(
        "SELECT staff, purpose FROM type::record('one_time_link', $hash)
         WHERE used_at = NONE AND expires_at > $now",
        Vars::new().set("hash", hash.to_owned()).set("now", now),
    )
    .await
}
