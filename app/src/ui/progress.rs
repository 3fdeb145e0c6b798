//! Long work: count, rate, time left, and a way to stop it.

use leptos::{ev::MouseEvent, prelude::*};

use super::button::{Button, ButtonKind};
use crate::i18n::{common, format};

/// A bar over counted work.
#[component]
pub fn Progress(
    /// What is being done.
    #[prop(into)]
    title: Signal<String>,
    /// How many are done.
    #[prop(into)]
    done: Signal<u64>,
    /// How many there are; 0 when not yet known.
    #[prop(into)]
    total: Signal<u64>,
    /// What is counted ("行"); "rows" by default.
    #[prop(default = common::rows().into(), into)]
    unit: String,
    /// Done per second, once it is known.
    #[prop(optional, into)]
    per_second: MaybeProp<f64>,
    /// Called when the person wants it to stop.
    #[prop(optional, into)]
    on_cancel: Option<Callback<MouseEvent>>,
) -> impl IntoView {
    let counted = {
        let unit = unit.clone();
        move || match total.get() {
            0 => format!("{} {unit}", format::integer(to_i64(done.get()))),
            total => format!("{} {unit}", common::of_total(done.get(), total)),
        }
    };
    let pace = move || pace(done.get(), total.get(), per_second.get(), &unit);
    // A share, not the counts: some browsers round large `max` values of a progress element.
    let share = move || match total.get() {
        0 => None,
        total => Some(done.get().min(total) as f64 / total as f64),
    };
    view! {
        <div class="progress">
            <p class="progress-head">
                <b>{move || title.get()}</b>
                <span class="label">{counted}</span>
            </p>
            <progress max="1" aria-label=move || title.get() value=move || share().map(|share| share.to_string())></progress>
            <p class="progress-foot">
                <span class="label">{pace}</span>
                {on_cancel.map(|on_cancel| view! { <Button kind=ButtonKind::Quiet on_click=on_cancel>{common::stop()}</Button> })}
            </p>
        </div>
    }
}

/// The line under the bar: rate, time left, and that one can go on working.
fn pace(done: u64, total: u64, per_second: Option<f64>, unit: &str) -> String {
    let mut parts = Vec::new();
    if let Some(rate) = per_second.filter(|rate| rate.is_finite() && *rate > 0.0) {
        parts.push(common::per_second(to_count(rate), unit));
        if total > done {
            let seconds = to_count(((total - done) as f64 / rate).ceil());
            parts.push(common::about_left(&format::duration(to_i64(seconds))));
        }
    }
    parts.push(common::keep_working().to_owned());
    parts.join(" · ")
}

#[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)] // positive and finite; `as` saturates
fn to_count(value: f64) -> u64 {
    value.round() as u64
}

fn to_i64(value: u64) -> i64 {
    i64::try_from(value).unwrap_or(i64::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::i18n::{Lang, tests::with_lang};

    #[test]
    fn the_pace_is_said_once_it_is_known() {
        with_lang(Lang::ZhCn, || {
            assert_eq!(pace(63_412, 100_000, Some(1_930.0), "行"), "每秒 1,930 行 · 还要约 19 秒 · 可以先做别的");
            assert_eq!(pace(0, 100, None, "行"), "可以先做别的");
            assert_eq!(pace(5, 0, Some(2.0), "行"), "每秒 2 行 · 可以先做别的");
            assert_eq!(pace(1, 2, Some(f64::NAN), "行"), "可以先做别的");
        });
    }
}
