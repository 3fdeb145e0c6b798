//! Recognises SurrealQL in string literals. Its keywords are written in capitals, which prose and Rust are not.

use super::rules::is_in;

pub const RULE: &str = "only server::db speaks SurrealQL";

const SCHEMA_WORDS: [&str; 11] =
    ["TABLE", "FIELD", "INDEX", "ANALYZER", "EVENT", "FUNCTION", "PARAM", "ACCESS", "NAMESPACE", "DATABASE", "USER"];

/// A verb and what makes a statement of it when it comes later.
const STATEMENTS: [(&str, &[&str]); 12] = [
    ("SELECT", &["FROM"]),
    ("CREATE", &["SET", "CONTENT", "ONLY"]),
    ("UPDATE", &["SET", "CONTENT", "MERGE", "PATCH", "WHERE"]),
    ("UPSERT", &["SET", "CONTENT", "MERGE", "PATCH", "WHERE"]),
    ("DELETE", &["FROM", "WHERE", "ONLY", "RETURN"]),
    ("INSERT", &["INTO", "RELATION", "IGNORE"]),
    ("RELATE", &["SET", "CONTENT"]),
    ("DEFINE", &SCHEMA_WORDS),
    ("REMOVE", &SCHEMA_WORDS),
    ("BEGIN", &["TRANSACTION"]),
    ("COMMIT", &["TRANSACTION"]),
    ("INFO", &["FOR"]),
];

/// Whether this file may hold SurrealQL.
pub fn may_speak(name: &str) -> bool {
    is_in(name, "server/src/db")
}

/// The verb of the first statement in a literal, if it holds one.
pub fn statement_in(literal: &str) -> Option<&'static str> {
    if !literal.contains(char::is_uppercase) {
        return None;
    }
    let words: Vec<&str> = literal
        .split(|c: char| !(c.is_alphanumeric() || c == '_' || c == '$'))
        .filter(|word| !word.is_empty())
        .collect();
    if literal.contains("RELATE ") && literal.contains("->") {
        return Some("RELATE");
    }
    STATEMENTS.iter().find_map(|(verb, later)| {
        let at = words.iter().position(|word| word == verb)?;
        words[at + 1..].iter().any(|word| later.contains(word)).then_some(*verb)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn statements_are_recognised() {
        for (literal, verb) in [
            ("SELECT * FROM ONLY customer:1", "SELECT"),
            ("  UPDATE $id SET name = $name", "UPDATE"),
            ("DEFINE TABLE OVERWRITE edge TYPE RELATION", "DEFINE"),
            ("DEFINE INDEX IF NOT EXISTS a ON b FIELDS c", "DEFINE"),
            ("RELATE $a->refers->$b", "RELATE"),
            ("BEGIN TRANSACTION;\nCREATE a CONTENT $b;", "CREATE"),
            ("DELETE customer WHERE gone", "DELETE"),
        ] {
            assert_eq!(statement_in(literal), Some(verb), "{literal}");
        }
    }

    #[test]
    fn prose_and_http_are_not() {
        for literal in [
            "Select a customer from the list",
            "DELETE",
            "GET, POST, DELETE",
            "update the index",
            "VIP",
            "CREATE",
            "请选择",
        ] {
            assert_eq!(statement_in(literal), None, "{literal}");
        }
    }
}
