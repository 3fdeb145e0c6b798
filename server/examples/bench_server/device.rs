//! A device that pushes and pulls, over HTTP.

use std::collections::BTreeMap;
use std::net::SocketAddr;

use axum::http::Method;
use domain::row::RowRef;
use domain::schema::fields::customer;
use domain::sync::wire::{Manifest, PROTO, PullAnswer, PullRequest, PushAnswer, PushRequest};
use domain::{Body, Hlc, Kind, Op, OpId, ReplicaId, RowId, Value, Verdict, codec};
use serde::Serialize;
use serde::de::DeserializeOwned;

use super::Error;
use super::client::{Answer, Ask};

#[derive(Serialize)]
struct SetUp<'a> {
    code: &'a str,
    organisation: &'a str,
    currency: &'a str,
    zone_minutes: i32,
    name: &'a str,
    login: &'a str,
    password: &'a str,
    device: &'a str,
}

/// A signed-in device.
pub struct Device {
    address: SocketAddr,
    cookie: String,
    replica: ReplicaId,
    number: u8,
    made: u32,
    epoch: u32,
    cursor: u64,
    scopes_version: u32,
}

async fn call<A: Serialize>(
    address: SocketAddr,
    cookie: &str,
    function: &str,
    argument: (&str, &A),
) -> Result<Answer, Error> {
    let answer = Ask::new(address, Method::POST, &format!("/rpc/{function}"))
        .header("sec-fetch-site", "same-origin")
        .header("content-type", "application/cbor")
        .header("accept", "application/cbor")
        .header("cookie", cookie)
        .body(codec::encode(&BTreeMap::from([(argument.0, argument.1)])))
        .send()
        .await?;
    if answer.status == 200 { Ok(answer) } else { Err(format!("{function}: {}", answer.status).into()) }
}

/// Sets a new base up; the administrator's cookie.
pub async fn set_up(address: SocketAddr, code: &str) -> Result<String, Error> {
    let form = SetUp {
        code,
        organisation: "锦和布行",
        currency: "CNY",
        zone_minutes: 480,
        name: "王小满",
        login: "admin",
        password: "a good password",
        device: "bench",
    };
    let answer = call(address, "", "account/v1/setup", ("form", &form)).await?;
    Ok(answer.header("set-cookie").split(';').next().unwrap_or_default().to_owned())
}

impl Device {
    /// A new device of the person with this cookie; `number` makes its ids.
    pub fn new(address: SocketAddr, cookie: &str, number: u8) -> Self {
        let replica = ReplicaId::v7(1, [number; 10]);
        Self { address, cookie: cookie.to_owned(), replica, number, made: 0, epoch: 0, cursor: 0, scopes_version: 0 }
    }

    async fn rpc<A: Serialize, T: DeserializeOwned>(&self, name: &str, argument: (&str, &A)) -> Result<T, Error> {
        let answer = call(self.address, &self.cookie, name, argument).await?;
        Ok(codec::decode(&answer.body, "answer")?)
    }

    /// Takes a snapshot; answers how many bytes it has, uncompressed, and how many came over the wire.
    pub async fn bootstrap(&mut self) -> Result<(u64, u64), Error> {
        let manifest = self.manifest().await?;
        let (mut bytes, mut wire) = (0, 0);
        for (index, chunk) in manifest.chunks.iter().enumerate() {
            let answer = Ask::new(self.address, Method::GET, &format!("/snapshot/{}/{index}", manifest.id))
                .header("cookie", &self.cookie)
                .header("accept-encoding", "gzip")
                .send()
                .await?;
            if answer.status != 200 {
                return Err(format!("chunk {index}: {}", answer.status).into());
            }
            bytes += u64::from(chunk.bytes);
            wire += answer.body.len() as u64;
        }
        Ok((bytes, wire))
    }

    /// Asks for a snapshot, which the server makes if it has none; this device continues from it.
    pub async fn manifest(&mut self) -> Result<Manifest, Error> {
        let manifest: Manifest = self.rpc("sync/v1/snapshot", ("proto", &PROTO)).await?;
        (self.epoch, self.cursor, self.scopes_version) = (manifest.epoch, manifest.seq, manifest.scopes_version);
        Ok(manifest)
    }

    /// Pulls to the end; how many transactions and bytes came.
    pub async fn pull(&mut self) -> Result<(usize, u64), Error> {
        let (mut txns, mut bytes) = (0, 0);
        loop {
            let request = PullRequest {
                proto: PROTO,
                replica: self.replica,
                epoch: self.epoch,
                cursor: self.cursor,
                scopes_version: self.scopes_version,
                max_bytes: domain::sync::wire::PULL_BYTES,
                wait_ms: 0,
            };
            let answer = call(self.address, &self.cookie, "sync/v1/pull", ("request", &request)).await?;
            bytes += answer.body.len() as u64;
            let PullAnswer::Changes { to, more, txns: some, .. } = codec::decode(&answer.body, "answer")? else {
                return Err("the device was sent for a snapshot".into());
            };
            self.cursor = to;
            txns += some.len();
            if !more {
                return Ok((txns, bytes));
            }
        }
    }

    /// A batch of new customers, and of edits of those this device made: one creation in ten, as in a busy shop.
    pub fn batch(&mut self, size: u32) -> Vec<Op> {
        (0..size)
            .map(|_| {
                self.made += 1;
                let (n, creates) = (self.made, self.made % 10 == 1);
                let whose = (n - 1) / 10;
                let id = RowId::derived("bench", &[&[self.number], &whose.to_be_bytes()]);
                let body = if creates {
                    Body::Create { fields: vec![(customer::NAME, Value::text(format!("客户{whose}")))] }
                } else {
                    let base = domain::Version::new(self.epoch, self.cursor);
                    Body::Set { field: customer::REMARK, value: Value::text(format!("备注 {n}")), base }
                };
                let mut random = [0; 10];
                random[..4].copy_from_slice(&n.to_be_bytes());
                random[4] = self.number;
                let at = 1_795_000_000_000 + u64::from(n);
                let (op, row) = (OpId::v7(at, random), RowRef::new(Kind::Customer, id));
                Op { n, id: op, schema: 1, txn: None, hlc: Hlc::new(at, 0), row, body }
            })
            .collect()
    }

    /// Sends a batch; fails unless everything was applied.
    pub async fn push(&self, ops: &[Op]) -> Result<(), Error> {
        let request = PushRequest::pack(self.replica, self.epoch, 1_795_000_000_000, ops);
        match self.rpc("sync/v1/push", ("request", &request)).await? {
            PushAnswer::Judged { results, .. } if results.iter().all(|v| matches!(v, Verdict::Applied { .. })) => {
                Ok(())
            }
            other => Err(format!("not everything was applied: {other:?}").into()),
        }
    }
}
