//! The rules about names in code.

/// The crates that are looked at.
pub const CRATES: [&str; 6] = ["analytics", "app", "domain", "frontend", "server", "worker"];

/// Names that files below `inside` must not use, except in the modules `except`.
pub struct Rule {
    pub why: &'static str,
    inside: &'static [&'static str],
    /// Modules without `.rs`: `app/src/local` is `app/src/local.rs` and all below `app/src/local/`.
    except: &'static [&'static str],
    forbidden: &'static [&'static str],
}

const PAGE: &[&str] = &["app/src", "frontend/src", "worker/src"];

pub const RULES: [Rule; 4] = [
    Rule {
        why: "domain and analytics have no IO, clock, randomness or async: time, ids and seeds are arguments",
        inside: &["domain/src", "analytics/src"],
        except: &[],
        forbidden: &[
            "web_sys",
            "js_sys",
            "wasm_bindgen",
            "leptos",
            "tokio",
            "surrealdb",
            "axum",
            "getrandom",
            "rand",
            "Utc::now",
            "Local::now",
            "std::time",
            "std::fs",
            "std::net",
            "std::env",
            "std::io",
            "std::process",
            "std::thread",
            "Uuid::now_v7",
            "Uuid::new_v4",
            "async fn",
            "async move",
            ".await",
            "println!",
            "eprintln!",
        ],
    },
    Rule {
        why: "only server::db speaks to SurrealDB",
        inside: &["app/src", "frontend/src", "worker/src", "server/src"],
        except: &["server/src/db"],
        forbidden: &["surrealdb"],
    },
    Rule {
        why: "only app::local touches IndexedDB",
        inside: PAGE,
        except: &["app/src/local"],
        forbidden: &[
            "indexed_db_futures",
            ".indexed_db(",
            "IdbFactory",
            "IdbDatabase",
            "IdbOpenDbRequest",
            "IdbObjectStore",
            "IdbTransaction",
        ],
    },
    Rule {
        why: "only app::sync and app::api touch the network",
        inside: PAGE,
        except: &["app/src/sync", "app/src/api"],
        forbidden: &[
            "#[server",
            "fetch_with_request",
            "fetch_with_request_and_init",
            "fetch_with_str",
            "fetch_with_str_and_init",
            "gloo_net",
            "reqwest",
            "WebSocket",
            "EventSource",
            "XmlHttpRequest",
            "send_beacon",
        ],
    },
];

impl Rule {
    /// Whether the rule holds for this file.
    pub fn covers(&self, name: &str) -> bool {
        self.inside.iter().any(|folder| is_in(name, folder)) && !self.except.iter().any(|module| is_in(name, module))
    }

    /// The first forbidden name in a line of code.
    pub fn forbidden_in(&self, code: &str) -> Option<&'static str> {
        self.forbidden.iter().copied().find(|word| contains_name(code, word))
    }
}

/// Whether a file belongs to a module or folder.
pub fn is_in(name: &str, module: &str) -> bool {
    name.strip_prefix(module).is_some_and(|rest| rest == ".rs" || rest.starts_with('/'))
}

/// Whether `code` holds `word` and not only a longer identifier around it.
fn contains_name(code: &str, word: &str) -> bool {
    let part_of_name = |c: char| c.is_alphanumeric() || c == '_';
    code.match_indices(word).any(|(at, _)| {
        let joined_before = word.starts_with(part_of_name) && code[..at].chars().next_back().is_some_and(part_of_name);
        let joined_after =
            word.ends_with(part_of_name) && code[at + word.len()..].chars().next().is_some_and(part_of_name);
        !joined_before && !joined_after
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_whole_names() {
        assert!(contains_name("use rand::Rng;", "rand"));
        assert!(!contains_name("let brand = operand;", "rand"));
        assert!(contains_name("x.await?", ".await"));
        assert!(!contains_name("x.awaited", ".await"));
        assert!(contains_name("#[server(A)]", "#[server"));
        assert!(!contains_name("#[server_only]", "#[server"));
    }

    #[test]
    fn a_module_is_its_file_and_its_folder() {
        assert!(is_in("server/src/db.rs", "server/src/db"));
        assert!(is_in("server/src/db/a/b.rs", "server/src/db"));
        assert!(!is_in("server/src/db_like.rs", "server/src/db"));
    }
}
