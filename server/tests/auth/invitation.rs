//! One-time links: invitations and resets.

use server::auth::{AuthError, LINK_MS, Purpose, Role, Scope};

use crate::support::{NOW, Outcome, PEER, TestApp, administrator};

#[tokio::test]
async fn an_invited_person_chooses_login_and_password_once() -> Outcome {
    let app = TestApp::start().await?;
    let admin = administrator(&app).await?.actor;
    let auth = &app.running.state.auth;
    let team = auth.create_team(Some(&admin), "一店", NOW).await?;
    let link = auth.invite(Some(&admin), " 陈静 ", Role::Manager, Scope::Team, Some(team.id), NOW).await?;
    assert_eq!(link.path(), format!("/join#{}", link.token));
    let info = auth.link_info(&link.token, NOW).await?;
    assert_eq!((info.purpose, info.name.as_str(), info.login), (Purpose::Invitation, "陈静", None));

    let taken = auth.accept_link(&link.token, Some("Admin"), "her own password", "", PEER, NOW).await.map(|_| ());
    assert!(matches!(taken, Err(AuthError::LoginTaken)), "{taken:?}");
    let me = auth.accept_link(&link.token, Some("Chen.Jing"), "her own password", "", PEER, NOW).await?;
    assert_eq!((me.actor.role, me.actor.scope, me.actor.team), (Role::Manager, Scope::Team, Some(team.id)));
    auth.login("chen.jing", "her own password", "", PEER, NOW).await?;
    let again = auth.accept_link(&link.token, Some("other"), "her own password", "", PEER, NOW).await.map(|_| ());
    assert!(matches!(again, Err(AuthError::BadLink)), "{again:?}");
    Ok(())
}

#[tokio::test]
async fn a_reset_changes_the_password_and_ends_all_sessions() -> Outcome {
    let app = TestApp::start().await?;
    let old = administrator(&app).await?;
    let auth = &app.running.state.auth;
    let first = auth.reset(None, old.actor.staff_id, NOW).await?;
    let second = auth.reset(None, old.actor.staff_id, NOW).await?;
    assert!(matches!(auth.link_info(&first.token, NOW).await, Err(AuthError::BadLink)), "a new link voids the old one");
    assert_eq!(auth.link_info(&second.token, NOW).await?.purpose, Purpose::Reset);
    auth.accept_link(&second.token, Some("ignored"), "a better password", "", PEER, NOW).await?;
    assert!(auth.who_am_i(&old.token, NOW).await?.is_none());
    assert!(auth.login("admin", "a good password", "", PEER, NOW).await.is_err());
    auth.login("admin", "a better password", "", PEER, NOW).await?;
    Ok(())
}

#[tokio::test]
async fn a_link_ends_after_three_days() -> Outcome {
    let app = TestApp::start().await?;
    let admin = administrator(&app).await?.actor;
    let auth = &app.running.state.auth;
    let link = auth.reset(Some(&admin), admin.staff_id, NOW).await?;
    assert_eq!(link.expires_at, NOW + LINK_MS);
    assert!(auth.link_info(&link.token, NOW + LINK_MS - 1).await.is_ok());
    let late = auth.accept_link(&link.token, None, "a better password", "", PEER, NOW + LINK_MS).await.map(|_| ());
    assert!(matches!(late, Err(AuthError::BadLink)), "{late:?}");
    Ok(())
}

#[tokio::test]
async fn only_administrators_invite() -> Outcome {
    let app = TestApp::start().await?;
    let admin = administrator(&app).await?.actor;
    let auth = &app.running.state.auth;
    let link = auth.invite(Some(&admin), "店员", Role::Staff, Scope::Own, None, NOW).await?;
    let staff = auth.accept_link(&link.token, Some("staff"), "my own password", "", PEER, NOW).await?.actor;
    let invited = auth.invite(Some(&staff), "朋友", Role::Administrator, Scope::All, None, NOW).await.map(|_| ());
    assert!(matches!(invited, Err(AuthError::Forbidden)), "{invited:?}");
    let reset = auth.reset(Some(&staff), admin.staff_id, NOW).await.map(|_| ());
    assert!(matches!(reset, Err(AuthError::Forbidden)), "{reset:?}");
    let nowhere = auth.invite(Some(&admin), "某人", Role::Staff, Scope::Own, Some([9; 16]), NOW).await.map(|_| ());
    assert!(matches!(nowhere, Err(AuthError::UnknownTeam)), "{nowhere:?}");
    assert_eq!(auth.staff().await?.len(), 2);
    Ok(())
}
