//! The first administrator.

use server::auth::{AuthError, NewOrganisation, Role, Scope};
use server::db::setting;

use crate::support::{NOW, Outcome, PEER, TestApp, administrator};

fn new(code: &str) -> NewOrganisation<'_> {
    NewOrganisation {
        code,
        organisation: "锦和布行",
        name: "王小满",
        login: "Admin",
        password: "a good password",
        device: "",
    }
}

#[tokio::test]
async fn the_code_makes_one_administrator_and_is_used_up() -> Outcome {
    for app in [TestApp::start().await?, TestApp::on_disk().await?] {
        let auth = &app.running.state.auth;
        let code = app.running.setup_code.clone().ok_or("no code")?;
        assert!(auth.needs_setup().await?);
        // As a person types it.
        let typed = format!(" {} ", code.to_lowercase().replace('-', ""));
        let signed_in = auth.setup(&new(&typed), PEER, NOW).await?;
        let actor = &signed_in.actor;
        assert_eq!((actor.role, actor.scope, actor.name.as_str()), (Role::Administrator, Scope::All, "王小满"));
        assert!(actor.can_export);
        assert_eq!(auth.who_am_i(&signed_in.token, NOW).await?.map(|me| me.actor), Some(signed_in.actor.clone()));
        assert_eq!(setting::get(&app.running.state.db, setting::ORGANISATION).await?.as_deref(), Some("锦和布行"));

        let again = auth.setup(&new(&code), PEER, NOW).await.map(|_| ());
        assert!(matches!(again, Err(AuthError::BadSetupCode)), "{again:?}");
        assert!(!auth.needs_setup().await?);
        assert_eq!(auth.new_setup_code().await?, None);
    }
    Ok(())
}

#[tokio::test]
async fn a_wrong_code_changes_nothing_and_is_slowed_down() -> Outcome {
    let app = TestApp::start().await?;
    let auth = &app.running.state.auth;
    let mut waits = 0;
    for _ in 0..10 {
        match auth.setup(&new("AAAAA-AAAAA"), PEER, NOW).await.map(|_| ()) {
            Err(AuthError::BadSetupCode) => {}
            Err(AuthError::TooManyAttempts { seconds }) => waits = seconds,
            other => return Err(format!("{other:?}").into()),
        }
    }
    assert_eq!(waits, 2);
    assert!(auth.needs_setup().await?);
    assert!(auth.staff().await?.is_empty());
    Ok(())
}

#[tokio::test]
async fn bad_input_keeps_the_code() -> Outcome {
    let app = TestApp::start().await?;
    let auth = &app.running.state.auth;
    let code = app.running.setup_code.clone().ok_or("no code")?;
    let weak = NewOrganisation { password: "12345678", ..new(&code) };
    assert!(matches!(auth.setup(&weak, PEER, NOW).await.map(|_| ()), Err(AuthError::WeakPassword)));
    let nameless = NewOrganisation { organisation: " ", ..new(&code) };
    assert!(matches!(auth.setup(&nameless, PEER, NOW).await.map(|_| ()), Err(AuthError::BadName)));
    let bad_login = NewOrganisation { login: "two words", ..new(&code) };
    assert!(matches!(auth.setup(&bad_login, PEER, NOW).await.map(|_| ()), Err(AuthError::BadLogin)));
    administrator(&app).await?;
    Ok(())
}

#[tokio::test]
async fn of_two_at_the_same_time_one_wins() -> Outcome {
    let app = TestApp::on_disk().await?;
    let auth = app.running.state.auth.clone();
    let code = app.running.setup_code.clone().ok_or("no code")?;
    let (first, other) = (new(&code), NewOrganisation { login: "other", ..new(&code) });
    let (one, two) = tokio::join!(auth.setup(&first, PEER, NOW), auth.setup(&other, PEER, NOW));
    let won = [one.is_ok(), two.is_ok()];
    assert_eq!(won.iter().filter(|won| **won).count(), 1, "{won:?}");
    assert_eq!(auth.staff().await?.len(), 1);
    Ok(())
}
