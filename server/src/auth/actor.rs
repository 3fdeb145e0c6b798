//! The person on whose behalf a request runs.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::AuthError;
use crate::db::staff::StaffRow;

/// What a person may do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, clap::ValueEnum)]
#[serde(rename_all = "lowercase")]
pub enum Role {
    /// Works with customers.
    Staff,
    /// Also sees the team's figures and settles what is held.
    Manager,
    /// Also manages people, settings, import and backup.
    Administrator,
}

/// Which customers a person sees.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, clap::ValueEnum)]
#[serde(rename_all = "lowercase")]
pub enum Scope {
    /// Their own, and those without an owner.
    Own,
    /// Their team's, and those without an owner.
    Team,
    /// Everybody's.
    All,
}

impl Role {
    /// The stored form.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Staff => "staff",
            Self::Manager => "manager",
            Self::Administrator => "administrator",
        }
    }

    pub(super) fn parse(text: &str) -> Result<Self, AuthError> {
        match text {
            "staff" => Ok(Self::Staff),
            "manager" => Ok(Self::Manager),
            "administrator" => Ok(Self::Administrator),
            other => Err(AuthError::corrupt("role", other)),
        }
    }
}

impl Scope {
    /// The stored form.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Own => "own",
            Self::Team => "team",
            Self::All => "all",
        }
    }

    pub(super) fn parse(text: &str) -> Result<Self, AuthError> {
        match text {
            "own" => Ok(Self::Own),
            "team" => Ok(Self::Team),
            "all" => Ok(Self::All),
            other => Err(AuthError::corrupt("scope", other)),
        }
    }
}

/// The signed-in person behind a request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Actor {
    /// The person's UUID.
    pub staff_id: [u8; 16],
    /// What colleagues call them.
    pub name: String,
    /// What they may do.
    pub role: Role,
    /// Which customers they see.
    pub scope: Scope,
    /// The UUID of their team.
    pub team: Option<[u8; 16]>,
    /// Whether they may export customers.
    pub can_export: bool,
    /// Raised by every change of role, scope, team or activity.
    pub scopes_version: u32,
}

impl Actor {
    /// Fails unless the person has at least this role.
    ///
    /// # Errors
    /// [`AuthError::Forbidden`].
    pub fn require(&self, role: Role) -> Result<(), AuthError> {
        if self.role >= role { Ok(()) } else { Err(AuthError::Forbidden) }
    }

    pub(super) fn from_row(row: &StaffRow) -> Result<Self, AuthError> {
        Ok(Self {
            staff_id: parse_key(&row.key)?,
            name: row.name.clone(),
            role: Role::parse(&row.role)?,
            scope: Scope::parse(&row.scope)?,
            team: row.team.as_deref().map(parse_key).transpose()?,
            can_export: row.can_export,
            scopes_version: u32::try_from(row.scopes_version)
                .map_err(|_| AuthError::corrupt("scopes_version", &row.scopes_version.to_string()))?,
        })
    }
}

/// The bytes of a stored key.
pub(super) fn parse_key(key: &str) -> Result<[u8; 16], AuthError> {
    Uuid::parse_str(key).map(Uuid::into_bytes).map_err(|_| AuthError::corrupt("key", key))
}

/// The stored form of an id.
pub(super) fn key_of(id: [u8; 16]) -> String {
    Uuid::from_bytes(id).hyphenated().to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn roles_are_ordered_and_survive_storage() -> Result<(), AuthError> {
        assert!(Role::Staff < Role::Manager && Role::Manager < Role::Administrator);
        for role in [Role::Staff, Role::Manager, Role::Administrator] {
            assert_eq!(Role::parse(role.as_str())?, role);
        }
        for scope in [Scope::Own, Scope::Team, Scope::All] {
            assert_eq!(Scope::parse(scope.as_str())?, scope);
        }
        assert!(Role::parse("root").is_err());
        Ok(())
    }
}
