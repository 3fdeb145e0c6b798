//! The invariants of the architecture that a reader of the source can check: who may touch what.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};

use crate::workspace::Workspace;

mod imports;
mod rules;
mod source;
mod surrealql;

use rules::RULES;
use source::Source;

/// A line that breaks a rule.
#[derive(Debug, PartialEq, Eq)]
struct Violation {
    file: String,
    line: usize,
    rule: &'static str,
    found: String,
}

/// Fails with the list of violations in the checkout unless there is none.
pub fn check(workspace: &Workspace) -> Result<()> {
    let mut files = Vec::new();
    for folder in rules::CRATES {
        collect(&workspace.root.join(folder), &mut files)?;
    }
    files.sort();
    if files.is_empty() {
        bail!("no source was found below {}", workspace.root.display());
    }
    let mut violations = Vec::new();
    for file in &files {
        let name = file.strip_prefix(&workspace.root).unwrap_or(file).to_string_lossy().replace('\\', "/");
        let text = fs::read_to_string(file).with_context(|| format!("{name} cannot be read as UTF-8"))?;
        violations.extend(violations_in(&name, &text));
    }
    for Violation { file, line, rule, found } in &violations {
        println!("{file}:{line}: `{found}`: {rule}");
    }
    if violations.is_empty() {
        println!("{} files keep the rules", files.len());
        return Ok(());
    }
    bail!("{} lines break the architecture", violations.len())
}

/// All violations in one file; `name` is its path from the workspace's root, with `/`.
fn violations_in(name: &str, text: &str) -> Vec<Violation> {
    let violation = |line, rule, found: &str| Violation { file: name.to_owned(), line, rule, found: found.to_owned() };
    let surrealql_allowed = surrealql::may_speak(name);
    if is_surql(Path::new(name)) {
        return if surrealql_allowed { Vec::new() } else { vec![violation(1, surrealql::RULE, "a file of SurrealQL")] };
    }
    if is_test_file(name) {
        return Vec::new();
    }
    let source = Source::read(text);
    let mut violations = Vec::new();
    for rule in RULES.iter().filter(|rule| rule.covers(name)) {
        for (line, code) in source.lines_and_imports() {
            if let Some(word) = rule.forbidden_in(code) {
                let found = violation(line, rule.why, word);
                if violations.last() != Some(&found) {
                    violations.push(found);
                }
            }
        }
    }
    if !surrealql_allowed {
        for literal in source.literals() {
            if let Some(statement) = surrealql::statement_in(&literal.text) {
                violations.push(violation(literal.line, surrealql::RULE, statement));
            }
        }
    }
    violations
}

/// Tests may read clocks and files.
fn is_test_file(name: &str) -> bool {
    name.ends_with("/tests.rs") || name.split('/').any(|folder| matches!(folder, "tests" | "benches" | "examples"))
}

fn is_surql(file: &Path) -> bool {
    file.extension().is_some_and(|ending| ending == "surql")
}

fn collect(path: &Path, files: &mut Vec<PathBuf>) -> Result<()> {
    if path.is_dir() {
        let entries = fs::read_dir(path).with_context(|| format!("{} cannot be read", path.display()))?;
        for entry in entries {
            collect(&entry?.path(), files)?;
        }
    } else if path.extension().is_some_and(|ending| ending == "rs") || is_surql(path) {
        files.push(path.to_path_buf());
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::Folder;

    fn found(name: &str, text: &str) -> Vec<(usize, String)> {
        violations_in(name, text).into_iter().map(|violation| (violation.line, violation.found)).collect()
    }

    #[test]
    fn planted_impurity_in_domain_and_analytics_is_found() {
        let planted = [
            "fn f() { web_sys::window(); }",
            "use leptos::prelude::*;",
            "use tokio::sync::mpsc;",
            "use surrealdb::Surreal;",
            "let t = chrono::Utc::now();",
            "let t = std::time::Instant::now();",
            "use std::{fmt, time::{Duration, SystemTime}};",
            "use std::fs;",
            "pub async fn f() {}",
            "let id = Uuid::now_v7();",
        ];
        for code in planted {
            for krate in ["domain", "analytics"] {
                let name = format!("{krate}/src/a/b.rs");
                assert_eq!(found(&name, &format!("\n{code}\n")).len(), 1, "{code}");
            }
        }
        assert_eq!(
            found("domain/src/a.rs", "//! x\nuse std::{\n    fmt,\n    time::Instant,\n};\n"),
            [(2, "std::time".to_owned())]
        );
    }

    #[test]
    fn talk_about_the_forbidden_is_not_the_forbidden() {
        let innocent = [
            "// never call std::time::Instant::now",
            "/* leptos /* nested */ tokio:: */",
            "let s = \"tokio::spawn\";",
            "let s = r#\"a \" leptos::x\"#;",
            "let my_tokio_like = 1; mod tokioish {}",
            "use core::time::Duration;",
            "#[cfg(test)]\nmod tests { use std::fs; fn f() { let _ = std::time::Instant::now(); } }",
        ];
        for code in innocent {
            assert_eq!(found("domain/src/a.rs", code), [], "{code}");
        }
        // What follows a test module is looked at again.
        let after = "#[cfg(test)]\nmod tests { fn f() { \"}\"; } }\nuse std::fs;\n";
        assert_eq!(found("domain/src/a.rs", after), [(3, "std::fs".to_owned())]);
    }

    #[test]
    fn planted_surrealql_outside_the_database_layer_is_found() {
        let planted = r#"fn f() { db("SELECT * FROM customer WHERE id = $id") }"#;
        assert_eq!(found("server/src/sync/pull.rs", planted).len(), 1);
        assert_eq!(found("server/src/db.rs", planted), []);
        assert_eq!(found("server/src/db/customer.rs", planted), []);
        assert_eq!(found("server/src/dbx.rs", planted).len(), 1);
        assert_eq!(found("app/src/api/customer.rs", planted).len(), 1);
        assert_eq!(found("server/src/state.rs", "use surrealdb::Surreal;").len(), 1);
        assert_eq!(found("server/src/db/connect.rs", "use surrealdb::Surreal;"), []);
        assert_eq!(found("server/src/jobs/a.surql", "").len(), 1);
        assert_eq!(found("server/src/db/migrations/0001.surql", "DEFINE TABLE a"), []);
    }

    #[test]
    fn planted_storage_and_network_access_in_the_page_is_found() {
        let storage = "use indexed_db_futures::database::Database;";
        assert_eq!(found("app/src/page/customer.rs", storage).len(), 1);
        assert_eq!(found("app/src/local/indexed_db.rs", storage), []);
        assert_eq!(found("app/src/local.rs", storage), []);
        assert_eq!(found("app/src/locality.rs", storage).len(), 1);
        assert_eq!(found("frontend/src/lib.rs", "let f = window.indexed_db();").len(), 1);
        let network = "#[server(endpoint = \"x\")]\nasync fn push() {}";
        assert_eq!(found("app/src/page/today.rs", network), [(1, "#[server".to_owned())]);
        assert_eq!(found("app/src/api/sync.rs", network), []);
        assert_eq!(found("app/src/sync/transport.rs", "window.fetch_with_request(&r)"), []);
        assert_eq!(found("app/src/pwa/update.rs", "window.fetch_with_str(u)").len(), 1);
        assert_eq!(found("app/src/shell.rs", "use crate::server_fns; fn server() {}"), []);
    }

    #[test]
    fn the_check_reads_a_whole_checkout() {
        let folder = Folder::new("arch-check");
        folder.write("domain/src/lib.rs", "pub fn f() {}");
        folder.write("server/src/db/a.rs", "\"SELECT a FROM b\";");
        check(&folder.workspace()).unwrap();
        folder.write("analytics/src/deep/er.rs", "use std::time::Instant;");
        assert!(check(&folder.workspace()).is_err());
        assert!(check(&Folder::new("arch-empty").workspace()).is_err());
    }
}
