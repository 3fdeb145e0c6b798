//! Set-up, sign-in and people.

use app::api::account::{Invite, Link, Me, Person, Rights, SetUp, SignIn, UseLink, Welcome};
use app::api::{ApiError, Replied};
use domain::RowId;

use super::errors::refused as refused_as;
use super::errors::told;
use super::{Request, SignedIn};
use crate::auth::{self, Actor, LinkInfo, NewOrganisation, OneTimeLink, Purpose, Role, Scope, cookie};
use crate::db::{rows, setting};
use crate::state::now_ms;
use crate::sync::staff::{ZONE_MINUTES, organisation};
use crate::tls::qr;

type Reply<T> = Result<Replied<T>, ApiError>;

impl Request {
    pub(super) async fn welcome(&self) -> Reply<Welcome> {
        let needs_setup = self.state.auth.needs_setup().await.map_err(told)?;
        let who = match self.who().await {
            Ok(who) => who,
            Err(ApiError::NeedsAuth) => return Ok(Welcome { needs_setup, me: None }.into()),
            Err(other) => return Err(other),
        };
        let me = Some(self.me(&who.actor).await?);
        Ok(who.reply(Welcome { needs_setup, me }))
    }

    pub(super) async fn set_up(&self, form: SetUp) -> Reply<Me> {
        let currency = form.currency.trim();
        if currency.len() != 3 || !currency.bytes().all(|b| b.is_ascii_uppercase()) {
            return Err(refused_as("bad_currency"));
        }
        if !(-840..=840).contains(&form.zone_minutes) {
            return Err(refused_as("bad_zone"));
        }
        let new = NewOrganisation {
            code: &form.code,
            organisation: &form.organisation,
            name: &form.name,
            login: &form.login,
            password: &form.password,
            device: &form.device,
        };
        let signed_in = self.state.auth.setup(&new, self.peer, now_ms()).await.map_err(told)?;
        setting::put(&self.state.db, setting::CURRENCY, currency).await.map_err(told)?;
        setting::put(&self.state.db, ZONE_MINUTES, &form.zone_minutes.to_string()).await.map_err(told)?;
        self.state.base.refresh_staff().await.map_err(told)?;
        self.signed_in(signed_in).await
    }

    pub(super) async fn sign_in(&self, form: SignIn) -> Reply<Me> {
        let auth = &self.state.auth;
        let found = auth.login(&form.login, &form.password, &form.device, self.peer, now_ms()).await.map_err(told)?;
        self.signed_in(found).await
    }

    pub(super) async fn sign_out(&self) -> Reply<()> {
        if let Some(token) = &self.token {
            self.state.auth.logout(token).await.map_err(told)?;
        }
        let cookie = cookie::clear(self.secure).and_then(|value| value.to_str().ok().map(str::to_owned));
        Ok(Replied { value: (), cookie })
    }

    pub(super) async fn invite(&self, form: Invite) -> Reply<Link> {
        let who = self.who().await?;
        let (role, scope) = (role(&form.role)?, scope(&form.scope)?);
        let team = form.team.as_deref().map(id).transpose()?;
        let invited = self.state.auth.invite(Some(&who.actor), &form.name, role, scope, team, now_ms()).await;
        let link = self.link(&invited.map_err(told)?);
        self.state.base.refresh_staff().await.map_err(told)?;
        Ok(who.reply(link))
    }

    pub(super) async fn reset(&self, staff: String) -> Reply<Link> {
        let who = self.who().await?;
        let link = self.state.auth.reset(Some(&who.actor), id(&staff)?, now_ms()).await.map_err(told)?;
        Ok(who.reply(self.link(&link)))
    }

    pub(super) async fn link_info(&self, token: String) -> Reply<(String, bool)> {
        let LinkInfo { purpose, name, .. } = self.state.auth.link_info(&token, now_ms()).await.map_err(told)?;
        Ok((name, purpose == Purpose::Invitation).into())
    }

    pub(super) async fn use_link(&self, form: UseLink) -> Reply<Me> {
        let login = Some(form.login.as_str()).filter(|login| !login.trim().is_empty());
        let auth = &self.state.auth;
        let found = auth.accept_link(&form.token, login, &form.password, &form.device, self.peer, now_ms()).await;
        let found = found.map_err(told)?;
        self.state.base.refresh_staff().await.map_err(told)?;
        self.signed_in(found).await
    }

    pub(super) async fn people(&self) -> Reply<Vec<Person>> {
        let who = self.who().await?;
        who.actor.require(Role::Administrator).map_err(told)?;
        let staff = self.state.auth.staff().await.map_err(told)?;
        let people = staff.into_iter().map(|s| Person {
            id: text(s.actor.staff_id),
            name: s.actor.name,
            login: s.login,
            role: s.actor.role.as_str().to_owned(),
            scope: s.actor.scope.as_str().to_owned(),
            team: s.actor.team.map(text),
            active: s.active,
        });
        let people = people.collect();
        Ok(who.reply(people))
    }

    pub(super) async fn change_rights(&self, form: Rights) -> Reply<()> {
        let who = self.who().await?;
        let change = auth::RightsChange {
            role: Some(role(&form.role)?),
            scope: Some(scope(&form.scope)?),
            team: Some(form.team.as_deref().map(id).transpose()?),
            can_export: None,
            active: Some(form.active),
        };
        self.state.auth.change_rights(Some(&who.actor), id(&form.id)?, change).await.map_err(told)?;
        self.state.base.refresh_staff().await.map_err(told)?;
        Ok(who.reply(()))
    }

    pub(super) async fn create_team(&self, name: String) -> Reply<String> {
        let who = self.who().await?;
        let team = self.state.auth.create_team(Some(&who.actor), &name, now_ms()).await.map_err(told)?;
        self.state.base.refresh_staff().await.map_err(told)?;
        Ok(who.reply(text(team.id)))
    }

    async fn signed_in(&self, found: auth::SignedIn) -> Reply<Me> {
        let me = self.me(&found.actor).await?;
        let who = SignedIn { actor: found.actor, cookie: self.cookie(&found.token) };
        Ok(who.reply(me))
    }

    async fn me(&self, actor: &Actor) -> Result<Me, ApiError> {
        let organisation = organisation(&self.state.db).await.map_err(told)?;
        Ok(Me {
            staff: text(actor.staff_id),
            name: actor.name.clone(),
            role: actor.role.as_str().to_owned(),
            scope: actor.scope.as_str().to_owned(),
            team: actor.team.map(text),
            organisation: organisation.name,
            currency: organisation.currency,
            zone_minutes: organisation.zone_minutes,
            base: self.state.base.id().await.map_err(told)?.to_string(),
            empty: rows::is_empty(&self.state.db).await.map_err(told)?,
            demo: organisation.demo,
        })
    }

    /// The address to open. Without a public address the page puts its own in front.
    fn link(&self, link: &OneTimeLink) -> Link {
        let origin = self.state.config.public_url.as_ref().map_or(self.origin.as_str(), |url| url.origin());
        let url = format!("{origin}{}", link.path());
        Link { qr_svg: qr::svg(&url).unwrap_or_default(), url, expires_ms: link.expires_at }
    }
}

fn text(id: [u8; 16]) -> String {
    RowId::from_bytes(id).to_string()
}

fn id(text: &str) -> Result<[u8; 16], ApiError> {
    RowId::parse(text).map(RowId::bytes).ok_or_else(|| ApiError::Invalid("id".into()))
}

fn role(text: &str) -> Result<Role, ApiError> {
    let all = [Role::Staff, Role::Manager, Role::Administrator];
    all.into_iter().find(|role| role.as_str() == text).ok_or_else(|| ApiError::Invalid("role".into()))
}

fn scope(text: &str) -> Result<Scope, ApiError> {
    let all = [Scope::Own, Scope::Team, Scope::All];
    all.into_iter().find(|scope| scope.as_str() == text).ok_or_else(|| ApiError::Invalid("scope".into()))
}
