//! What an import did, or would do.

use super::state::State;
use super::words::reason_words;
use crate::api::base::{ImportReport, RowProblem};
use crate::i18n::{format, import as texts};
use crate::page::browser;
use crate::ui::{Button, ButtonKind, ButtonLink, Icon};
use leptos::prelude::*;

/// The report, and the next act.
#[component]
pub(super) fn ReportView(state: State, report: ImportReport) -> impl IntoView {
    let dry_run = report.dry_run;
    let taken = report.rows_read.saturating_sub(left_out(&report));
    let title = if dry_run {
        texts::dry_title().to_owned()
    } else {
        texts::finished(to_usize(report.customers_new + report.customers_updated + report.customers_same))
    };
    let next = if dry_run {
        view! {
            <Button kind=ButtonKind::Primary large=true on_click=move |_| state.start(false)>
                {texts::start_with(taken)}
            </Button>
        }
        .into_any()
    } else {
        view! {
            <ButtonLink href="/customers" kind=ButtonKind::Primary large=true>
                {texts::see_customers()}
            </ButtonLink>
        }
        .into_any()
    };
    let figures = figures(&report)
        .into_iter()
        .map(|(name, count)| view! { <li><b>{format::integer(to_i64(count))}</b> {name}</li> })
        .collect_view();
    let remarks = report.remarks.iter().cloned().map(|remark| view! { <li class="wrap">{remark}</li> }).collect_view();
    view! {
        <section class="import-report" aria-live="polite">
            <h2>{title}</h2>
            <ul class="outcome">{figures}</ul>
            <Sums report=report.clone() />
            <LeftOut report=report.clone() />
            {(!report.remarks.is_empty())
                .then(|| {
                    view! {
                        <h3>{texts::remarks_title()}</h3>
                        <ul class="import-remarks">{remarks}</ul>
                    }
                })}
            <div class="actions">{next}</div>
            <p class="label">{texts::again_safe()}</p>
        </section>
    }
}

fn left_out(report: &ImportReport) -> u64 {
    report.left_out.iter().map(|(_, count)| count).sum()
}

fn to_usize(n: u64) -> usize {
    usize::try_from(n).unwrap_or(usize::MAX)
}

fn to_i64(n: u64) -> i64 {
    i64::try_from(n).unwrap_or(i64::MAX)
}

/// The counts that say something: the rows read always, the others when there are any.
fn figures(report: &ImportReport) -> Vec<(String, u64)> {
    let left = left_out(report);
    let all = [
        (texts::new_customers(report.customers_new), report.customers_new),
        (texts::updated_customers(report.customers_updated), report.customers_updated),
        (texts::same_customers(report.customers_same), report.customers_same),
        (texts::new_purchases(report.purchases_new), report.purchases_new),
        (texts::same_purchases(report.purchases_same), report.purchases_same),
        (texts::refunds(report.refunds), report.refunds),
        (texts::anonymous(report.anonymous_purchases), report.anonymous_purchases),
        (texts::anonymous_rows(report.anonymous_rows), report.anonymous_rows),
        (texts::new_edges(report.edges_new), report.edges_new),
        (texts::left_out(left), left),
    ];
    let rows = [(texts::read_rows(report.rows_read), report.rows_read)];
    rows.into_iter().chain(all.into_iter().filter(|(_, count)| *count > 0)).collect()
}

/// Exact sum, stored sum, difference.
#[component]
fn Sums(report: ImportReport) -> impl IntoView {
    let currency = report.currency;
    report.sums.map(|(exact, stored, difference)| {
        let amount = move |text: String| format!("{} {currency}", grouped(&text));
        view! {
            <h3>{texts::sums_title()}</h3>
            <dl class="kv import-sums">
                <dt>{texts::sum_exact()}</dt>
                <dd class="num">{amount(exact)}</dd>
                <dt>{texts::sum_stored()}</dt>
                <dd class="num">{amount(stored)}</dd>
                <dt>{texts::sum_difference()}</dt>
                <dd class="num">{amount(difference)}</dd>
            </dl>
            <p class="label">{texts::sum_why()}</p>
        }
    })
}

/// A decimal with its thousands parted; every digit stays: `9747747.934` is `9,747,747.934`.
fn grouped(decimal: &str) -> String {
    let (whole, fraction) = decimal.split_at(decimal.find('.').unwrap_or(decimal.len()));
    match whole.parse() {
        Ok(n) if n != 0 => format!("{}{fraction}", format::integer(n)),
        // "-0.12" would lose its sign.
        _ => decimal.to_owned(),
    }
}

/// The lines left out: by reason, then examples to look at or take along.
#[component]
fn LeftOut(report: ImportReport) -> impl IntoView {
    if report.left_out.is_empty() {
        let all = view! { <p class="line">{Icon::Check.view()} <span>{texts::nothing_left_out()}</span></p> };
        return all.into_any();
    }
    let reason = |(code, count): (String, u64)| {
        view! {
            <tr>
                <td class="wrap">{reason_words(&code, "")}</td>
                <td class="num">{format::integer(to_i64(count))}</td>
            </tr>
        }
    };
    let example = |problem: RowProblem| {
        view! {
            <tr>
                <td class="num">{format::integer(to_i64(problem.line))}</td>
                <td class="wrap">{problem.column}</td>
                <td class="wrap">{problem.value}</td>
                <td class="wrap">{reason_words(&problem.code, &problem.reason)}</td>
            </tr>
        }
    };
    let examples = report.examples.clone();
    let shown = examples.len();
    let csv = StoredValue::new(csv(&examples));
    let download = move |_| {
        browser::download("jipan-rows-left-out.csv", "text/csv;charset=utf-8", &csv.get_value());
    };
    view! {
        <h3>{texts::left_out_title()}</h3>
        <table class="table">
            <thead>
                <tr>
                    <th scope="col">{texts::reason()}</th>
                    <th scope="col" class="num">
                        {texts::count()}
                    </th>
                </tr>
            </thead>
            <tbody>{report.left_out.into_iter().map(reason).collect_view()}</tbody>
        </table>
        {(shown > 0)
            .then(|| {
                view! {
                    <details class="sync-fold">
                        <summary>
                            <h3>{texts::first_examples(shown)}</h3>
                        </summary>
                        <div class="table-scroll" tabindex="0" role="region" aria-label=texts::first_examples(shown)>
                            <table class="table import-examples">
                                <thead>
                                    <tr>
                                        <th scope="col" class="num">
                                            {texts::line()}
                                        </th>
                                        <th scope="col">{texts::column()}</th>
                                        <th scope="col">{texts::value()}</th>
                                        <th scope="col">{texts::reason()}</th>
                                    </tr>
                                </thead>
                                <tbody>{examples.into_iter().map(example).collect_view()}</tbody>
                            </table>
                        </div>
                        <Button icon=Icon::Download on_click=download>
                            {texts::download_examples()}
                        </Button>
                    </details>
                }
            })}
    }
    .into_any()
}

/// The examples as CSV (RFC 4180), with the mark by which Excel knows UTF-8.
fn csv(examples: &[RowProblem]) -> String {
    let quoted = |text: &str| format!("\"{}\"", text.replace('"', "\"\""));
    let line = |cells: [&str; 4]| cells.map(quoted).join(",") + "\r\n";
    let mut out = String::from('\u{feff}');
    out += &line([texts::line(), texts::column(), texts::value(), texts::reason()]);
    for problem in examples {
        let reason = reason_words(&problem.code, &problem.reason);
        out += &line([&problem.line.to_string(), &problem.column, &problem.value, &reason]);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::i18n::{Lang, tests::with_lang};

    #[test]
    fn sums_keep_every_digit() {
        with_lang(Lang::ZhCn, || {
            assert_eq!(grouped("9747747.934"), "9,747,747.934");
            assert_eq!(grouped("-1234.50"), "-1,234.50");
            assert_eq!(grouped("-0.12"), "-0.12");
            assert_eq!(grouped("?"), "?");
        });
    }

    #[test]
    fn counts_of_nothing_are_left_out_but_the_rows_read() {
        with_lang(Lang::ZhCn, || {
            let report = ImportReport {
                rows_read: 541_909,
                customers_new: 4_372,
                left_out: vec![("bad_date".into(), 2), ("missing".into(), 1)],
                ..ImportReport::default()
            };
            let names: Vec<_> = figures(&report).into_iter().collect();
            assert_eq!(
                names,
                [("读到的行".to_owned(), 541_909), ("新客户".to_owned(), 4_372), ("没进来的行".to_owned(), 3)]
            );
            assert_eq!(figures(&ImportReport::default()).len(), 1);
        });
    }

    #[test]
    fn examples_survive_quotation_marks_and_line_ends() {
        with_lang(Lang::En, || {
            let problem = RowProblem {
                line: 7,
                column: "a,b".into(),
                value: "say \"hi\"\nthen".into(),
                code: "bad_date".into(),
                reason: String::new(),
            };
            let text = csv(&[problem]);
            assert!(text.starts_with("\u{feff}\"Line\",\"Column\""));
            assert!(text.ends_with("\"7\",\"a,b\",\"say \"\"hi\"\"\nthen\",\"Not a possible date\"\r\n"));
        });
    }
}
