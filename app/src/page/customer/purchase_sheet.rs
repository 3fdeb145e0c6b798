//! One purchase with its lines.

use super::Page;
use super::timeline::purchase_words;
use crate::command::Around;
use crate::i18n::{common, customer as words, format};
use crate::store::{Draft, store};
use crate::ui::{Button, ButtonKind, Icon, Sheet, use_toasts};
use domain::op::Body;
use domain::schema::fields::purchase;
use domain::{Row, Value};
use leptos::prelude::*;

/// One line of a purchase.
#[derive(Clone, PartialEq, Eq, Debug)]
struct Line {
    name: String,
    /// Thousandths.
    quantity: i64,
    /// Millionths of the major unit.
    price: i64,
    /// Minor units.
    sum: i64,
}

/// The lines; those that are not of the known form are left out.
fn lines(row: &Row) -> Vec<Line> {
    let line = |value: &Value| {
        let [code, name, quantity, price, sum] = value.as_list() else { return None };
        let name = name.as_text().or(code.as_text()).unwrap_or("—").to_owned();
        Some(Line { name, quantity: quantity.as_int()?, price: price.as_int().unwrap_or(0), sum: sum.as_int()? })
    };
    row.get(purchase::ITEMS).as_list().iter().filter_map(line).collect()
}

/// A fixed-point number without superfluous zeros: `decimal(1_500, 3)` is `1.5`.
fn decimal(value: i64, places: u32) -> String {
    let unit = 10_u64.pow(places);
    let (whole, fraction) = (value.unsigned_abs() / unit, value.unsigned_abs() % unit);
    let minus = if value < 0 { "-" } else { "" };
    let whole = format::integer(i64::try_from(whole).unwrap_or(i64::MAX));
    let fraction = format!("{fraction:0width$}", width = places as usize);
    let fraction = fraction.trim_end_matches('0');
    if fraction.is_empty() { format!("{minus}{whole}") } else { format!("{minus}{whole}.{fraction}") }
}

/// The sheet.
#[component]
pub(super) fn PurchaseSheet(page: Page) -> impl IntoView {
    let open = RwSignal::new(false);
    Effect::new(move |_| open.set(page.purchase.with(Option::is_some)));
    let title = Signal::derive(move || page.purchase.with(|row| row.as_ref().map(purchase_words).unwrap_or_default()));
    let toasts = use_toasts();
    let remove = move |_| {
        let Some(row) = page.purchase.get_untracked() else { return };
        page.purchase.set(None);
        let draft = Draft { row: row.address(), body: Body::Delete { seen: Around::now().base } };
        let undo = store().act(vec![draft]);
        toasts.undo(words::entry_removed(), move || {
            store().act(undo.clone());
        });
    };
    view! {
        <Sheet open=open title=title wide=true on_close=Callback::new(move |()| page.purchase.set(None))>
            {move || page.purchase.get().map(|row| body(&row))}
            <div class="actions actions-end">
                <Button kind=ButtonKind::Danger icon=Icon::Trash on_click=remove>
                    {common::delete()}
                </Button>
            </div>
        </Sheet>
    }
}

fn body(row: &Row) -> impl IntoView + use<> {
    let currency = row.text(purchase::CURRENCY).to_owned();
    let day = row.int(purchase::DAY).and_then(|d| i32::try_from(d).ok()).map(format::date).unwrap_or_default();
    let total = format::money(row.int(purchase::TOTAL).unwrap_or(0), &currency);
    let code = row.text(purchase::CODE);
    let about = [day, code.to_owned(), row.text(purchase::CHANNEL).to_owned(), row.text(purchase::REMARK).to_owned()];
    let about = about.into_iter().filter(|p| !p.is_empty()).collect::<Vec<_>>().join(" · ");
    let lines = lines(row);
    let table = (!lines.is_empty()).then(|| {
        let rows = lines.into_iter().map(|line| {
            view! {
                <tr>
                    <td class="wrap">{line.name}</td>
                    <td class="num">{decimal(line.quantity, 3)}</td>
                    <td class="num">{decimal(line.price, 6)}</td>
                    <td class="num">{format::money(line.sum, &currency)}</td>
                </tr>
            }
        });
        view! {
            <div class="table-scroll" tabindex="0" role="region" aria-label=words::purchase_lines()>
                <table class="table">
                    <thead>
                        <tr>
                            <th scope="col">{words::line_what()}</th>
                            <th scope="col" class="num">
                                {words::line_quantity()}
                            </th>
                            <th scope="col" class="num">
                                {words::line_price()}
                            </th>
                            <th scope="col" class="num">
                                {words::line_sum()}
                            </th>
                        </tr>
                    </thead>
                    <tbody>{rows.collect_view()}</tbody>
                </table>
            </div>
        }
    });
    view! {
        <p class="large">{total}</p>
        <p class="second">{about}</p>
        {table}
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::{Kind, RowId, Stamp};

    #[test]
    fn numbers_are_written_without_superfluous_zeros() {
        assert_eq!(decimal(12_000, 3), "12");
        assert_eq!(decimal(-1_500, 3), "-1.5");
        assert_eq!(decimal(2_550_000, 6), "2.55");
        assert_eq!(decimal(1_234_567_000, 3), "1,234,567");
        assert_eq!(decimal(1, 6), "0.000001");
    }

    #[test]
    fn lines_of_another_form_are_left_out() {
        let line = |parts: Vec<Value>| Value::List(parts);
        let good = line(vec![
            Value::text("85123A"),
            Value::text("HOLDER"),
            Value::Int(6_000),
            Value::Int(2_550_000),
            Value::Int(1_530),
        ]);
        let items = vec![good, line(vec![Value::text("x")]), Value::Null];
        let row = Row::new(Kind::Purchase, RowId::NIL, Stamp::default(), [(purchase::ITEMS, Value::List(items))]);
        let found = lines(&row);
        assert_eq!(found, [Line { name: "HOLDER".into(), quantity: 6_000, price: 2_550_000, sum: 1_530 }]);
    }
}
