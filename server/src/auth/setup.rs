//! The first start: a one-time code proves that whoever sets the server up can read its console.

use std::net::IpAddr;

use super::actor::key_of;
use super::link::{check_login, check_name};
use super::{Auth, AuthError, Role, Scope, SignedIn, password, secret};
use crate::db::staff::NewStaff;
use crate::db::{setting, staff};

/// The rate-limit key of set-up attempts, which have no login yet. No login can contain a space.
const LIMIT_KEY: &str = "set up";

/// What the first administrator types.
#[derive(Debug, Clone)]
pub struct NewOrganisation<'a> {
    /// The set-up code from the server's console.
    pub code: &'a str,
    /// The organisation's name.
    pub organisation: &'a str,
    /// The administrator's name.
    pub name: &'a str,
    /// The administrator's login.
    pub login: &'a str,
    /// The administrator's password.
    pub password: &'a str,
    /// The device's name, for the list of sessions.
    pub device: &'a str,
}

impl Auth {
    /// A new set-up code while nobody can administer yet; it replaces earlier ones. `None` once the server is set up.
    ///
    /// # Errors
    /// Database errors.
    pub async fn new_setup_code(&self) -> Result<Option<String>, AuthError> {
        if staff::has_administrator(&self.db).await? {
            return Ok(None);
        }
        let code = secret::setup_code()?;
        let hash = secret::sha256_hex(secret::normalise_code(&code).as_bytes());
        setting::put(&self.db, setting::SETUP_CODE_HASH, &hash).await?;
        Ok(Some(code))
    }

    /// Whether the server still waits for its first administrator.
    ///
    /// # Errors
    /// Database errors.
    pub async fn needs_setup(&self) -> Result<bool, AuthError> {
        Ok(!staff::has_administrator(&self.db).await?)
    }

    /// Uses the set-up code: names the organisation, creates its first administrator and signs them in.
    ///
    /// # Errors
    /// [`AuthError::BadSetupCode`], [`AuthError::TooManyAttempts`], or a name, login or password that is refused.
    pub async fn setup(&self, new: &NewOrganisation<'_>, peer: IpAddr, now: i64) -> Result<SignedIn, AuthError> {
        self.check_limits(LIMIT_KEY, peer, now)?;
        let stored = setting::get(&self.db, setting::SETUP_CODE_HASH).await?;
        let given = secret::sha256_hex(secret::normalise_code(new.code).as_bytes());
        if !stored.is_some_and(|stored| secret::constant_time_eq(&stored, &given)) {
            self.count_failure(LIMIT_KEY, peer, now);
            return Err(AuthError::BadSetupCode);
        }
        let login = check_login(new.login)?;
        let organisation = check_name(new.organisation)?;
        let name = check_name(new.name)?;
        password::check_strength(new.password, &login)?;
        let hash = self.passwords.hash(new.password).await?;
        let key = key_of(secret::new_id(now)?);
        let person = NewStaff {
            key: &key,
            name,
            role: Role::Administrator.as_str(),
            scope: Scope::All.as_str(),
            team: None,
            now,
        };
        staff::create_first_administrator(&self.db, &person, &login, &hash, organisation, &given).await?;
        self.start_session(&key, new.device, now).await
    }
}
