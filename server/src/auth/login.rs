//! Signing in and out.

use std::net::IpAddr;

use super::{Actor, Auth, AuthError, SESSION_MS, secret};
use crate::db::{session, staff};

/// A new session. The token goes into the cookie and nowhere else.
#[derive(Clone)]
pub struct SignedIn {
    /// 64 hex digits.
    pub token: String,
    /// Who signed in.
    pub actor: Actor,
}

impl Auth {
    /// Checks login and password and starts a session for `device`.
    ///
    /// # Errors
    /// [`AuthError::BadCredentials`] for a wrong login, a wrong password and an inactive person alike;
    /// [`AuthError::TooManyAttempts`] with the seconds to wait.
    pub async fn login(
        &self,
        login: &str,
        password: &str,
        device: &str,
        peer: IpAddr,
        now: i64,
    ) -> Result<SignedIn, AuthError> {
        let login = login.trim().to_lowercase();
        self.check_limits(&login, peer, now)?;
        // Counted before the work and taken back on success: otherwise a burst of parallel guesses is free.
        self.count_failure(&login, peer, now);
        let row = staff::by_login(&self.db, &login).await?.filter(|row| row.active);
        let stored = row.as_ref().and_then(|row| row.password_hash.as_deref());
        // A megabyte of "password" would be hashed for nothing: nobody could have set it.
        let plausible = password.len() <= 1024;
        let right = plausible && self.passwords.verify(password, stored).await?;
        let Some(row) = row.filter(|_| right) else {
            return Err(AuthError::BadCredentials);
        };
        self.by_login.succeeded(&login);
        // Not forgotten altogether: one good account must not buy free guesses at the others.
        self.by_peer.take_back(&peer);
        self.start_session(&row.key, device, now).await
    }

    /// Ends the session of `token`; an unknown one is no error.
    ///
    /// # Errors
    /// Database errors.
    pub async fn logout(&self, token: &str) -> Result<(), AuthError> {
        Ok(session::remove(&self.db, &secret::sha256_hex(token.as_bytes())).await?)
    }

    pub(super) async fn start_session(&self, key: &str, device: &str, now: i64) -> Result<SignedIn, AuthError> {
        let row = staff::by_key(&self.db, key).await?.ok_or(AuthError::UnknownStaff)?;
        let actor = Actor::from_row(&row)?;
        let token = secret::token()?;
        let device: String = device.chars().filter(|c| !c.is_control()).take(80).collect();
        session::create(&self.db, &secret::sha256_hex(token.as_bytes()), key, &device, now, now + SESSION_MS).await?;
        Ok(SignedIn { token, actor })
    }
}
