//! Everything as files that other programs read: one JSON object a line, and the customers as a table.

use std::collections::HashMap;
use std::io::Write as _;
use std::path::Path;

use domain::schema::Holds;
use domain::schema::fields::{contact_point, customer, score};
use domain::{Kind, Row, RowId, Value};
use serde_json::{Map, json};

use crate::config::create_private;
use crate::db::connect::Db;
use crate::db::{rows, scope};
use crate::error::{Exit, Failure};

/// The file with every row.
pub const ROWS: &str = "rows.jsonl";
/// The file with the customers.
pub const CUSTOMERS: &str = "customers.csv";

/// How many rows are read at once.
const BLOCK: usize = 1_000;

/// Writes both files; answers how many rows and how many customers are in them.
///
/// # Errors
/// [`Exit::Storage`] when the disk refuses; database errors.
pub async fn write(db: &Db, folder: &Path) -> Result<(u64, u64), Failure> {
    let refused = |error: std::io::Error| Failure::storage(&format!("write into {}", folder.display()), &error);
    std::fs::create_dir_all(folder).map_err(refused)?;
    let mut lines = std::io::BufWriter::new(create_private(&folder.join(ROWS)).map_err(refused)?);
    let mut written = 0;
    for kind in Kind::ALL {
        let ids = rows::ids(db, kind).await?;
        for block in ids.chunks(BLOCK) {
            let at: Vec<_> = block.iter().map(|(id, _)| domain::row::RowRef::new(kind, *id)).collect();
            for row in rows::read(db, &at).await? {
                writeln!(lines, "{}", as_json(&row)).map_err(refused)?;
                written += 1;
            }
        }
    }
    lines.flush().map_err(refused)?;
    let customers = table(db, &folder.join(CUSTOMERS)).await?;
    Ok((written, customers))
}

/// A row by the schema's names. Days and moments stay numbers (days and milliseconds since 1970), money stays minor units.
fn as_json(row: &Row) -> serde_json::Value {
    let mut fields = Map::new();
    for def in row.kind.fields() {
        let value = match def.holds {
            Holds::Set(_) => serde_json::Value::Array(row.set(def.field).map(plain).collect()),
            _ => plain(row.get(def.field)),
        };
        if !value.is_null() && value != json!([]) {
            fields.insert(def.name.to_owned(), value);
        }
    }
    json!({
        "kind": row.kind.name(),
        "id": row.id.to_string(),
        "created_ms": row.created.hlc.millis(),
        "created_by": row.created.by.to_string(),
        "deleted": row.is_deleted(),
        "fields": fields,
    })
}

fn plain(value: &Value) -> serde_json::Value {
    match value {
        Value::Null => serde_json::Value::Null,
        Value::Bool(b) => json!(b),
        Value::Int(i) => json!(i),
        Value::Text(t) => json!(t),
        Value::Id(id) => json!(id.to_string()),
        Value::List(list) => serde_json::Value::Array(list.iter().map(plain).collect()),
    }
}

/// The customers that are not in the trash and were not merged into others, with their phone numbers and tiers, for spreadsheets.
async fn table(db: &Db, path: &Path) -> Result<u64, Failure> {
    let failed = |error: csv::Error| Failure::new(Exit::Storage, format!("cannot write {}: {error}", path.display()));
    let aliases = scope::aliases(db).await?;
    let mut phones: HashMap<RowId, Vec<String>> = HashMap::new();
    for packed in rows::all_packed(db, Kind::ContactPoint).await? {
        let row = rows::unpack(&packed)?;
        if let Some(whose) = row.reference(contact_point::CUSTOMER).filter(|_| !row.is_deleted()) {
            phones.entry(aliases.root(whose)).or_default().push(row.text(contact_point::VALUE).to_owned());
        }
    }
    let mut tiers: HashMap<RowId, String> = HashMap::new();
    for packed in rows::all_packed(db, Kind::Score).await? {
        let row = rows::unpack(&packed)?;
        tiers.insert(row.id, row.text(score::TIER).to_owned());
    }
    let mut file = create_private(path).map_err(|e| Failure::storage(&format!("write {}", path.display()), &e))?;
    // Without it, spreadsheets take UTF-8 for something else.
    file.write_all(b"\xef\xbb\xbf").map_err(|e| Failure::storage(&format!("write {}", path.display()), &e))?;
    let mut table = csv::Writer::from_writer(file);
    let shown = || Kind::Customer.fields().iter().filter(|d| !matches!(d.field, customer::MERGED | customer::ABSORBED));
    let names = shown().map(|def| def.name);
    table.write_record(["id"].into_iter().chain(names).chain(["contact_points", "tier"])).map_err(failed)?;
    let mut written = 0;
    for packed in rows::all_packed(db, Kind::Customer).await? {
        let row = rows::unpack(&packed)?;
        if row.is_deleted() || aliases.is_alias(row.id) {
            continue;
        }
        let mut record = vec![row.id.to_string()];
        record.extend(shown().map(|def| match def.holds {
            Holds::Set(_) => row.set(def.field).filter_map(Value::as_text).collect::<Vec<_>>().join(" "),
            _ => cell(row.get(def.field)),
        }));
        record.push(phones.remove(&row.id).unwrap_or_default().join(" "));
        record.push(tiers.remove(&row.id).unwrap_or_default());
        table.write_record(record.iter().map(|text| harmless(text))).map_err(failed)?;
        written += 1;
    }
    table.flush().map_err(|e| Failure::storage(&format!("write {}", path.display()), &e))?;
    Ok(written)
}

fn cell(value: &Value) -> String {
    match value {
        Value::Null | Value::List(_) => String::new(),
        Value::Bool(b) => b.to_string(),
        Value::Int(i) => i.to_string(),
        Value::Text(t) => t.clone(),
        Value::Id(id) => id.to_string(),
    }
}

/// Text that a spreadsheet does not take for a formula.
fn harmless(text: &str) -> String {
    let formula = text.starts_with(['=', '+', '-', '@', '\t', '\r']) && text.parse::<f64>().is_err();
    if formula { format!("'{text}") } else { text.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::harmless;

    #[test]
    fn formulas_become_text_and_numbers_stay() {
        assert_eq!(harmless("=HYPERLINK(\"x\")"), "'=HYPERLINK(\"x\")");
        assert_eq!(harmless("+86 139"), "'+86 139");
        assert_eq!(harmless("-12.5"), "-12.5");
        assert_eq!(harmless("陈静"), "陈静");
        assert_eq!(harmless("a=b"), "a=b");
    }
}
