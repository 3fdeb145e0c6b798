//! A figure: the finding as its title, the basis under it, then the chart or the table that says the same; both can be taken elsewhere.

use super::browser;
use crate::i18n::insights as words;
use crate::ui::{Icon, IconButton, Menu, MenuItem, use_toasts};
use analytics::chart::drawing::Drawing;
use leptos::ev::{KeyboardEvent, MouseEvent};
use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos::{html, svg};
use wasm_bindgen::{JsCast, closure::Closure};

/// A column of a figure's table.
#[derive(Clone, PartialEq, Debug)]
pub struct Head {
    /// Its name.
    pub label: String,
    /// Whether it holds numbers.
    pub number: bool,
}

impl Head {
    /// A column of words.
    pub fn words(label: impl Into<String>) -> Self {
        Self { label: label.into(), number: false }
    }

    /// A column of numbers.
    pub fn number(label: impl Into<String>) -> Self {
        Self { label: label.into(), number: true }
    }
}

/// What stands in a table: for people, and for programs.
#[derive(Clone, PartialEq, Debug)]
pub struct Cell {
    /// As the page shows it.
    pub shown: String,
    /// As a file holds it: a plain number, or the words.
    pub plain: String,
}

impl Cell {
    /// Words.
    pub fn words(text: impl Into<String>) -> Self {
        let text = text.into();
        Self { plain: text.clone(), shown: text }
    }

    /// A number.
    pub fn number(shown: impl Into<String>, plain: impl ToString) -> Self {
        Self { shown: shown.into(), plain: plain.to_string() }
    }
}

/// A row of a figure's table.
#[derive(Clone, PartialEq, Debug)]
pub struct Line {
    /// The page it leads to; none when empty.
    pub to: String,
    /// One cell for each column.
    pub cells: Vec<Cell>,
}

/// The twin of a chart: the same figures in words.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Twin {
    /// The columns.
    pub head: Vec<Head>,
    /// The rows.
    pub lines: Vec<Line>,
}

impl Twin {
    /// The table as a file that spreadsheets open without cleaning.
    pub fn to_csv(&self) -> String {
        let mut out = String::from('\u{feff}');
        let heads = self.head.iter().map(|h| quoted(&h.label)).collect::<Vec<_>>().join(",");
        out.push_str(&heads);
        for line in &self.lines {
            out.push_str("\r\n");
            out.push_str(&line.cells.iter().map(|c| quoted(&c.plain)).collect::<Vec<_>>().join(","));
        }
        out.push_str("\r\n");
        out
    }
}

/// A field of CSV; text that a spreadsheet would take for a formula is marked as text.
fn quoted(text: &str) -> String {
    let formula = text.starts_with(['=', '+', '-', '@', '\t', '\r']) && text.parse::<f64>().is_err();
    let text = if formula { format!("'{text}") } else { text.to_owned() };
    if text.contains([',', '"', '\n', '\r']) { format!("\"{}\"", text.replace('"', "\"\"")) } else { text }
}

/// The chart with its title, tools and table.
#[component]
pub fn Figure(
    /// Its id in the page, and the name of the files.
    id: &'static str,
    /// What the figure shows, as a sentence.
    #[prop(into)]
    finding: Signal<String>,
    /// Who, when, which currency.
    #[prop(into)]
    basis: Signal<String>,
    /// The chart for a width in pixels.
    #[prop(into)]
    drawing: Callback<f64, Drawing>,
    /// The same as a table.
    #[prop(into)]
    twin: Signal<Twin>,
    /// Called with the key of the mark that was chosen.
    #[prop(into)]
    on_open: Callback<String>,
) -> impl IntoView {
    let as_table = RwSignal::new(false);
    let width = RwSignal::new(0.0_f64);
    let place = NodeRef::<html::Div>::new();
    let chart = NodeRef::<svg::Svg>::new();
    follow_width(place, width);
    let drawn = Memo::new(move |_| if width.get() > 0.0 { drawing.run(width.get()) } else { Drawing::default() });
    let toasts = use_toasts();
    let took = move |ok: bool| {
        if !ok {
            toasts.say(words::download_failed());
        }
    };
    let save = move |dots: bool| {
        let Some(svg) = chart.get_untracked() else { return };
        let name = format!("jipan-{id}.{}", if dots { "png" } else { "svg" });
        spawn_local(async move { took(browser::download_picture(&name, &svg, dots).await) });
    };
    let csv = move || {
        let text = twin.with_untracked(Twin::to_csv);
        took(browser::download(&format!("jipan-{id}.csv"), "text/csv;charset=utf-8", &text));
    };
    let items = Signal::derive(move || {
        let mut items = vec![MenuItem::new(words::csv(), csv).icon(Icon::Table)];
        if !as_table.get() {
            items.push(MenuItem::new(words::svg(), move || save(false)).icon(Icon::Chart));
            items.push(MenuItem::new(words::png(), move || save(true)).icon(Icon::Download));
        }
        items
    });
    let title = StoredValue::new(format!("figure-{id}"));
    let open = move |target: Option<web_sys::EventTarget>| {
        if let Some(to) = key_of(target) {
            on_open.run(to);
        }
    };
    let keydown = move |event: KeyboardEvent| {
        if event.key() == "Enter" {
            open(event.target());
        } else if let Some(svg) = chart.get_untracked()
            && step(&svg, &event.key())
        {
            event.prevent_default();
        }
    };
    view! {
        <section class="figure" aria-labelledby=title.get_value()>
            <div class="figure-head">
                <div>
                    <h2 id=title.get_value()>{move || finding.get()}</h2>
                    <p class="basis">{move || basis.get()}</p>
                </div>
                <div class="figure-tools">
                    <IconButton
                        icon=Icon::Table
                        label=Signal::derive(move || if as_table.get() { words::as_chart() } else { words::as_table() }.to_owned())
                        pressed=as_table
                        on_click=move |_| as_table.update(|t| *t = !*t)
                    />
                    <Menu label=words::download() icon=Icon::Download items=items />
                </div>
            </div>
            <div node_ref=place class="figure-body">
                <Show
                    when=move || !as_table.get()
                    fallback=move || view! { <TwinTable twin=twin /> }
                >
                    <svg
                        node_ref=chart
                        class="chart"
                        role="group"
                        aria-labelledby=title.get_value()
                        width=move || drawn.with(|d| format!("{:.0}", d.width))
                        height=move || drawn.with(|d| format!("{:.0}", d.height))
                        viewBox=move || drawn.with(|d| format!("0 0 {:.0} {:.0}", d.width, d.height))
                        inner_html=move || HATCH.to_owned() + &drawn.with(Drawing::to_svg)
                        on:click=move |event: MouseEvent| open(event.target())
                        on:keydown=keydown
                    ></svg>
                </Show>
            </div>
        </section>
    }
}

/// The pattern of what is not over yet.
const HATCH: &str = concat!(
    r#"<defs><pattern id="hatch" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">"#,
    r#"<path class="hatch" d="M0 0V6"/></pattern></defs>"#
);

/// The table of a figure.
#[component]
pub fn TwinTable(#[prop(into)] twin: Signal<Twin>) -> impl IntoView {
    move || {
        let Twin { head, lines } = twin.get();
        let class = |at: usize| if head.get(at).is_some_and(|h| h.number) { "num" } else { "" };
        let heads = head
            .iter()
            .enumerate()
            .map(|(at, h)| view! { <th scope="col" class=class(at)>{h.label.clone()}</th> })
            .collect_view();
        let rows = lines
            .into_iter()
            .map(|line| {
                let to = line.to;
                let cells = line.cells.into_iter().enumerate().map(|(at, cell)| {
                    if at == 0 {
                        let name = match to.as_str() {
                            "" => cell.shown.into_any(),
                            to => view! { <a href=to.to_owned()>{cell.shown}</a> }.into_any(),
                        };
                        view! { <th scope="row">{name}</th> }.into_any()
                    } else {
                        view! { <td class=class(at)>{cell.shown}</td> }.into_any()
                    }
                });
                view! { <tr>{cells.collect_view()}</tr> }
            })
            .collect_view();
        view! {
            <div class="table-scroll">
                <table class="figures">
                    <thead><tr>{heads}</tr></thead>
                    <tbody>{rows}</tbody>
                </table>
            </div>
        }
    }
}

/// The key of the link that holds an element.
fn key_of(target: Option<web_sys::EventTarget>) -> Option<String> {
    let element = target?.dyn_into::<web_sys::Element>().ok()?;
    element.closest("[data-to]").ok()??.get_attribute("data-to")
}

/// Arrow keys walk from mark to mark, Home and End to the ends. Answers whether the key was one of them.
fn step(svg: &web_sys::Element, key: &str) -> bool {
    let Ok(marks) = svg.query_selector_all("[data-to]") else { return false };
    let all: Vec<web_sys::Element> = (0..marks.length()).filter_map(|i| marks.get(i)?.dyn_into().ok()).collect();
    let active = document().active_element();
    let at = active.and_then(|active| all.iter().position(|mark| *mark == active));
    let (Some(at), Some(last)) = (at, all.len().checked_sub(1)) else { return false };
    let next = match key {
        "ArrowRight" | "ArrowDown" => (at + 1).min(last),
        "ArrowLeft" | "ArrowUp" => at.saturating_sub(1),
        "Home" => 0,
        "End" => last,
        _ => return false,
    };
    for (i, mark) in all.iter().enumerate() {
        let _ = mark.set_attribute("tabindex", if i == next { "0" } else { "-1" });
    }
    if let Some(mark) = all[next].dyn_ref::<web_sys::SvgElement>() {
        let _ = mark.focus();
    }
    true
}

/// Keeps `width` at that of an element, in whole pixels.
fn follow_width(place: NodeRef<html::Div>, width: RwSignal<f64>) {
    Effect::new(move |_| {
        let Some(element) = place.get() else { return };
        let read = {
            let element = element.clone();
            move || {
                let now = f64::from(element.client_width());
                // The page may have been left between the change and the call.
                if width.try_get_untracked().is_some_and(|was| (was - now).abs() >= 1.0) {
                    width.set(now);
                }
            }
        };
        read();
        let resized = Closure::<dyn FnMut()>::new(read);
        let Ok(observer) = web_sys::ResizeObserver::new(resized.as_ref().unchecked_ref()) else { return };
        observer.observe(&element);
        let held = StoredValue::new_local((observer, resized));
        on_cleanup(move || {
            held.try_update_value(|(observer, _)| observer.disconnect());
        });
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_file_holds_plain_numbers_and_no_formulas() {
        let twin = Twin {
            head: vec![Head::words("人群"), Head::number("人均")],
            lines: vec![
                Line { to: String::new(), cells: vec![Cell::words("=1+1, \"a\""), Cell::number("¥1,200", 1200)] },
                Line { to: String::new(), cells: vec![Cell::words("忠诚"), Cell::number("-¥3", -3)] },
            ],
        };
        assert_eq!(twin.to_csv(), "\u{feff}人群,人均\r\n\"'=1+1, \"\"a\"\"\",1200\r\n忠诚,-3\r\n");
    }
}
