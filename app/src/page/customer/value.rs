//! What the customer is worth: a year's sum, twelve months, orders.

use super::Page;
use super::figures::Figures;
use crate::i18n::{customer as words, format, tiers};
use crate::page::new_customer::use_logging;
use crate::store::store;
use crate::ui::{Button, ButtonKind, Icon};
use analytics::calendar::day_number;
use analytics::chart::spark::spark;
use domain::Kind;
use leptos::prelude::*;

const WIDTH: f64 = 240.0;
const HEIGHT: f64 = 40.0;

/// The section.
#[component]
pub(super) fn Value(page: Page) -> impl IntoView {
    let figures = Memo::new(move |_| {
        let store = store();
        store.track(page.id);
        store.track_outbox();
        Figures::now(page.id)
    });
    let money = move |minor: i64| format::money(minor, &store().account.me.currency);
    let rank = Memo::new(move |_| {
        let store = store();
        store.track(page.id);
        let rfm = store.row(Kind::Score, page.id).and_then(|r| r.int(domain::schema::fields::score::RFM));
        let by_rank = store
            .of_kind(Kind::Basis)
            .first()
            .is_some_and(|b| b.text(domain::schema::fields::basis::METHOD) == "quintile");
        rfm.filter(|_| by_rank).map(|rfm| rfm % 10).filter(|m| *m > 1)
    });
    let orders = move || {
        let count = words::orders(figures.with(|f| usize::try_from(f.orders_year).unwrap_or(0)));
        match rank.get() {
            Some(score) => {
                let share = format::percent((score - 1) as f64 * 0.2, 0);
                format!("{count} · {}", words::better_than(&share))
            }
            None => count,
        }
    };
    let ever = move || {
        figures.with(|f| {
            (f.orders > f.orders_year).then(|| {
                let count = words::orders(usize::try_from(f.orders).unwrap_or(0));
                words::in_all(&count, &money(f.net))
            })
        })
    };
    let logging = use_logging();
    view! {
        <section>
            <h3>
                {words::value()}
                <span class="r">{move || words::value_basis(&store().account.me.currency)}</span>
            </h3>
            <div class="customer-value">
                <div class="value-figure">
                    <p class="large">{move || money(figures.with(|f| f.net_year))}</p>
                    <p class="second">{orders}</p>
                    <Show when=move || figures.with(|f| f.provisional)>
                        <p class="label warn">{tiers::provisional()}</p>
                    </Show>
                </div>
                {move || figures.with(|f| f.months).map(|(months, last)| sparkline(&months, last))}
            </div>
            <div class="line-wrap">
                <span class="label grow">{ever}</span>
                <Button kind=ButtonKind::Link icon=Icon::Plus on_click=move |_| logging.purchase(page.id)>
                    {words::log_purchase()}
                </Button>
            </div>
        </section>
    }
}

/// Twelve bars; the last month stands out.
fn sparkline(months: &[i64; 12], last: i64) -> impl IntoView + use<> {
    let drawn = spark(months, WIDTH, HEIGHT);
    let month = |number: i64| {
        let number = i32::try_from(number).unwrap_or(0);
        format::month(day_number(1970 + number.div_euclid(12), number.rem_euclid(12) + 1, 1))
    };
    let (from, to) = (month(last - 11), month(last));
    let currency = store().account.me.currency.clone();
    let list: Vec<String> = months.iter().map(|m| format::money(*m, &currency)).collect();
    let label = words::months_label(&from, &to, &list.join(", "));
    let bars = drawn.bars.into_iter().enumerate().map(|(at, bar)| {
        let class = if at == 11 { "bar-now" } else { "bar-quiet" };
        // A month with nothing is a hairline on the base, so that twelve are counted.
        let (y, height) = if bar.height < 1.5 { (drawn.base_line - 1.5, 1.5) } else { (bar.y, bar.height) };
        view! { <rect class=class x=bar.x y=y width=bar.width height=height rx="2"></rect> }
    });
    view! {
        <figure class="spark">
            <svg class="chart" viewBox=format!("0 0 {WIDTH} {HEIGHT}") preserveAspectRatio="none" role="img" aria-label=label>
                {bars.collect_view()}
            </svg>
            <figcaption class="label">
                <span>{from}</span>
                <span>{to}</span>
            </figcaption>
        </figure>
    }
}
