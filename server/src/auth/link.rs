//! One-time links: an invitation sets login and password, a reset a new password. No mail server is needed: a link is
//! handed over as text or QR code.

use std::net::IpAddr;

use super::actor::{key_of, parse_key};
use super::{Actor, Auth, AuthError, LINK_MS, Role, Scope, SignedIn, password, secret};
use crate::db::staff::NewStaff;
use crate::db::{session, staff};

/// The rate-limit key of attempts with a link.
const LIMIT_KEY: &str = "one-time link";

/// What a link is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Purpose {
    /// A new person chooses login and password.
    Invitation,
    /// A known person chooses a new password.
    Reset,
}

/// A link that was just made; the token is shown once.
#[derive(Clone)]
pub struct OneTimeLink {
    /// The person it is for.
    pub staff_id: [u8; 16],
    /// 64 hex digits.
    pub token: String,
    /// Milliseconds since 1970, UTC.
    pub expires_at: i64,
}

impl OneTimeLink {
    /// The path to open. The token is a fragment: browsers never send it, so no log or proxy ever sees it.
    pub fn path(&self) -> String {
        format!("/join#{}", self.token)
    }
}

/// What the page shows before the person types.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LinkInfo {
    /// What the link is for.
    pub purpose: Purpose,
    /// The person's name.
    pub name: String,
    /// The person's login; none for an invitation.
    pub login: Option<String>,
}

impl Auth {
    /// Creates a person who has still to choose login and password. Only administrators may; `by` is `None` for the
    /// command line.
    ///
    /// # Errors
    /// [`AuthError::Forbidden`], [`AuthError::BadName`], [`AuthError::UnknownTeam`].
    pub async fn invite(
        &self,
        by: Option<&Actor>,
        name: &str,
        role: Role,
        scope: Scope,
        team: Option<[u8; 16]>,
        now: i64,
    ) -> Result<OneTimeLink, AuthError> {
        by.map_or(Ok(()), |actor| actor.require(Role::Administrator))?;
        let name = check_name(name)?;
        let team = team.map(key_of);
        if let Some(team) = &team {
            let known = staff::teams(&self.db).await?;
            known.iter().find(|row| row.key == *team).ok_or(AuthError::UnknownTeam)?;
        }
        let staff_id = secret::new_id(now)?;
        let token = secret::token()?;
        let expires_at = now + LINK_MS;
        let key = key_of(staff_id);
        let person =
            NewStaff { key: &key, name, role: role.as_str(), scope: scope.as_str(), team: team.as_deref(), now };
        staff::create_invited(&self.db, &person, &secret::sha256_hex(token.as_bytes()), expires_at).await?;
        Ok(OneTimeLink { staff_id, token, expires_at })
    }

    /// A new link for somebody who lost their password (or their invitation); earlier links become void.
    ///
    /// # Errors
    /// [`AuthError::Forbidden`], [`AuthError::UnknownStaff`].
    pub async fn reset(&self, by: Option<&Actor>, staff_id: [u8; 16], now: i64) -> Result<OneTimeLink, AuthError> {
        by.map_or(Ok(()), |actor| actor.require(Role::Administrator))?;
        let key = key_of(staff_id);
        let row = staff::by_key(&self.db, &key).await?.filter(|row| row.active).ok_or(AuthError::UnknownStaff)?;
        let purpose = if row.login.is_some() { "reset" } else { "invitation" };
        let token = secret::token()?;
        let expires_at = now + LINK_MS;
        session::create_link(&self.db, &secret::sha256_hex(token.as_bytes()), &key, purpose, now, expires_at).await?;
        Ok(OneTimeLink { staff_id, token, expires_at })
    }

    /// What a link is for and for whom.
    ///
    /// # Errors
    /// [`AuthError::BadLink`] when it was used or has expired.
    pub async fn link_info(&self, token: &str, now: i64) -> Result<LinkInfo, AuthError> {
        let hash = secret::sha256_hex(token.as_bytes());
        let link = session::find_link(&self.db, &hash, now).await?.ok_or(AuthError::BadLink)?;
        parse_key(&link.staff)?;
        let row = staff::by_key(&self.db, &link.staff).await?.ok_or(AuthError::BadLink)?;
        let purpose = if link.purpose == "reset" { Purpose::Reset } else { Purpose::Invitation };
        Ok(LinkInfo { purpose, name: row.name, login: row.login })
    }

    /// Uses a link: sets the password, for an invitation also the login, ends older sessions, and signs in.
    ///
    /// # Errors
    /// [`AuthError::BadLink`], [`AuthError::LoginTaken`], [`AuthError::BadLogin`], [`AuthError::WeakPassword`],
    /// [`AuthError::TooManyAttempts`].
    pub async fn accept_link(
        &self,
        token: &str,
        login: Option<&str>,
        password: &str,
        device: &str,
        peer: IpAddr,
        now: i64,
    ) -> Result<SignedIn, AuthError> {
        // Tokens have 256 bits: only the peer is slowed down, nobody can hold up other people's links.
        match self.by_peer.wait(&peer, now) {
            0 => {}
            seconds => return Err(AuthError::TooManyAttempts { seconds }),
        }
        let info = match self.link_info(token, now).await {
            Err(AuthError::BadLink) => {
                self.count_failure(LIMIT_KEY, peer, now);
                return Err(AuthError::BadLink);
            }
            other => other?,
        };
        let login = match (info.purpose, login) {
            (Purpose::Reset, _) => None,
            (Purpose::Invitation, Some(login)) => Some(check_login(login)?),
            (Purpose::Invitation, None) => return Err(AuthError::BadLogin),
        };
        let known_login = login.as_deref().or(info.login.as_deref()).unwrap_or_default();
        password::check_strength(password, known_login)?;
        let hash = self.passwords.hash(password).await?;
        staff::use_link(&self.db, &secret::sha256_hex(token.as_bytes()), login.as_deref(), &hash, now).await?;
        let row = staff::by_login(&self.db, known_login).await?.ok_or(AuthError::UnknownStaff)?;
        self.by_login.succeeded(&known_login.to_owned());
        self.start_session(&row.key, device, now).await
    }
}

/// A login in its stored form: trimmed, lower case, 2-64 characters, no spaces or control characters.
pub(super) fn check_login(login: &str) -> Result<String, AuthError> {
    let login = login.trim().to_lowercase();
    let length = login.chars().count();
    let printable = login.chars().all(|c| !c.is_whitespace() && !c.is_control());
    if (2..=64).contains(&length) && printable { Ok(login) } else { Err(AuthError::BadLogin) }
}

/// A trimmed name of 1-100 characters without control characters.
pub(super) fn check_name(name: &str) -> Result<&str, AuthError> {
    let name = name.trim();
    let length = name.chars().count();
    if (1..=100).contains(&length) && !name.chars().any(char::is_control) { Ok(name) } else { Err(AuthError::BadName) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn logins_and_names_have_limits() {
        assert_eq!(check_login("  Chen.Jing ").ok().as_deref(), Some("chen.jing"));
        assert!(check_login("陈静").is_ok());
        for bad in ["a", "two words", "", &"x".repeat(65), "tab\there"] {
            assert!(check_login(bad).is_err(), "{bad:?}");
        }
        assert_eq!(check_name(" 陈静 ").ok(), Some("陈静"));
        assert!(check_name("  ").is_err() && check_name("a\nb").is_err());
    }
}
