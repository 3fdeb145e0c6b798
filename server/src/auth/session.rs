//! From a cookie's token to a person.

use super::{Actor, Auth, AuthError, SESSION_MS, secret};
use crate::db::{session, staff};

/// A session's end is moved at most once an hour, so that reading does not become writing.
const SLIDE_AFTER_MS: i64 = 3_600_000;

/// The person behind a token.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WhoAmI {
    /// The person.
    pub actor: Actor,
    /// The session was prolonged: send the cookie again.
    pub renewed: bool,
}

impl Auth {
    /// The person behind `token`, or `None` when the session is unknown or over or the person inactive.
    ///
    /// # Errors
    /// Database errors.
    pub async fn who_am_i(&self, token: &str, now: i64) -> Result<Option<WhoAmI>, AuthError> {
        let hash = secret::sha256_hex(token.as_bytes());
        let Some(found) = session::find(&self.db, &hash).await? else {
            return Ok(None);
        };
        if found.expires_at <= now {
            session::remove(&self.db, &hash).await?;
            return Ok(None);
        }
        let Some(row) = staff::by_key(&self.db, &found.staff).await?.filter(|row| row.active) else {
            return Ok(None);
        };
        let renewed = now - found.last_seen >= SLIDE_AFTER_MS;
        if renewed {
            session::slide(&self.db, &hash, now, now + SESSION_MS).await?;
        }
        Ok(Some(WhoAmI { actor: Actor::from_row(&row)?, renewed }))
    }

    /// Ends every session of a person, on all devices.
    ///
    /// # Errors
    /// Database errors.
    pub async fn end_all_sessions(&self, staff_id: [u8; 16]) -> Result<(), AuthError> {
        Ok(session::remove_all(&self.db, &super::actor::key_of(staff_id)).await?)
    }

    /// Removes sessions and links that are over; for a nightly job.
    ///
    /// # Errors
    /// Database errors.
    pub async fn remove_expired(&self, now: i64) -> Result<(), AuthError> {
        Ok(session::remove_expired(&self.db, now).await?)
    }
}
