//! What analyses and pictures of the graph are made from, read from the base into a file that the command then works on.

use std::collections::HashMap;
use std::path::Path;

use analytics::graph::view::document::{Document, Edge, Node, Value};
use analytics::graph::view::{csv, graphml};
use domain::money::exponent;
use domain::schema::fields::{customer, purchase, referral, relation, score};
use domain::{Kind, Row, RowId, judge};
use serde::{Deserialize, Serialize};

use crate::config::write_private;
use crate::db::connect::Db;
use crate::db::{rows, scope};
use crate::error::{Exit, Failure};
use crate::sync::staff::organisation;

/// What is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Extract {
    /// An [`Analysis`], as JSON.
    Analysis,
    /// Customers, referrals and relations, as `GraphML`.
    GraphMl,
    /// Referrals and relations, as CSV.
    GraphCsv,
}

/// What the base knows of purchases.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Analysis {
    /// Purchases and refunds of customers who are not in the trash.
    pub purchases: Vec<Bought>,
    /// The ids of all customers, those without a purchase included.
    pub customers: Vec<String>,
    /// The names of the items of each purchase that has lines.
    pub baskets: Vec<Vec<String>>,
    /// Purchases in another currency than the base's, left out: the base has no rates.
    pub other_currency: usize,
}

/// A purchase, or a refund.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Bought {
    /// Whose.
    pub customer: String,
    /// Which.
    pub id: String,
    /// The business day, days since 1970.
    pub day: i32,
    /// Millionths of the base's currency; below zero for a refund.
    pub amount: i64,
    /// The purchase it gives money back for.
    pub refund_of: Option<String>,
}

/// Reads what is asked for and writes it into a file that only its owner may read.
///
/// # Errors
/// [`Exit::Storage`] when the disk refuses; database errors.
pub async fn extract(db: &Db, what: Extract, file: &Path) -> Result<(), Failure> {
    let content = match what {
        Extract::Analysis => serde_json::to_vec(&analysis(db).await?)
            .map_err(|error| Failure::new(Exit::Failed, format!("the purchases cannot be written: {error}")))?,
        Extract::GraphMl | Extract::GraphCsv => {
            let document = graph(db).await?;
            let mut text = String::new();
            let written = match what {
                Extract::GraphMl => graphml::write(&document, &mut text),
                _ => csv::write(&document, &mut text),
            };
            written.map_err(|_| Failure::new(Exit::Failed, "the graph cannot be written"))?;
            text.into_bytes()
        }
    };
    write_private(file, &content)
}

/// The rows of a kind that are not in the trash.
async fn living(db: &Db, kind: Kind) -> Result<Vec<Row>, Failure> {
    let mut found = Vec::new();
    for packed in rows::all_packed(db, kind).await? {
        let row = rows::unpack(&packed)?;
        if !row.is_deleted() {
            found.push(row);
        }
    }
    found.sort_unstable_by_key(|row| row.id);
    Ok(found)
}

async fn analysis(db: &Db) -> Result<Analysis, Failure> {
    let currency = organisation(db).await?.currency;
    let scale = 10_i64.pow(6_u32.saturating_sub(exponent(&currency)));
    let aliases = scope::aliases(db).await?;
    let living = living(db, Kind::Customer).await?.into_iter().map(|row| row.id);
    let customers: Vec<RowId> = living.filter(|id| !aliases.is_alias(*id)).collect();
    let mut found = Analysis { customers: customers.iter().map(ToString::to_string).collect(), ..Analysis::default() };
    for packed in rows::all_packed(db, Kind::Purchase).await? {
        let row = rows::unpack(&packed)?;
        if row.is_deleted() {
            continue;
        }
        let names = basket(&row);
        if !names.is_empty() {
            found.baskets.push(names);
        }
        let whose = row
            .reference(purchase::CUSTOMER)
            .map(|id| aliases.root(id))
            .filter(|id| customers.binary_search(id).is_ok());
        let day = row.int(purchase::DAY).and_then(|day| i32::try_from(day).ok());
        let (Some(whose), Some(day), Some(total)) = (whose, day, row.int(purchase::TOTAL)) else { continue };
        if row.text(purchase::CURRENCY) != currency {
            found.other_currency += 1;
            continue;
        }
        found.purchases.push(Bought {
            customer: whose.to_string(),
            id: row.id.to_string(),
            day,
            amount: total.saturating_mul(scale),
            refund_of: row.reference(purchase::REFUND_OF).map(|id| id.to_string()),
        });
    }
    Ok(found)
}

/// The names of a purchase's lines, each once.
fn basket(row: &Row) -> Vec<String> {
    let domain::Value::List(lines) = row.get(purchase::ITEMS) else { return Vec::new() };
    let name = |line: &domain::Value| match line {
        domain::Value::List(cells) => cells.get(1).and_then(domain::Value::as_text).map(|name| name.trim().to_owned()),
        _ => None,
    };
    let mut names: Vec<String> = lines.iter().filter_map(name).filter(|name| !name.is_empty()).collect();
    names.sort_unstable();
    names.dedup();
    names
}

async fn graph(db: &Db) -> Result<Document, Failure> {
    let scores: HashMap<RowId, Row> = living(db, Kind::Score).await?.into_iter().map(|row| (row.id, row)).collect();
    let mut document = Document::default();
    let aliases = scope::aliases(db).await?;
    let mut places: HashMap<RowId, u32> = HashMap::new();
    for row in living(db, Kind::Customer).await?.into_iter().filter(|row| !aliases.is_alias(row.id)) {
        let Ok(place) = u32::try_from(document.nodes.len()) else { break };
        places.insert(row.id, place);
        let mut attributes = Vec::new();
        let mut put = |key: &str, text: &str| {
            if !text.is_empty() {
                attributes.push((key.to_owned(), Value::Text(text.to_owned())));
            }
        };
        put("type", row.text(customer::TYPE));
        put("region", row.text(customer::REGION));
        if let Some(scored) = scores.get(&row.id) {
            put("tier", scored.text(score::TIER));
            put("stage", scored.text(score::LIFECYCLE));
            if let Some(net) = scored.int(score::NET_YEAR) {
                attributes.push(("net_year_minor".to_owned(), Value::Whole(net)));
            }
        }
        document.nodes.push(Node { id: row.id.to_string(), name: row.text(customer::NAME).to_owned(), attributes });
    }
    for kind in [Kind::Referral, Kind::Relation] {
        for row in living(db, kind).await?.iter().filter(|row| judge::is_live(row)) {
            let end = |field| row.reference(field).and_then(|id| places.get(&aliases.root(id)).copied());
            let (Some(source), Some(target)) = (end(referral::FROM), end(referral::TO)) else { continue };
            if source == target {
                continue;
            }
            document.edges.push(edge(row, source, target));
        }
    }
    Ok(document)
}

fn edge(row: &Row, source: u32, target: u32) -> Edge {
    let mut attributes = Vec::new();
    let day = if row.kind == Kind::Referral { referral::DAY } else { relation::SINCE };
    if let Some(day) = row.int(day) {
        attributes.push(("since_day".to_owned(), Value::Whole(day)));
    }
    if row.kind == Kind::Referral {
        let kind = "referral".to_owned();
        return Edge { source, target, directed: true, kind, strength: None, attributes };
    }
    let kind = row.text(relation::RELATION).to_owned();
    let strength = row.int(relation::STRENGTH).and_then(|n| u8::try_from(n).ok()).map(f64::from);
    // Who works somewhere, owns or supplies it does so in one direction.
    let directed = matches!(kind.as_str(), "works_at" | "owns" | "supplier");
    Edge { source, target, directed, kind, strength, attributes }
}
