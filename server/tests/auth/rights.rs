//! Changing what a person may do.

use server::auth::{AuthError, RightsChange, Role, Scope};

use crate::support::{NOW, Outcome, PEER, TestApp, administrator};

#[tokio::test]
async fn a_change_is_seen_at_once_and_raises_the_scopes_version() -> Outcome {
    let app = TestApp::start().await?;
    let admin = administrator(&app).await?.actor;
    let auth = &app.running.state.auth;
    let team = auth.create_team(Some(&admin), "一店", NOW).await?;
    let link = auth.invite(Some(&admin), "店员", Role::Staff, Scope::Own, None, NOW).await?;
    let staff = auth.accept_link(&link.token, Some("staff"), "my own password", "", PEER, NOW).await?;
    assert_eq!(staff.actor.scopes_version, 0);

    let change = RightsChange {
        role: Some(Role::Manager),
        scope: Some(Scope::Team),
        team: Some(Some(team.id)),
        can_export: Some(true),
        active: None,
    };
    auth.change_rights(Some(&admin), link.staff_id, change).await?;
    let now = auth.who_am_i(&staff.token, NOW).await?.ok_or("signed out")?.actor;
    assert_eq!((now.role, now.scope, now.team), (Role::Manager, Scope::Team, Some(team.id)));
    assert!(now.can_export);
    assert_eq!(now.scopes_version, 1);

    let out = RightsChange { team: Some(None), ..RightsChange::default() };
    auth.change_rights(Some(&admin), link.staff_id, out).await?;
    let now = auth.who_am_i(&staff.token, NOW).await?.ok_or("signed out")?.actor;
    assert_eq!((now.role, now.team, now.scopes_version), (Role::Manager, None, 2));

    let leave = RightsChange { active: Some(false), ..RightsChange::default() };
    auth.change_rights(Some(&admin), link.staff_id, leave).await?;
    assert!(auth.who_am_i(&staff.token, NOW).await?.is_none());
    Ok(())
}

#[tokio::test]
async fn an_administrator_always_remains() -> Outcome {
    let app = TestApp::on_disk().await?;
    let admin = administrator(&app).await?.actor;
    let auth = app.running.state.auth.clone();
    let demote = RightsChange { role: Some(Role::Staff), ..RightsChange::default() };
    let alone = auth.change_rights(Some(&admin), admin.staff_id, demote).await;
    assert!(matches!(alone, Err(AuthError::LastAdministrator)), "{alone:?}");
    assert_eq!(auth.staff().await?[0].actor.role, Role::Administrator);

    let link = auth.invite(None, "第二位", Role::Administrator, Scope::All, None, NOW).await?;
    let second = auth.accept_link(&link.token, Some("second"), "my own password", "", PEER, NOW).await?.actor;
    // Each demotes the other at the same moment: without the guard row both would succeed.
    let (one, two) = tokio::join!(
        auth.change_rights(Some(&admin), second.staff_id, demote),
        auth.change_rights(Some(&second), admin.staff_id, demote)
    );
    assert_ne!(one.is_ok(), two.is_ok(), "{one:?} {two:?}");
    Ok(())
}

#[tokio::test]
async fn unknown_people_and_teams_are_named() -> Outcome {
    let app = TestApp::start().await?;
    let admin = administrator(&app).await?.actor;
    let auth = &app.running.state.auth;
    let nobody = auth.change_rights(Some(&admin), [7; 16], RightsChange::default()).await;
    assert!(matches!(nobody, Err(AuthError::UnknownStaff)), "{nobody:?}");
    let nowhere = RightsChange { team: Some(Some([7; 16])), ..RightsChange::default() };
    let nowhere = auth.change_rights(Some(&admin), admin.staff_id, nowhere).await;
    assert!(matches!(nowhere, Err(AuthError::UnknownTeam)), "{nowhere:?}");
    auth.create_team(Some(&admin), "一店", NOW).await?;
    let twice = auth.create_team(Some(&admin), " 一店 ", NOW).await;
    assert!(matches!(twice, Err(AuthError::TeamTaken)), "{twice:?}");
    Ok(())
}
