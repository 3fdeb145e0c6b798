//! A device as simple as can be: it keeps confirmed rows and a cursor, and does what it is told.

use std::collections::BTreeMap;

use app::api::ApiError;
use domain::row::RowRef;
use domain::schema::fields::{contact_point, customer, interaction, purchase};
use domain::sync::wire::{Manifest, PROTO, PullAnswer, PullRequest, PushAnswer, PushRequest};
use domain::{Body, Field, Hlc, Kind, Op, OpId, ReplicaId, Row, RowId, Value, Verdict, Version, change, codec, judge};

use super::office::{Error, Office, Person};

/// One person's device.
pub struct Device {
    pub person: Person,
    pub replica: ReplicaId,
    pub next_n: u32,
    pub epoch: u32,
    pub cursor: u64,
    pub scopes_version: u32,
    pub rows: BTreeMap<RowRef, Row>,
    made: u64,
    /// The device's wall clock, Unix milliseconds.
    pub clock: u64,
}

impl Device {
    /// A device of `person`; `number` makes its ids.
    pub fn new(person: &Person, number: u8) -> Self {
        Self {
            person: person.clone(),
            replica: ReplicaId::v7(1, [number; 10]),
            next_n: 1,
            epoch: 0,
            cursor: 0,
            scopes_version: 0,
            rows: BTreeMap::new(),
            made: u64::from(number) << 32,
            clock: 1_795_000_000_000,
        }
    }

    /// A device that has its snapshot and what came after it (a snapshot may be a little old).
    pub async fn ready(office: &Office, person: &Person, number: u8) -> Result<Self, Error> {
        let mut device = Self::new(person, number);
        device.bootstrap(office).await?;
        device.pull(office).await?;
        Ok(device)
    }

    pub fn version(&self) -> Version {
        Version::new(self.epoch, self.cursor)
    }

    pub fn new_id(&mut self) -> RowId {
        self.made += 1;
        let mut random = [0; 10];
        random[2..].copy_from_slice(&self.made.to_be_bytes());
        RowId::v7(2, random)
    }

    /// The next operation of this device.
    pub fn op(&mut self, row: RowRef, body: Body) -> Op {
        let n = self.next_n;
        self.next_n += 1;
        self.made += 1;
        self.clock += 1;
        let mut random = [0; 10];
        random[..8].copy_from_slice(&self.made.to_be_bytes());
        Op { n, id: OpId::v7(self.clock, random), schema: 1, txn: None, hlc: Hlc::new(self.clock, 0), row, body }
    }

    pub fn customer(&mut self, name: &str) -> Op {
        self.customer_of(name, None)
    }

    pub fn customer_of(&mut self, name: &str, owner: Option<&Person>) -> Op {
        let row = RowRef::new(Kind::Customer, self.new_id());
        let mut fields = vec![(customer::NAME, Value::text(name))];
        fields.extend(owner.and_then(|p| RowId::parse(&p.me.staff)).map(|id| (customer::OWNER, Value::Id(id))));
        self.op(row, Body::Create { fields })
    }

    pub fn set(&mut self, row: RowRef, field: Field, value: Value) -> Op {
        let base = self.version();
        self.op(row, Body::Set { field, value, base })
    }

    pub fn refer(&mut self, from: RowId, to: RowId) -> Op {
        let row = RowRef::new(Kind::Referral, judge::edge_id(Kind::Referral, "", from, to));
        self.op(row, Body::Link { from, to, fields: vec![] })
    }

    pub fn phone(&mut self, whose: RowId, number: &str) -> Op {
        let row = RowRef::new(Kind::ContactPoint, self.new_id());
        let fields = vec![
            (contact_point::CUSTOMER, Value::Id(whose)),
            (contact_point::CHANNEL, Value::text("phone")),
            (contact_point::VALUE, Value::text(number)),
        ];
        self.op(row, Body::Create { fields })
    }

    pub fn buy(&mut self, whose: RowId, day: i64, total: i64) -> Op {
        let row = RowRef::new(Kind::Purchase, self.new_id());
        let fields = vec![
            (purchase::CUSTOMER, Value::Id(whose)),
            (purchase::DAY, Value::Int(day)),
            (purchase::TOTAL, Value::Int(total)),
            (purchase::CURRENCY, Value::text("CNY")),
        ];
        self.op(row, Body::Create { fields })
    }

    pub fn call(&mut self, whose: RowId, day: i64) -> Op {
        let row = RowRef::new(Kind::Interaction, self.new_id());
        let fields = vec![
            (interaction::CUSTOMER, Value::Id(whose)),
            (interaction::CHANNEL, Value::text("call")),
            (interaction::AT, Value::Int(day * 86_400_000)),
            (interaction::DAY, Value::Int(day)),
        ];
        self.op(row, Body::Append { fields })
    }

    /// Sends operations; the verdicts.
    pub async fn push(&self, office: &Office, ops: &[Op]) -> Result<Vec<Verdict>, Error> {
        match self.try_push(office, ops).await?? {
            PushAnswer::Judged { results, .. } => Ok(results),
            PushAnswer::Upgrade { .. } => Err("the device is too old".into()),
        }
    }

    pub async fn try_push(&self, office: &Office, ops: &[Op]) -> Result<Result<PushAnswer, ApiError>, Error> {
        let request = PushRequest::pack(self.replica, self.epoch, self.clock, ops);
        office.rpc(&self.person, "sync/v1/push", ("request", &request)).await
    }

    pub fn pull_request(&self, wait_ms: u32, max_bytes: u32) -> PullRequest {
        let (replica, epoch, cursor, scopes_version) = (self.replica, self.epoch, self.cursor, self.scopes_version);
        PullRequest { proto: PROTO, replica, epoch, cursor, scopes_version, max_bytes, wait_ms }
    }

    pub async fn ask_pull(&self, office: &Office, request: &PullRequest) -> Result<PullAnswer, Error> {
        Ok(office.rpc(&self.person, "sync/v1/pull", ("request", request)).await??)
    }

    /// Pulls to the end, in small answers; fails when a snapshot is needed.
    pub async fn pull(&mut self, office: &Office) -> Result<u32, Error> {
        let mut answers = 0;
        loop {
            let answer = self.ask_pull(office, &self.pull_request(0, 20_000)).await?;
            answers += 1;
            let PullAnswer::Changes { epoch, from, to, more, txns, .. } = answer else {
                return Err(format!("a pull was answered with {answer:?}").into());
            };
            assert_eq!((epoch, from), (self.epoch, self.cursor));
            let mut last = from;
            for txn in txns {
                assert!(txn.seq > last && txn.seq <= to, "transactions come in order within the answer");
                last = txn.seq;
                for change in &txn.changes {
                    let at = change.address();
                    let old = self.rows.remove(&at);
                    if let Some(new) = change::apply(old, change, txn.stamp(epoch)) {
                        self.rows.insert(at, new);
                    }
                }
            }
            self.cursor = to;
            if !more {
                return Ok(answers);
            }
        }
    }

    /// Pulls; takes a snapshot when told to. Answers whether it was.
    pub async fn pull_or_bootstrap(&mut self, office: &Office) -> Result<bool, Error> {
        let answer = self.ask_pull(office, &self.pull_request(0, 20_000)).await?;
        let told = matches!(answer, PullAnswer::MustBootstrap { .. });
        if told {
            self.bootstrap(office).await?;
        }
        self.pull(office).await?;
        Ok(told)
    }

    pub async fn manifest(&self, office: &Office) -> Result<Manifest, Error> {
        Ok(office.rpc(&self.person, "sync/v1/snapshot", ("proto", &PROTO)).await??)
    }

    /// Takes a snapshot: its rows take the place of all others.
    pub async fn bootstrap(&mut self, office: &Office) -> Result<Manifest, Error> {
        let manifest = self.manifest(office).await?;
        self.rows.clear();
        for (index, info) in manifest.chunks.iter().enumerate() {
            let answer = office.get(&self.person, &format!("/snapshot/{}/{index}", manifest.id)).send().await?;
            assert_eq!(answer.status, 200, "{}", answer.text());
            assert_eq!(codec::short_hash(&answer.body), info.hash);
            let rows = unpack(&answer.body)?;
            assert_eq!(rows.len(), info.rows as usize);
            self.rows.extend(rows.into_iter().map(|row| (row.address(), row)));
        }
        self.epoch = manifest.epoch;
        self.cursor = manifest.seq;
        self.scopes_version = manifest.scopes_version;
        Ok(manifest)
    }

    pub fn row(&self, at: RowRef) -> Result<&Row, Error> {
        self.rows.get(&at).ok_or_else(|| format!("{at:?} is not here").into())
    }

    pub fn of(&self, kind: Kind) -> impl Iterator<Item = &Row> {
        self.rows.values().filter(move |row| row.kind == kind)
    }

    /// Names of the customers on this device.
    pub fn names(&self) -> Vec<String> {
        let mut names: Vec<String> = self.of(Kind::Customer).map(|row| row.text(customer::NAME).to_owned()).collect();
        names.sort();
        names
    }

    /// What people wrote, without what the server derives (scores come in their own time).
    pub fn written(&self) -> BTreeMap<RowRef, Row> {
        let by_people = self.rows.iter().filter(|(at, _)| at.kind.is_written_by_people());
        by_people.map(|(at, row)| (*at, row.clone())).collect()
    }
}

/// The rows of a chunk: each preceded by its length.
pub fn unpack(mut bytes: &[u8]) -> Result<Vec<Row>, Error> {
    let mut rows = Vec::new();
    while let Some((length, rest)) = bytes.split_first_chunk::<4>() {
        let length = u32::from_le_bytes(*length) as usize;
        let (row, rest) = rest.split_at_checked(length).ok_or("a chunk is cut off")?;
        rows.push(codec::decode(row, "row")?);
        bytes = rest;
    }
    Ok(rows)
}

/// The rows in the server's database that people wrote.
pub async fn stored(office: &Office) -> Result<BTreeMap<RowRef, Row>, Error> {
    let mut found = BTreeMap::new();
    for kind in Kind::ALL.into_iter().filter(|kind| kind.is_written_by_people()) {
        for packed in server::db::rows::all_packed(&office.running.state.db, kind).await? {
            let row = server::db::rows::unpack(&packed)?;
            found.insert(row.address(), row);
        }
    }
    Ok(found)
}

/// Fails, and says which rows, when two bases differ.
pub fn same(found: &BTreeMap<RowRef, Row>, expected: &BTreeMap<RowRef, Row>) -> Result<(), Error> {
    let all = found.keys().chain(expected.keys().filter(|at| !found.contains_key(*at)));
    let differs: Vec<_> = all.filter(|at| found.get(*at) != expected.get(*at)).take(3).collect();
    let told: Vec<String> = differs
        .iter()
        .map(|at| format!("{at:?}\n  found    {:?}\n  expected {:?}", found.get(*at), expected.get(*at)))
        .collect();
    if told.is_empty() { Ok(()) } else { Err(told.join("\n").into()) }
}
