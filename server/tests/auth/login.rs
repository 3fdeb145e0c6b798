//! Signing in and out.

use std::net::IpAddr;

use server::auth::{AuthError, RightsChange, Role, Scope};

use crate::support::{NOW, Outcome, PEER, TestApp, administrator};

#[tokio::test]
async fn a_login_is_case_blind_and_ends_with_logout() -> Outcome {
    let app = TestApp::start().await?;
    administrator(&app).await?;
    let auth = &app.running.state.auth;
    let signed_in = auth.login(" ADMIN ", "a good password", "phone", PEER, NOW).await?;
    assert!(auth.who_am_i(&signed_in.token, NOW).await?.is_some());
    auth.logout(&signed_in.token).await?;
    assert!(auth.who_am_i(&signed_in.token, NOW).await?.is_none());
    auth.logout(&signed_in.token).await?;
    Ok(())
}

#[tokio::test]
async fn the_answer_does_not_tell_what_was_wrong() -> Outcome {
    let app = TestApp::start().await?;
    let admin = administrator(&app).await?;
    let auth = &app.running.state.auth;
    let link = auth.invite(Some(&admin.actor), "离职的人", Role::Staff, Scope::Own, None, NOW).await?;
    auth.accept_link(&link.token, Some("gone"), "another password", "", PEER, NOW).await?;
    let change = RightsChange { active: Some(false), ..RightsChange::default() };
    auth.change_rights(Some(&admin.actor), link.staff_id, change).await?;
    for (login, password) in [
        ("admin", "wrong"),
        ("nobody", "a good password"),
        ("gone", "another password"),
        ("", ""),
        ("admin", &"x".repeat(100_000)),
    ] {
        let answer = auth.login(login, password, "", PEER, NOW).await.map(|_| ());
        assert!(matches!(answer, Err(AuthError::BadCredentials)), "{login}: {answer:?}");
    }
    Ok(())
}

#[tokio::test]
async fn guessing_is_slowed_down_and_the_answer_says_for_how_long() -> Outcome {
    let app = TestApp::start().await?;
    administrator(&app).await?;
    let auth = &app.running.state.auth;
    let attacker = IpAddr::from([10, 9, 9, 9]);
    for _ in 0..5 {
        let answer = auth.login("admin", "wrong", "", attacker, NOW).await.map(|_| ());
        assert!(matches!(answer, Err(AuthError::BadCredentials)), "{answer:?}");
    }
    // Even the right password has to wait now, from anywhere; but not for long.
    let answer = auth.login("admin", "a good password", "", PEER, NOW).await.map(|_| ());
    let seconds = answer.as_ref().err().and_then(AuthError::retry_after);
    assert_eq!(seconds, Some(2), "{answer:?}");
    auth.login("admin", "a good password", "", PEER, NOW + 2_000).await?;
    // Success forgives.
    let wrong = auth.login("admin", "wrong", "", PEER, NOW + 2_000).await.map(|_| ());
    assert!(matches!(wrong, Err(AuthError::BadCredentials)), "{wrong:?}");
    Ok(())
}

#[tokio::test]
async fn many_logins_from_one_address_are_slowed_down_too() -> Outcome {
    let app = TestApp::start().await?;
    administrator(&app).await?;
    let auth = &app.running.state.auth;
    let attacker = IpAddr::from([10, 9, 9, 9]);
    for guess in 0..20 {
        let answer = auth.login(&format!("person{guess}"), "wrong", "", attacker, NOW).await.map(|_| ());
        assert!(matches!(answer, Err(AuthError::BadCredentials)), "{guess}: {answer:?}");
    }
    let answer = auth.login("person99", "wrong", "", attacker, NOW).await.map(|_| ());
    assert!(matches!(answer, Err(AuthError::TooManyAttempts { seconds: 2 })), "{answer:?}");
    auth.login("admin", "a good password", "", PEER, NOW).await?;
    Ok(())
}
