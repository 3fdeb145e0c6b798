//! Where an import stands, and the steps that ask the server.

use crate::api;
use crate::api::base::{ImportOrder, ImportReport, Job, Preview};
use crate::api::upload::{self, ChosenFile};
use crate::i18n::errors::error_words;
use leptos::prelude::*;
use leptos::task::spawn_local;

/// A file on its way up.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Sending {
    /// The file's name.
    pub name: String,
    /// Bytes sent.
    pub done: u64,
    /// Bytes in all.
    pub total: u64,
}

/// A job at the server.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Running {
    /// Its id.
    pub job: String,
    /// Whether it only tries.
    pub dry_run: bool,
}

/// The page's state. Cheap to copy.
#[derive(Clone, Copy)]
pub(super) struct State {
    pub sending: RwSignal<Option<Sending>>,
    pub preview: RwSignal<Option<Preview>>,
    /// Columns of the file and the field each is taken for (empty: left out).
    pub columns: RwSignal<Vec<(String, String)>>,
    pub target: RwSignal<String>,
    pub currency: RwSignal<String>,
    pub running: RwSignal<Option<Running>>,
    pub report: RwSignal<Option<ImportReport>>,
    pub problem: RwSignal<Option<String>>,
}

impl State {
    pub fn new(currency: &str) -> Self {
        Self {
            sending: RwSignal::new(None),
            preview: RwSignal::new(None),
            columns: RwSignal::new(Vec::new()),
            target: RwSignal::new(String::new()),
            currency: RwSignal::new(currency.to_owned()),
            running: RwSignal::new(None),
            report: RwSignal::new(None),
            problem: RwSignal::new(None),
        }
    }

    /// Back to choosing a file.
    pub fn clear(self) {
        self.preview.set(None);
        self.report.set(None);
        self.problem.set(None);
    }

    /// Sends a file and shows what the server makes of it.
    pub fn send(self, file: ChosenFile) {
        self.clear();
        self.sending.set(Some(Sending { name: file.name.clone(), done: 0, total: file.size }));
        spawn_local(async move {
            let progress = move |done: u64| {
                let _ = self.sending.try_update(|sending: &mut Option<Sending>| {
                    if let Some(sending) = sending {
                        sending.done = done.min(sending.total);
                    }
                });
            };
            let sent = upload::send(&file, progress).await;
            let seen = match sent {
                Ok(upload) => api::base::preview(upload, String::new()).await,
                Err(error) => Err(error),
            };
            let _ = self.sending.try_set(None);
            self.show(seen);
        });
    }

    /// Takes the file for something else.
    pub fn retarget(self, target: String) {
        let Some(upload) = self.preview.with_untracked(|p| p.as_ref().map(|p| p.upload.clone())) else { return };
        self.report.set(None);
        spawn_local(async move {
            let seen = api::base::preview(upload, target).await;
            self.show(seen);
        });
    }

    fn show(self, seen: Result<Preview, api::ApiError>) {
        match seen {
            Ok(preview) => {
                let _ = self.problem.try_set(None);
                let _ = self.target.try_set(preview.target.clone());
                let _ = self.columns.try_set(preview.columns.clone());
                let _ = self.preview.try_set(Some(preview));
            }
            Err(error) => {
                let _ = self.problem.try_set(Some(error_words(&error)));
            }
        }
    }

    /// Takes a column for a field. What a trial said is no longer so.
    pub fn map_column(self, at: usize, field: String) {
        self.columns.update(|columns| {
            if let Some(column) = columns.get_mut(at) {
                column.1 = field;
            }
        });
        self.report.set(None);
    }

    /// Tries the import, or does it.
    pub fn start(self, dry_run: bool) {
        let Some(upload) = self.preview.with_untracked(|p| p.as_ref().map(|p| p.upload.clone())) else { return };
        if self.running.with_untracked(Option::is_some) {
            return;
        }
        let order = ImportOrder {
            upload,
            target: self.target.get_untracked(),
            columns: self.columns.get_untracked(),
            currency: self.currency.get_untracked(),
            dry_run,
        };
        self.problem.set(None);
        spawn_local(async move {
            match api::base::start_import(order).await {
                Ok(job) => {
                    let _ = self.report.try_set(None);
                    let _ = self.running.try_set(Some(Running { job: job.id, dry_run }));
                }
                Err(error) => {
                    let _ = self.problem.try_set(Some(error_words(&error)));
                }
            }
        });
    }

    /// A job is over: its report, if it has one. A failed one stays on the screen with its reason.
    pub fn finish(self, job: Job) {
        if job.phase == "failed" {
            self.problem.set(job.error.or_else(|| Some(crate::i18n::errors::server_failed().to_owned())));
        }
        self.report.set(job.report);
        self.running.set(None);
    }
}

/// Fields that are chosen for more than one column.
pub(super) fn chosen_twice(columns: &[(String, String)]) -> Vec<String> {
    let mut chosen: Vec<&str> = columns.iter().map(|(_, field)| field.as_str()).filter(|f| !f.is_empty()).collect();
    chosen.sort_unstable();
    let mut twice: Vec<String> = chosen.windows(2).filter(|pair| pair[0] == pair[1]).map(|p| p[0].to_owned()).collect();
    twice.dedup();
    twice
}

/// Groups of fields; of each group at least one must be given. The same as the server's `Target::needed`.
const NEEDED: &[(&str, &[&[&str]])] = &[
    ("customers", &[&["name", "last_name", "first_name", "code"]]),
    ("purchases", &[&["date"], &["unit_price", "amount"]]),
    ("relations", &[&["from"], &["to"], &["kind"]]),
];

/// The groups of fields of which no column gives any.
pub(super) fn still_missing(target: &str, columns: &[(String, String)]) -> Vec<&'static [&'static str]> {
    let given = |field: &&str| columns.iter().any(|(_, chosen)| chosen == field);
    let groups = NEEDED.iter().find(|(known, _)| *known == target).map_or(&[] as &[_], |(_, groups)| *groups);
    groups.iter().copied().filter(|group| !group.iter().any(given)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn columns(fields: &[&str]) -> Vec<(String, String)> {
        fields.iter().enumerate().map(|(i, field)| (format!("column {i}"), (*field).to_owned())).collect()
    }

    #[test]
    fn a_field_is_taken_from_one_column_only() {
        assert_eq!(chosen_twice(&columns(&["name", "", "phone", "", "name", "name"])), ["name"]);
        assert!(chosen_twice(&columns(&["name", "", ""])).is_empty());
    }

    #[test]
    fn what_must_be_given_is_asked_for() {
        assert_eq!(still_missing("purchases", &columns(&["amount"])), [&["date"]]);
        assert!(still_missing("purchases", &columns(&["unit_price", "date"])).is_empty());
        assert_eq!(still_missing("customers", &columns(&["phone"])).len(), 1);
        assert!(still_missing("something new", &columns(&[])).is_empty());
    }

    #[test]
    fn the_page_asks_for_what_the_server_needs() {
        let path = std::path::Path::new("../server/src/import/mapping.rs");
        let source = std::fs::read_to_string(path).unwrap_or_default();
        let quoted = |text: &str| text.split('"').skip(1).step_by(2).map(str::to_owned).collect::<Vec<_>>();
        let start = source.find("fn needed(").unwrap_or(source.len());
        let body = source[start..].split("\n    }\n").next().unwrap_or_default();
        let ours: Vec<&str> =
            NEEDED.iter().flat_map(|(_, groups)| groups.iter().flat_map(|g| g.iter().copied())).collect();
        assert_eq!(quoted(body), ours);
    }
}
