//! People and teams, as administrators see and change them.

use super::actor::{key_of, parse_key};
use super::{Actor, Auth, AuthError, Role, Scope, link, secret};
use crate::db::staff;

/// One person, as administrators see them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Staff {
    /// Who, with what rights.
    pub actor: Actor,
    /// The login; none while an invitation is open.
    pub login: Option<String>,
    /// Whether the person may sign in.
    pub active: bool,
    /// Milliseconds since 1970, UTC.
    pub created_at: i64,
}

/// One team.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Team {
    /// Its UUID.
    pub id: [u8; 16],
    /// Its name, unique.
    pub name: String,
}

/// What of a person's rights is to change; `None` leaves a part as it is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct RightsChange {
    /// New role.
    pub role: Option<Role>,
    /// New scope.
    pub scope: Option<Scope>,
    /// New team; `Some(None)` takes the person out of every team.
    pub team: Option<Option<[u8; 16]>>,
    /// New export right.
    pub can_export: Option<bool>,
    /// Whether the person may sign in; `false` also ends their sessions.
    pub active: Option<bool>,
}

impl Auth {
    /// Everybody, oldest first.
    ///
    /// # Errors
    /// Database errors.
    pub async fn staff(&self) -> Result<Vec<Staff>, AuthError> {
        let rows = staff::list(&self.db).await?;
        rows.into_iter()
            .map(|row| {
                let actor = Actor::from_row(&row)?;
                Ok(Staff { actor, login: row.login, active: row.active, created_at: row.created_at })
            })
            .collect()
    }

    /// The id of the person with this login.
    ///
    /// # Errors
    /// [`AuthError::UnknownStaff`].
    pub async fn staff_id(&self, login: &str) -> Result<[u8; 16], AuthError> {
        let row = staff::by_login(&self.db, &login.trim().to_lowercase()).await?.ok_or(AuthError::UnknownStaff)?;
        parse_key(&row.key)
    }

    /// Changes a person's rights and raises their `scopes_version`, by which their devices start afresh.
    ///
    /// # Errors
    /// [`AuthError::Forbidden`], [`AuthError::UnknownStaff`], [`AuthError::UnknownTeam`],
    /// [`AuthError::LastAdministrator`].
    pub async fn change_rights(
        &self,
        by: Option<&Actor>,
        staff_id: [u8; 16],
        change: RightsChange,
    ) -> Result<(), AuthError> {
        by.map_or(Ok(()), |actor| actor.require(Role::Administrator))?;
        let change = staff::RightsChange {
            role: change.role.map(|role| role.as_str().to_owned()),
            scope: change.scope.map(|scope| scope.as_str().to_owned()),
            team: change.team.map(|team| team.map(key_of)),
            can_export: change.can_export,
            active: change.active,
        };
        Ok(staff::change_rights(&self.db, &key_of(staff_id), &change).await?)
    }

    /// Creates a team.
    ///
    /// # Errors
    /// [`AuthError::Forbidden`], [`AuthError::BadName`], [`AuthError::TeamTaken`].
    pub async fn create_team(&self, by: Option<&Actor>, name: &str, now: i64) -> Result<Team, AuthError> {
        by.map_or(Ok(()), |actor| actor.require(Role::Administrator))?;
        let name = link::check_name(name)?;
        let id = secret::new_id(now)?;
        staff::create_team(&self.db, &key_of(id), name, now).await?;
        Ok(Team { id, name: name.to_owned() })
    }

    /// Every team, by name.
    ///
    /// # Errors
    /// Database errors.
    pub async fn teams(&self) -> Result<Vec<Team>, AuthError> {
        let rows = staff::teams(&self.db).await?;
        rows.into_iter().map(|row| Ok(Team { id: parse_key(&row.key)?, name: row.name })).collect()
    }
}
