//! The same random operations against the real server and against a model of a few lines: the judge over a map.

use std::collections::HashMap;

use domain::judge::judge;
use domain::row::RowRef;
use domain::schema::fields::{conflict, customer, referral};
use domain::{
    Aliases, Author, Body, Choice, Kind, Merged, Op, Role, Row, RowId, Scope, StaffId, Stamp, Value, Verdict, Version,
    World, change, judge as rules,
};

use super::device::{same, stored};
use super::office::Outcome;
use super::{Device, Office};

/// What the server should do.
#[derive(Default)]
struct Model {
    rows: HashMap<RowRef, Row>,
    aliases: Aliases,
    /// Every verdict without its place in the order (scores take places in between).
    verdicts: Vec<&'static str>,
}

impl World for Model {
    fn row(&self, at: RowRef) -> Option<&Row> {
        self.rows.get(&at)
    }

    fn aliases(&self) -> &Aliases {
        &self.aliases
    }

    fn referrer(&self, customer: RowId) -> Option<(RowId, RowId)> {
        let live = self.rows.values().filter(|row| row.kind == Kind::Referral && rules::is_live(row));
        let mut to = live.filter(|row| row.reference(referral::TO) == Some(customer));
        to.next().and_then(|row| Some((row.id, row.reference(referral::FROM)?)))
    }

    fn team_of(&self, _: StaffId) -> Option<RowId> {
        None
    }
}

impl Model {
    fn take(&mut self, op: &Op, author: &Author, device: &Device, verdict: &Verdict, epoch: u32, next: u64) {
        // The place is the server's; everything else must follow.
        let seq = match verdict {
            Verdict::Applied { seq } | Verdict::Conflict { seq, .. } => *seq,
            _ => next,
        };
        let version = Version::new(epoch, seq);
        let at = Stamp { version, hlc: op.hlc, replica: device.replica, n: op.n, by: author.staff };
        let judged = judge(self, op, author, at);
        self.verdicts.push(name(&judged.verdict));
        for change in &judged.changes {
            let address = change.address();
            let old = self.rows.remove(&address);
            if let Some(new) = change::apply(old, change, at) {
                self.aliases.note(&new);
                self.rows.insert(address, new);
            }
        }
    }
}

fn name(verdict: &Verdict) -> &'static str {
    match verdict {
        Verdict::Applied { .. } => "applied",
        Verdict::Conflict { .. } => "conflict",
        Verdict::Noop { .. } => "noop",
        Verdict::Rejected { .. } => "rejected",
        Verdict::Gap { .. } => "gap",
        Verdict::Fork => "fork",
    }
}

/// Small random numbers (xorshift), the same for the same seed.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 % sides as u64).unwrap_or(0)
    }
}

async fn run(seed: u64, steps: usize) -> Outcome {
    let office = Office::open().await?;
    let other = office.person("张三", "manager", "all", None).await?;
    let mut devices = vec![
        Device::ready(&office, &office.admin, 1).await?,
        Device::ready(&office, &other, 2).await?,
        Device::ready(&office, &other, 3).await?,
    ];
    let (mut dice, mut model, mut real) = (Dice(seed | 1), Model::default(), Vec::new());
    let mut people: Vec<RowId> = Vec::new();
    for step in 0..steps {
        let who = dice.roll(devices.len());
        if dice.roll(3) == 0 {
            devices[who].pull(&office).await?;
        }
        let count = 1 + dice.roll(4);
        let ops: Vec<Op> = (0..count).map(|_| invent(&mut devices[who], &mut people, &mut dice, step)).collect();
        let before = office.running.state.base.head().await?;
        let verdicts = devices[who].push(&office, &ops).await?;
        let device = &devices[who];
        let staff = StaffId::parse(&device.person.me.staff).ok_or("no id")?;
        let role = if who == 0 { Role::Administrator } else { Role::Manager };
        let author = Author { staff, role, scope: Scope::All, team: None };
        for (op, verdict) in ops.iter().zip(&verdicts) {
            model.take(op, &author, device, verdict, before.epoch, before.seq + 1);
            real.push(name(verdict));
        }
        assert_eq!(model.verdicts, real, "seed {seed}, step {step}");
    }
    let found = stored(&office).await?;
    same(&found, &model.rows.into_iter().collect()).map_err(|why| format!("seed {seed}: {why}"))?;
    for device in &mut devices {
        device.pull(&office).await?;
        same(&device.written(), &found).map_err(|why| format!("seed {seed}: {why}"))?;
    }
    Ok(())
}

fn invent(device: &mut Device, people: &mut Vec<RowId>, dice: &mut Dice, step: usize) -> Op {
    if people.len() < 3 || dice.roll(12) == 0 {
        let op = device.customer(&format!("客户{step}"));
        people.push(op.row.id);
        return op;
    }
    let whom = people[dice.roll(people.len())];
    let at = RowRef::new(Kind::Customer, whom);
    let seen = device.version();
    match dice.roll(14) {
        0..=3 => {
            let field = [customer::REGION, customer::REMARK, customer::NAME][dice.roll(3)];
            device.set(at, field, Value::text(format!("值{}", dice.roll(4))))
        }
        4 => device.op(at, Body::Add { field: customer::TAGS, value: Value::text(["熟客", "团购"][dice.roll(2)]) }),
        5 => {
            device.op(at, Body::Del { field: customer::TAGS, value: Value::text(["熟客", "团购"][dice.roll(2)]), seen })
        }
        6 => {
            let from = people[dice.roll(people.len())];
            device.refer(from, whom)
        }
        7 => {
            let from = people[dice.roll(people.len())];
            let edge = RowRef::new(Kind::Referral, rules::edge_id(Kind::Referral, "", from, whom));
            device.op(edge, Body::Unlink { seen })
        }
        8 => device.op(at, Body::Delete { seen }),
        9 => device.op(at, Body::Restore {}),
        10 => {
            let into = people[dice.roll(people.len())];
            let take = vec![(customer::REMARK, Value::text(format!("合{}", dice.roll(3))))];
            device.op(at, Body::Merge { into, take, base: seen })
        }
        11 => {
            let merged = device.of(Kind::Customer).find_map(|row| Some((row.address(), Merged::of(row)?)));
            match merged {
                Some((at, merged)) => device.op(at, Body::Unmerge { merge: merged.by }),
                None => device.op(at, Body::Restore {}),
            }
        }
        12 => device.phone(whom, &format!("139{}", dice.roll(9))),
        _ => {
            let open: Vec<Row> = device.of(Kind::Conflict).cloned().collect();
            if open.is_empty() {
                return device.call(whom, 20_000);
            }
            let row = &open[dice.roll(open.len())];
            let side = rules::sides(row).first().map_or(Value::Null, |side| side.value.clone());
            let choice = match row.text(conflict::REASON) {
                "delete" => Choice::Restore,
                _ => Choice::Value(side),
            };
            device.op(row.address(), Body::Settle { choice, base: seen })
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_server_does_what_the_judge_says() -> Outcome {
    for seed in [11, 2_026, 77_777, 424_242] {
        run(seed, 80).await?;
    }
    Ok(())
}
