//! Rows of a relation table to referrals and other relations.

use super::Draft;
use super::cell::{Bad, Cells};
use super::directory::{Directory, Found};
use super::mapping::Columns;
use super::read::{Context, Taker};
use super::report::{Reason, Report};
use domain::judge::edge_id;
use domain::schema::fields::{RELATION_KINDS, referral, relation};
use domain::{Kind, RowId, Value, phone};
use std::collections::{HashMap, HashSet};

/// Where the columns are, and what has been taken so far.
pub(super) struct Relations {
    from: Option<usize>,
    to: Option<usize>,
    kind: Option<usize>,
    date: Option<usize>,
    channel: Option<usize>,
    strength: Option<usize>,
    remark: Option<usize>,
    /// Who referred whom, in the base and in the file so far.
    referrers: HashMap<RowId, RowId>,
    seen: HashSet<RowId>,
    drafts: Vec<Draft>,
}

/// What a row says that two customers are.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Bond {
    /// The first referred the second.
    Referred,
    /// The first was referred by the second.
    ReferredBy,
    /// One of [`RELATION_KINDS`].
    Related(&'static str),
}

impl Relations {
    pub fn new(columns: &Columns, directory: &Directory) -> Self {
        let at = |f| columns.at(f);
        Self {
            from: at("from"),
            to: at("to"),
            kind: at("kind"),
            date: at("date"),
            channel: at("channel"),
            strength: at("strength"),
            remark: at("remark"),
            referrers: directory.referrers().clone(),
            seen: HashSet::new(),
            drafts: Vec::new(),
        }
    }

    /// Checks that the referral neither closes a circle nor contradicts another one.
    fn check_referral(&self, from: RowId, to: RowId) -> Result<(), Bad> {
        if self.referrers.get(&to).is_some_and(|known| *known != from) {
            return Err(Bad::new(self.from, Reason::SecondReferrer));
        }
        let mut above = Some(from);
        // The tree of a sound base has no circle; the bound is for one that has.
        for _ in 0..=self.referrers.len() {
            match above {
                Some(at) if at == to => return Err(Bad::new(self.to, Reason::ReferralCycle)),
                Some(at) => above = self.referrers.get(&at).copied(),
                None => break,
            }
        }
        Ok(())
    }
}

impl Taker for Relations {
    fn take(&mut self, cells: Cells<'_>, context: &mut Context<'_>) -> Result<(), Bad> {
        let from = customer(&cells, self.from, context.directory)?;
        let to = customer(&cells, self.to, context.directory)?;
        let named = cells.raw(self.kind);
        let fixed = context.options.relation.as_deref();
        let named = if named.is_empty() { fixed.unwrap_or("") } else { named };
        if named.is_empty() {
            return Err(Bad::new(self.kind, Reason::Missing));
        }
        let bond = bond(named).ok_or(Bad::new(self.kind, Reason::BadChoice))?;
        let (from, to) = if bond == Bond::ReferredBy { (to, from) } else { (from, to) };
        if from == to {
            return Err(Bad::new(self.to, Reason::SameCustomer));
        }
        let day = cells.date(self.date)?.map(|m| m.resolve(context.options.zone_minutes).0);
        let day = day.map_or(Value::Null, Value::Int);
        let remark = cells.text(self.remark, 500)?.map_or(Value::Null, Value::text);
        let draft = if let Bond::Related(kind) = bond {
            let strength = match cells.number(self.strength, 0)? {
                Some((n @ 1..=5, false)) => Value::Int(n),
                Some(_) => return Err(Bad::new(self.strength, Reason::OutOfRange)),
                None => Value::Null,
            };
            let fields = [
                (relation::FROM, Value::Id(from)),
                (relation::TO, Value::Id(to)),
                (relation::RELATION, Value::text(kind)),
                (relation::STRENGTH, strength),
                (relation::SINCE, day),
                (relation::REMARK, remark),
            ];
            Draft::new(Kind::Relation, edge_id(Kind::Relation, kind, from, to), fields)
        } else {
            self.check_referral(from, to)?;
            let fields = [
                (referral::FROM, Value::Id(from)),
                (referral::TO, Value::Id(to)),
                (referral::CHANNEL, cells.text(self.channel, 40)?.map_or(Value::Null, Value::text)),
                (referral::DAY, day),
                (referral::REMARK, remark),
            ];
            Draft::new(Kind::Referral, edge_id(Kind::Referral, "", from, to), fields)
        };
        if !self.seen.insert(draft.id) {
            return Err(Bad::new(None, Reason::Repeated));
        }
        if draft.kind == Kind::Referral {
            self.referrers.insert(to, from);
        }
        self.drafts.push(draft);
        Ok(())
    }

    fn finish(self: Box<Self>, _: &mut Report) -> Box<dyn Iterator<Item = Draft> + Send> {
        Box::new(self.drafts.into_iter())
    }
}

/// The customer that a text means: by code, else by phone number, else by exact name.
fn customer(cells: &Cells<'_>, at: Option<usize>, directory: &Directory) -> Result<RowId, Bad> {
    let text = cells.text(at, 240)?.ok_or(Bad::new(at, Reason::Missing))?;
    if let Some(id) = directory.code(text).or_else(|| directory.code(cells.code(at).ok().flatten().unwrap_or(text))) {
        return Ok(id);
    }
    let looks_like_a_number = text.chars().all(|c| c.is_ascii_digit() || "０１２３４５６７８９+-－ ()（）".contains(c));
    let by_phone = if looks_like_a_number { directory.phone(&phone::normalise(text)) } else { Found::Nobody };
    let found = if by_phone == Found::Nobody { directory.name(text) } else { by_phone };
    match found {
        Found::One(id) => Ok(id),
        Found::Several => Err(Bad::new(at, Reason::AmbiguousCustomer)),
        Found::Nobody => Err(Bad::new(at, Reason::UnknownCustomer)),
    }
}

fn bond(text: &str) -> Option<Bond> {
    let text = text.trim().to_lowercase().replace([' ', '-'], "_");
    Some(match text.as_str() {
        "referred" | "referral" | "refers" | "介绍" | "推荐" | "转介绍" | "介绍了" | "推荐了" | "老带新" => {
            Bond::Referred
        }
        "referred_by" | "introduced_by" | "被介绍" | "被推荐" | "介绍人是" | "由…介绍" | "推荐人" | "介绍人" => {
            Bond::ReferredBy
        }
        "家人" | "家属" | "亲属" | "亲戚" | "夫妻" | "父母" | "子女" | "兄弟姐妹" => {
            Bond::Related("family")
        }
        "朋友" | "好友" | "闺蜜" => Bond::Related("friend"),
        "同事" => Bond::Related("colleague"),
        "任职" | "就职" | "任职于" | "员工" | "employee" | "works_for" | "employed_by" => {
            Bond::Related("works_at")
        }
        "老板" | "股东" | "拥有" | "owner" => Bond::Related("owns"),
        "合伙" | "合伙人" | "合作" | "合作伙伴" => Bond::Related("partner"),
        "供应商" | "供货" => Bond::Related("supplier"),
        "竞争" | "竞争对手" => Bond::Related("competitor"),
        "同住" | "同户" => Bond::Related("household"),
        "其他" => Bond::Related("other"),
        code => Bond::Related(RELATION_KINDS.iter().find(|k| **k == code)?),
    })
}
