//! A server with people.

use app::api::account::{Invite, Link, Me, Person as Listed, Rights, SetUp, UseLink};
use app::api::{ApiError, Refusal};
use axum::http::StatusCode;
use serde::Serialize;
use serde::de::DeserializeOwned;
use server::backup::Place;
use server::cli::serve::{Running, start};
use server::config::{Config, TlsSource};
use server::db::connect::Endpoint;
use tempfile::TempDir;

use crate::support::{Ask, write_site};

pub type Error = Box<dyn std::error::Error + Send + Sync>;
pub type Outcome = Result<(), Error>;

const PASSWORD: &str = "a good password";

/// A server and its administrator.
pub struct Office {
    pub running: Running,
    pub admin: Person,
    dir: TempDir,
}

/// Somebody who is signed in.
#[derive(Clone, Debug)]
pub struct Person {
    pub cookie: String,
    pub me: Me,
}

impl Office {
    /// In memory.
    pub async fn open() -> Result<Self, Error> {
        Self::open_in(tempfile::tempdir()?, |_| Endpoint::Memory).await
    }

    /// On disk, as a real server.
    pub async fn on_disk() -> Result<Self, Error> {
        Self::open_in(tempfile::tempdir()?, |data| Endpoint::Embedded(data.join("db"))).await
    }

    async fn open_in(dir: TempDir, endpoint: impl Fn(&std::path::Path) -> Endpoint) -> Result<Self, Error> {
        let running = start(config(&dir, &endpoint)?).await?;
        let form = SetUp {
            code: running.setup_code.clone().unwrap_or_default(),
            organisation: "锦和布行".into(),
            currency: "CNY".into(),
            zone_minutes: 480,
            name: "王小满".into(),
            login: "admin".into(),
            password: PASSWORD.into(),
            device: "test".into(),
        };
        let admin = sign_in(&running, "account/v1/setup", ("form", &form)).await?;
        Ok(Self { running, admin, dir })
    }

    /// The data directory.
    pub fn data(&self) -> std::path::PathBuf {
        self.dir.path().join("data")
    }

    /// Stops the server and starts one over the database in another data directory; the people are the same.
    pub async fn moved_to(self, data: &std::path::Path) -> Result<Self, Error> {
        let Self { running, admin, dir } = self;
        if !running.stop().await {
            return Err("the server did not end in order".into());
        }
        let mut config = config(&dir, &|_| Endpoint::Embedded(data.join("db")))?;
        config.data = data.to_owned();
        Ok(Self { running: start(config).await?, admin, dir })
    }

    /// Stops the server and starts it again over the same directory.
    pub async fn restart(self) -> Result<Self, Error> {
        let Self { running, admin, dir } = self;
        if !running.stop().await {
            return Err("the server did not end in order".into());
        }
        let running = start(config(&dir, &|data| Endpoint::Embedded(data.join("db")))?).await?;
        Ok(Self { running, admin, dir })
    }

    /// Invites somebody, who signs in at once.
    pub async fn person(&self, name: &str, role: &str, scope: &str, team: Option<&str>) -> Result<Person, Error> {
        let form = Invite { name: name.into(), role: role.into(), scope: scope.into(), team: team.map(Into::into) };
        let link: Link = self.rpc(&self.admin, "account/v1/invite", ("form", &form)).await??;
        let token = link.url.split_once('#').ok_or("a link without a token")?.1.to_owned();
        let form = UseLink { token, login: format!("login.{name}"), password: PASSWORD.into(), device: "phone".into() };
        sign_in(&self.running, "account/v1/use-link", ("form", &form)).await
    }

    /// Gives somebody other rights.
    pub async fn rights(&self, person: &Person, role: &str, scope: &str, team: Option<&str>) -> Outcome {
        let (role, scope, team) = (role.into(), scope.into(), team.map(Into::into));
        let form = Rights { id: person.me.staff.clone(), role, scope, team, active: true };
        Ok(self.rpc::<_, ()>(&self.admin, "account/v1/rights", ("form", &form)).await??)
    }

    pub async fn team(&self, name: &str) -> Result<String, Error> {
        Ok(self.rpc(&self.admin, "account/v1/team", ("name", &name)).await??)
    }

    pub async fn people(&self) -> Result<Vec<Listed>, Error> {
        let request = self.ask(&self.admin, "account/v1/people").body(vec![0xa0]);
        read(request.send().await?)?.map_err(Into::into)
    }

    /// Calls a server function with one argument.
    pub async fn rpc<A: Serialize, T: DeserializeOwned>(
        &self,
        person: &Person,
        function: &str,
        argument: (&str, &A),
    ) -> Result<Result<T, ApiError>, Error> {
        read(self.ask(person, function).body(arguments(argument)).send().await?)
    }

    /// A request to a server function, without its arguments.
    pub fn ask(&self, person: &Person, function: &str) -> Ask {
        ask(&self.running, function).header("cookie", &person.cookie)
    }

    pub fn get(&self, person: &Person, path: &str) -> Ask {
        Ask::new(self.running.address, axum::http::Method::GET, path).header("cookie", &person.cookie)
    }
}

fn config(dir: &TempDir, endpoint: &impl Fn(&std::path::Path) -> Endpoint) -> Result<Config, Error> {
    let site = dir.path().join("site");
    write_site(&site, "one")?;
    let data = dir.path().join("data");
    server::config::prepare_data(&data)?;
    let database = endpoint(&data);
    Ok(Config {
        backups: Place::new(None, &data, &database),
        database,
        data,
        listen: "127.0.0.1:0".parse()?,
        site,
        tls: TlsSource::None,
        public_url: None,
        http_redirect: None,
        ready_file: None,
        backup_at: None,
    })
}

async fn sign_in<A: Serialize>(running: &Running, function: &str, argument: (&str, &A)) -> Result<Person, Error> {
    let answer = ask(running, function).body(arguments(argument)).send().await?;
    let cookie = answer.header("set-cookie").split(';').next().unwrap_or_default().to_owned();
    let me: Me = read(answer)??;
    Ok(Person { cookie, me })
}

fn ask(running: &Running, function: &str) -> Ask {
    Ask::new(running.address, axum::http::Method::POST, &format!("/rpc/{function}"))
        .header("sec-fetch-site", "same-origin")
        .header("content-type", "application/cbor")
        .header("accept", "application/cbor")
}

/// A server function's arguments: a map from their names.
pub fn arguments<A: Serialize>((name, value): (&str, &A)) -> Vec<u8> {
    domain::codec::encode(&std::collections::BTreeMap::from([(name, value)]))
}

fn read<T: DeserializeOwned>(answer: crate::support::Answer) -> Result<Result<T, ApiError>, Error> {
    if answer.status == StatusCode::OK {
        return Ok(Ok(domain::codec::decode(&answer.body, "answer")?));
    }
    match domain::codec::decode::<ApiError>(&answer.body, "error") {
        Ok(error) => Ok(Err(error)),
        Err(_) => Err(format!("{}: {}", answer.status, answer.text()).into()),
    }
}

/// The code of a refusal.
pub fn code<T>(answer: Result<T, ApiError>) -> String {
    match answer {
        Ok(_) => "ok".into(),
        Err(ApiError::Refused(Refusal { code, .. })) => code,
        Err(other) => format!("{other:?}"),
    }
}
