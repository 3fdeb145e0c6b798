//! What the server does for the page: the implementation of `app::api::Backend`, made anew for each request.

mod accounts;
mod backups;
mod base;
mod errors;
pub mod sync;

use std::future::Future;
use std::net::IpAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use app::api::account::{Invite, Link, Me, Person, Rights, SetUp, SignIn, UseLink, Welcome};
use app::api::base::{Backups, ImportOrder, Job, Preview};
use app::api::{Answer, ApiError, Backend, Replied};
use domain::sync::wire::{Manifest, PullAnswer, PullRequest, PushAnswer, PushRequest};

use crate::auth::{Actor, AuthError, Role, cookie};
use crate::state::{AppState, now_ms};
use errors::told;

/// The backend of one request.
#[derive(Clone)]
pub struct RequestBackend {
    request: Arc<Request>,
    reached: Arc<AtomicBool>,
}

/// What of a request the backend needs.
pub struct Request {
    /// The server.
    pub state: AppState,
    /// The session token in the cookie.
    pub token: Option<String>,
    /// The client's address.
    pub peer: IpAddr,
    /// Whether the browser speaks HTTPS.
    pub secure: bool,
    /// Scheme and host by which the browser addressed the server.
    pub origin: String,
}

/// Somebody who is signed in.
struct SignedIn {
    actor: Actor,
    /// The cookie again, when the session was prolonged.
    cookie: Option<String>,
}

impl SignedIn {
    fn reply<T>(self, value: T) -> Replied<T> {
        Replied { value, cookie: self.cookie }
    }
}

impl Request {
    /// Who asks.
    async fn who(&self) -> Result<SignedIn, ApiError> {
        let token = self.token.as_deref().ok_or(ApiError::NeedsAuth)?;
        let found = self.state.auth.who_am_i(token, now_ms()).await.map_err(told)?;
        let who = found.ok_or(ApiError::NeedsAuth)?;
        let cookie = if who.renewed { self.cookie(token) } else { None };
        Ok(SignedIn { actor: who.actor, cookie })
    }

    /// Who asks, if they are a manager or an administrator.
    async fn manager(&self) -> Result<SignedIn, ApiError> {
        let who = self.who().await?;
        who.actor.require(Role::Manager).map_err(told::<AuthError>)?;
        Ok(who)
    }

    fn cookie(&self, token: &str) -> Option<String> {
        cookie::set(token, self.secure).and_then(|value| value.to_str().ok().map(str::to_owned))
    }
}

impl RequestBackend {
    /// The backend of a request. `reached` becomes true when the server function has read its arguments and asks it.
    pub fn new(request: Request, reached: Arc<AtomicBool>) -> Self {
        Self { request: Arc::new(request), reached }
    }

    /// Runs `work` on this request.
    fn answer<T, F>(&self, work: impl FnOnce(Arc<Request>) -> F) -> Answer<T>
    where
        F: Future<Output = Result<Replied<T>, ApiError>> + Send + 'static,
    {
        self.reached.store(true, Ordering::Relaxed);
        Box::pin(work(Arc::clone(&self.request)))
    }
}

impl Backend for RequestBackend {
    fn welcome(&self) -> Answer<Welcome> {
        self.answer(|r| async move { r.welcome().await })
    }

    fn set_up(&self, form: SetUp) -> Answer<Me> {
        self.answer(|r| async move { r.set_up(form).await })
    }

    fn sign_in(&self, form: SignIn) -> Answer<Me> {
        self.answer(|r| async move { r.sign_in(form).await })
    }

    fn sign_out(&self) -> Answer<()> {
        self.answer(|r| async move { r.sign_out().await })
    }

    fn invite(&self, form: Invite) -> Answer<Link> {
        self.answer(|r| async move { r.invite(form).await })
    }

    fn reset(&self, staff: String) -> Answer<Link> {
        self.answer(|r| async move { r.reset(staff).await })
    }

    fn link_info(&self, token: String) -> Answer<(String, bool)> {
        self.answer(|r| async move { r.link_info(token).await })
    }

    fn use_link(&self, form: UseLink) -> Answer<Me> {
        self.answer(|r| async move { r.use_link(form).await })
    }

    fn people(&self) -> Answer<Vec<Person>> {
        self.answer(|r| async move { r.people().await })
    }

    fn change_rights(&self, form: Rights) -> Answer<()> {
        self.answer(|r| async move { r.change_rights(form).await })
    }

    fn create_team(&self, name: String) -> Answer<String> {
        self.answer(|r| async move { r.create_team(name).await })
    }

    fn push(&self, request: PushRequest) -> Answer<PushAnswer> {
        self.answer(|r| async move { r.push(request).await })
    }

    fn pull(&self, request: PullRequest) -> Answer<PullAnswer> {
        self.answer(|r| async move { r.pull(request).await })
    }

    fn manifest(&self, proto: u16) -> Answer<Manifest> {
        self.answer(move |r| async move { r.manifest(proto).await })
    }

    fn load_demo(&self, customers: u32, seed: u64) -> Answer<Job> {
        self.answer(move |r| async move { r.load_demo(customers, seed).await })
    }

    fn remove_demo(&self) -> Answer<Job> {
        self.answer(|r| async move { r.remove_demo().await })
    }

    fn preview(&self, upload: String, target: String) -> Answer<Preview> {
        self.answer(|r| async move { r.preview(upload, target).await })
    }

    fn start_import(&self, order: ImportOrder) -> Answer<Job> {
        self.answer(|r| async move { r.start_import(order).await })
    }

    fn job(&self, id: String) -> Answer<Job> {
        self.answer(|r| async move { r.job(id).await })
    }

    fn cancel_job(&self, id: String) -> Answer<()> {
        self.answer(|r| async move { r.cancel_job(id).await })
    }

    fn backups(&self) -> Answer<Backups> {
        self.answer(|r| async move { r.backups().await })
    }

    fn back_up(&self) -> Answer<Job> {
        self.answer(|r| async move { r.back_up().await })
    }
}
