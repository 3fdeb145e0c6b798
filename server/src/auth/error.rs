//! What can go wrong with accounts, each with a stable code for clients.

use crate::db::connect::DbError;
use crate::db::staff::{LOGIN_INDEX, TEAM_INDEX};

/// A refused or failed account action.
#[derive(Debug, thiserror::Error)]
pub enum AuthError {
    /// The set-up code is wrong, or the server is already set up.
    #[error(
        "the set-up code is wrong or was already used: the server prints a new one at every start until an administrator exists"
    )]
    BadSetupCode,
    /// Login or password is wrong; which one is not said.
    #[error("login or password is wrong")]
    BadCredentials,
    /// Too many failures; the person has to wait.
    #[error("too many attempts: try again in {seconds} s")]
    TooManyAttempts {
        /// How long to wait.
        seconds: u32,
    },
    /// Nobody is signed in.
    #[error("please sign in")]
    NotSignedIn,
    /// The person may not do this.
    #[error("this needs a right that you do not have")]
    Forbidden,
    /// The one-time link is unknown, used or expired.
    #[error("this link was already used or has expired: ask for a new one")]
    BadLink,
    /// Somebody else has this login.
    #[error("this login is taken")]
    LoginTaken,
    /// There is a team of this name.
    #[error("there is a team of this name")]
    TeamTaken,
    /// A login must have 2-64 characters without spaces.
    #[error("a login has 2 to 64 characters and no spaces")]
    BadLogin,
    /// A name must have 1-100 characters.
    #[error("a name has 1 to 100 characters")]
    BadName,
    /// The password is too short, too long or one of the first that are guessed.
    #[error("a password has 8 to 200 characters and is not easy to guess")]
    WeakPassword,
    /// There is no such person.
    #[error("there is no such person")]
    UnknownStaff,
    /// There is no such team.
    #[error("there is no such team")]
    UnknownTeam,
    /// Nobody could administer afterwards.
    #[error("at least one active administrator must remain")]
    LastAdministrator,
    /// The database failed.
    #[error(transparent)]
    Database(DbError),
    /// The operating system gave no random numbers, or hashing was cut off.
    #[error("internal error: {0}")]
    Internal(String),
}

impl AuthError {
    /// The stable code by which a client knows what happened.
    pub fn code(&self) -> &'static str {
        match self {
            Self::BadSetupCode => "bad_setup_code",
            Self::BadCredentials => "bad_credentials",
            Self::TooManyAttempts { .. } => "too_many_attempts",
            Self::NotSignedIn => "needs_auth",
            Self::Forbidden => "forbidden",
            Self::BadLink => "bad_link",
            Self::LoginTaken => "login_taken",
            Self::TeamTaken => "team_taken",
            Self::BadLogin => "bad_login",
            Self::BadName => "bad_name",
            Self::WeakPassword => "weak_password",
            Self::UnknownStaff => "unknown_staff",
            Self::UnknownTeam => "unknown_team",
            Self::LastAdministrator => "last_administrator",
            Self::Database(_) | Self::Internal(_) => "internal",
        }
    }

    /// Seconds to wait before trying again, where waiting helps.
    pub fn retry_after(&self) -> Option<u32> {
        match self {
            Self::TooManyAttempts { seconds } => Some(*seconds),
            _ => None,
        }
    }

    pub(super) fn corrupt(what: &str, value: &str) -> Self {
        Self::Database(DbError::Data(format!("{what} of a staff record is `{value}`")))
    }
}

impl From<DbError> for AuthError {
    fn from(error: DbError) -> Self {
        match error.thrown() {
            Some("setup_closed") => return Self::BadSetupCode,
            Some("link_invalid") => return Self::BadLink,
            Some("staff_unknown") => return Self::UnknownStaff,
            Some("team_unknown") => return Self::UnknownTeam,
            Some("last_administrator") => return Self::LastAdministrator,
            _ => {}
        }
        if error.is_duplicate(LOGIN_INDEX) {
            return Self::LoginTaken;
        }
        if error.is_duplicate(TEAM_INDEX) {
            return Self::TeamTaken;
        }
        Self::Database(error)
    }
}
