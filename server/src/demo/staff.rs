//! The shop's staff: twelve people in three teams.

use super::Draft;
use super::random::Random;
use domain::schema::fields::{staff, team};
use domain::{Kind, RowId, Value};
use std::sync::OnceLock;

const TEAMS: [&str; 3] = ["门店", "定制", "企业客户"];

/// Name, team, role, and how many of the customers they look after (parts of 100).
const MEMBERS: [(&str, usize, &str, u32); 12] = [
    ("王小满", 0, "manager", 12),
    ("陈立夏", 0, "staff", 13),
    ("赵一鸣", 0, "staff", 11),
    ("吴越", 0, "staff", 9),
    ("钱雨桐", 0, "staff", 7),
    ("潘岳", 1, "manager", 8),
    ("许知微", 1, "staff", 9),
    ("方子衿", 1, "staff", 7),
    ("苏婉", 1, "staff", 6),
    ("周明远", 2, "manager", 5),
    ("李思源", 2, "staff", 7),
    ("何佳怡", 2, "staff", 6),
];
/// How many of a hundred customers nobody looks after.
const UNASSIGNED: f64 = 0.08;

fn member_id(at: usize) -> RowId {
    RowId::derived("demo", &[b"staff", &(at as u64).to_be_bytes()])
}

fn team_id(at: usize) -> RowId {
    RowId::derived("demo", &[b"team", &(at as u64).to_be_bytes()])
}

pub(super) fn teams() -> Vec<Draft> {
    TEAMS.iter().enumerate().map(|(i, name)| (Kind::Team, team_id(i), vec![(team::NAME, Value::text(*name))])).collect()
}

pub(super) fn members() -> Vec<Draft> {
    let member = |(i, (name, team, role, _)): (usize, &(&str, usize, &str, u32))| {
        let scope = if *role == "manager" { "all" } else { "team" };
        let fields = vec![
            (staff::NAME, Value::text(*name)),
            (staff::ROLE, Value::text(*role)),
            (staff::TEAM, Value::Id(team_id(*team))),
            (staff::ACTIVE, Value::Bool(true)),
            (staff::SCOPE, Value::text(scope)),
        ];
        (Kind::Staff, member_id(i), fields)
    };
    MEMBERS.iter().enumerate().map(member).collect()
}

/// Who looks after a customer: companies mostly the third team.
pub(super) fn owner(company: bool, random: &mut Random) -> Option<u8> {
    if random.chance(UNASSIGNED) {
        return None;
    }
    let weights: Vec<(u8, u32)> = MEMBERS
        .iter()
        .zip(0u8..)
        .map(|((_, team, _, weight), i)| (i, if company == (*team == 2) { weight * 8 } else { *weight }))
        .collect();
    Some(random.weighted(&weights))
}

pub(super) fn row_of(member: u8) -> RowId {
    // Asked for once for each purchase and interaction, so hashed only once.
    static IDS: OnceLock<[RowId; MEMBERS.len()]> = OnceLock::new();
    let ids = IDS.get_or_init(|| std::array::from_fn(member_id));
    ids[usize::from(member) % MEMBERS.len()]
}
