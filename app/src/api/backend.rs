//! The seam to the server: server functions cannot be generic, so they find a `dyn Backend` in their context.

use super::ApiError;
use super::account::{Invite, Link, Me, Person, Rights, SetUp, SignIn, UseLink, Welcome};
use super::base::{Backups, ImportOrder, Job, Preview};
use domain::sync::wire::{Manifest, PullAnswer, PullRequest, PushAnswer, PushRequest};
use leptos::prelude::*;
use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;

/// An answer to come.
pub type Answer<T> = Pin<Box<dyn Future<Output = Result<Replied<T>, ApiError>> + Send>>;

/// An answer, and the `Set-Cookie` header that goes with it.
#[derive(Clone, Debug)]
pub struct Replied<T> {
    /// What was asked for.
    pub value: T,
    /// A cookie to set.
    pub cookie: Option<String>,
}

impl<T> From<T> for Replied<T> {
    fn from(value: T) -> Self {
        Self { value, cookie: None }
    }
}

/// What the server does for the page, on behalf of the one request it was made for (it knows the session token and the
/// peer's address). Implemented by `server::backend`.
#[allow(missing_docs)] // Each method is documented at its server function.
pub trait Backend: Send + Sync {
    fn welcome(&self) -> Answer<Welcome>;
    fn set_up(&self, form: SetUp) -> Answer<Me>;
    fn sign_in(&self, form: SignIn) -> Answer<Me>;
    fn sign_out(&self) -> Answer<()>;
    fn invite(&self, form: Invite) -> Answer<Link>;
    fn reset(&self, staff: String) -> Answer<Link>;
    fn link_info(&self, token: String) -> Answer<(String, bool)>;
    fn use_link(&self, form: UseLink) -> Answer<Me>;
    fn people(&self) -> Answer<Vec<Person>>;
    fn change_rights(&self, form: Rights) -> Answer<()>;
    fn create_team(&self, name: String) -> Answer<String>;
    fn push(&self, request: PushRequest) -> Answer<PushAnswer>;
    fn pull(&self, request: PullRequest) -> Answer<PullAnswer>;
    fn manifest(&self, proto: u16) -> Answer<Manifest>;
    fn load_demo(&self, customers: u32, seed: u64) -> Answer<Job>;
    fn remove_demo(&self) -> Answer<Job>;
    fn preview(&self, upload: String, target: String) -> Answer<Preview>;
    fn start_import(&self, order: ImportOrder) -> Answer<Job>;
    fn job(&self, id: String) -> Answer<Job>;
    fn cancel_job(&self, id: String) -> Answer<()>;
    fn backups(&self) -> Answer<Backups>;
    fn back_up(&self) -> Answer<Job>;
}

/// Calls the backend of this request, and gives the HTTP answer its status and cookie.
pub(crate) async fn call<T>(ask: impl FnOnce(&dyn Backend) -> Answer<T>) -> Result<T, ApiError> {
    let Some(backend) = use_context::<Arc<dyn Backend>>() else {
        return Err(ApiError::Server);
    };
    let response = use_context::<leptos_axum::ResponseOptions>();
    let answer = ask(backend.as_ref());
    let answer = answer.await;
    match answer {
        Ok(reply) => {
            if let (Some(cookie), Some(response)) = (reply.cookie, response)
                && let Ok(value) = axum::http::HeaderValue::from_str(&cookie)
            {
                response.append_header(axum::http::header::SET_COOKIE, value);
            }
            Ok(reply.value)
        }
        Err(error) => {
            if let (Some(response), Ok(status)) = (response, axum::http::StatusCode::from_u16(error.status())) {
                response.set_status(status);
            }
            Err(error)
        }
    }
}
