//! Set-up, sign-in and people.

use super::ApiError;
use super::packed::Packed;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

/// Who is signed in, and to which base.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Me {
    /// The person's id, hyphenated.
    pub staff: String,
    /// The person's name.
    pub name: String,
    /// `administrator`, `manager` or `staff`.
    pub role: String,
    /// `own`, `team` or `all`.
    pub scope: String,
    /// The team's id, hyphenated.
    pub team: Option<String>,
    /// The organisation's name.
    pub organisation: String,
    /// The base currency, ISO 4217.
    pub currency: String,
    /// Minutes east of UTC of the organisation's zone.
    pub zone_minutes: i32,
    /// The base's random id, hyphenated: a store of another base is another store.
    pub base: String,
    /// Whether there are no customers yet.
    pub empty: bool,
    /// Whether the demo base is loaded.
    pub demo: bool,
}

/// What the page needs to know before anybody is signed in.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Welcome {
    /// Whether the base still has to be set up with the code from the console.
    pub needs_setup: bool,
    /// Who is signed in.
    pub me: Option<Me>,
}

/// The form that sets up a base.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct SetUp {
    /// The one-time code from the console.
    pub code: String,
    /// The organisation's name.
    pub organisation: String,
    /// The base currency, ISO 4217.
    pub currency: String,
    /// Minutes east of UTC.
    pub zone_minutes: i32,
    /// The administrator's name.
    pub name: String,
    /// Their login.
    pub login: String,
    /// Their password.
    pub password: String,
    /// What the device is called.
    pub device: String,
}

/// The form by which somebody signs in.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct SignIn {
    /// The login.
    pub login: String,
    /// The password.
    pub password: String,
    /// What the device is called.
    pub device: String,
}

/// An invitation to write.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct Invite {
    /// The colleague's name.
    pub name: String,
    /// `administrator`, `manager` or `staff`.
    pub role: String,
    /// `own`, `team` or `all`.
    pub scope: String,
    /// The team's id, hyphenated.
    pub team: Option<String>,
}

/// A one-time link, shown once.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct Link {
    /// The address to open.
    pub url: String,
    /// The same as a QR code, SVG.
    pub qr_svg: String,
    /// When it ends, Unix milliseconds.
    pub expires_ms: i64,
}

/// What a person who follows a one-time link fills in.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct UseLink {
    /// The token in the link.
    pub token: String,
    /// The login they choose (ignored by a password reset).
    pub login: String,
    /// The password they choose.
    pub password: String,
    /// What the device is called.
    pub device: String,
}

/// One of the staff, for the administrator's list.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct Person {
    /// Id, hyphenated.
    pub id: String,
    /// Name.
    pub name: String,
    /// Login; none while the invitation is open.
    pub login: Option<String>,
    /// Role.
    pub role: String,
    /// Scope.
    pub scope: String,
    /// Team's id, hyphenated.
    pub team: Option<String>,
    /// Whether the person may sign in.
    pub active: bool,
}

/// New rights for a person.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct Rights {
    /// Id, hyphenated.
    pub id: String,
    /// Role.
    pub role: String,
    /// Scope.
    pub scope: String,
    /// Team's id, hyphenated.
    pub team: Option<String>,
    /// Whether the person may sign in.
    pub active: bool,
}

/// Whether the base is set up, and who is signed in.
#[server(name = WelcomeFn, prefix = "/rpc", endpoint = "account/v1/welcome", input = Packed, output = Packed)]
pub async fn welcome() -> Result<Welcome, ApiError> {
    super::backend::call(|b| b.welcome()).await
}

/// Sets up the base and signs the administrator in.
#[server(name = SetUpFn, prefix = "/rpc", endpoint = "account/v1/setup", input = Packed, output = Packed)]
pub async fn set_up(form: SetUp) -> Result<Me, ApiError> {
    super::backend::call(|b| b.set_up(form)).await
}

/// Signs in.
#[server(name = SignInFn, prefix = "/rpc", endpoint = "account/v1/login", input = Packed, output = Packed)]
pub async fn sign_in(form: SignIn) -> Result<Me, ApiError> {
    super::backend::call(|b| b.sign_in(form)).await
}

/// Signs out.
#[server(name = SignOutFn, prefix = "/rpc", endpoint = "account/v1/logout", input = Packed, output = Packed)]
pub async fn sign_out() -> Result<(), ApiError> {
    super::backend::call(|b| b.sign_out()).await
}

/// Invites a colleague.
#[server(name = InviteFn, prefix = "/rpc", endpoint = "account/v1/invite", input = Packed, output = Packed)]
pub async fn invite(form: Invite) -> Result<Link, ApiError> {
    super::backend::call(|b| b.invite(form)).await
}

/// A link by which somebody sets a new password.
#[server(name = ResetFn, prefix = "/rpc", endpoint = "account/v1/reset", input = Packed, output = Packed)]
pub async fn reset(staff: String) -> Result<Link, ApiError> {
    super::backend::call(|b| b.reset(staff)).await
}

/// Whose link it is: the name and whether a login must be chosen.
#[server(name = LinkInfoFn, prefix = "/rpc", endpoint = "account/v1/link-info", input = Packed, output = Packed)]
pub async fn link_info(token: String) -> Result<(String, bool), ApiError> {
    super::backend::call(|b| b.link_info(token)).await
}

/// Uses a one-time link, and signs in.
#[server(name = UseLinkFn, prefix = "/rpc", endpoint = "account/v1/use-link", input = Packed, output = Packed)]
pub async fn use_link(form: UseLink) -> Result<Me, ApiError> {
    super::backend::call(|b| b.use_link(form)).await
}

/// All staff.
#[server(name = PeopleFn, prefix = "/rpc", endpoint = "account/v1/people", input = Packed, output = Packed)]
pub async fn people() -> Result<Vec<Person>, ApiError> {
    super::backend::call(|b| b.people()).await
}

/// Changes somebody's rights.
#[server(name = RightsFn, prefix = "/rpc", endpoint = "account/v1/rights", input = Packed, output = Packed)]
pub async fn change_rights(form: Rights) -> Result<(), ApiError> {
    super::backend::call(|b| b.change_rights(form)).await
}

/// Makes a team.
#[server(name = TeamFn, prefix = "/rpc", endpoint = "account/v1/team", input = Packed, output = Packed)]
pub async fn create_team(name: String) -> Result<String, ApiError> {
    super::backend::call(|b| b.create_team(name)).await
}
