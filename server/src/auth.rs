//! Who is asking: set-up, sign-in, sessions, one-time links, and what each person may do.
//!
//! Secrets are random, shown once and stored as SHA-256; passwords are stored as argon2id. Every function takes the
//! current time (milliseconds since 1970, UTC), so that expiry can be tested.

mod actor;
pub mod cookie;
mod error;
pub mod limiter;
mod link;
mod login;
pub mod password;
pub mod secret;
mod session;
mod setup;
mod staff;

use std::net::IpAddr;
use std::sync::Arc;

pub use actor::{Actor, Role, Scope};
pub use error::AuthError;
pub use link::{LinkInfo, OneTimeLink, Purpose};
pub use login::SignedIn;
pub use session::WhoAmI;
pub use setup::NewOrganisation;
pub use staff::{RightsChange, Staff, Team};

use crate::db::connect::Db;
use limiter::Limiter;
use password::Passwords;

/// How long a session lasts without being used: 30 days, in milliseconds.
pub const SESSION_MS: i64 = 30 * 24 * 3600 * 1000;
/// How long an invitation or a reset link lasts: 3 days, in milliseconds.
pub const LINK_MS: i64 = 3 * 24 * 3600 * 1000;

/// The accounts of one organisation. Cheap to clone; clones share the rate limits.
#[derive(Clone)]
pub struct Auth {
    db: Db,
    passwords: Passwords,
    /// Failures per login: a short delay, so that nobody can lock a colleague out for long.
    by_login: Arc<Limiter<String>>,
    /// Failures per network address: a long delay, for somebody who tries many logins.
    by_peer: Arc<Limiter<IpAddr>>,
}

impl std::fmt::Debug for Auth {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Auth")
    }
}

impl Auth {
    /// Accounts over `db`, whose migrations must have run.
    pub fn new(db: Db) -> Self {
        Self {
            db,
            passwords: Passwords::new(),
            by_login: Arc::new(Limiter::new(5, 60)),
            by_peer: Arc::new(Limiter::new(20, 900)),
        }
    }

    /// Fails while `login` or `peer` has to wait because of earlier failures.
    fn check_limits(&self, login: &str, peer: IpAddr, now: i64) -> Result<(), AuthError> {
        let login = self.by_login.wait(&login.to_owned(), now);
        match login.max(self.by_peer.wait(&peer, now)) {
            0 => Ok(()),
            seconds => Err(AuthError::TooManyAttempts { seconds }),
        }
    }

    fn count_failure(&self, login: &str, peer: IpAddr, now: i64) {
        self.by_login.failed(login.to_owned(), now);
        self.by_peer.failed(peer, now);
    }
}
