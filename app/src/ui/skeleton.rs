//! Placeholders while the first replica arrives. Nothing else waits with a skeleton.

use leptos::prelude::*;

use crate::i18n::common;

/// One grey bar.
#[component]
pub fn Skeleton(
    /// Its width in percent of the line, 1 to 100.
    #[prop(default = 60)]
    width: u8,
) -> impl IntoView {
    view! { <span class="skeleton" aria-hidden="true" style:width=format!("{}%", width.clamp(1, 100))></span> }
}

/// Rows of a list that is still being loaded.
#[component]
pub fn SkeletonRows(
    /// How many.
    #[prop(default = 8)]
    rows: u8,
) -> impl IntoView {
    // Uneven widths read as names, even ones as a table of nothing.
    const WIDTHS: [(u8, u8); 4] = [(38, 64), (46, 52), (30, 58), (42, 46)];
    let row = |(name, line)| {
        view! {
            <div class="row skeleton-row">
                <span class="avatar skeleton"></span>
                <span class="row-main">
                    <Skeleton width=name />
                    <Skeleton width=line />
                </span>
            </div>
        }
    };
    view! {
        <div role="status" aria-label=common::loading()>
            {WIDTHS.into_iter().cycle().take(usize::from(rows)).map(row).collect_view()}
        </div>
    }
}
