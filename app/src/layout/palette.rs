//! The command palette: find a person or do something, from the keyboard.

mod matching;
mod options;

use leptos::{ev, html, prelude::*};

use crate::{
    i18n::nav,
    ui::{Act, Icon, sheet::is_beside, unique::unique_id},
};
use matching::matches;
use options::{Options, bring_into_view, option_id};

/// An act of the palette.
#[derive(Clone, Debug)]
pub struct Command {
    /// What it does.
    pub label: String,
    /// Further words that find it: pinyin, initials, synonyms, separated by blanks.
    pub keywords: String,
    /// Drawn before the words.
    pub icon: Icon,
    /// Its own key, if it has one.
    pub key: Option<&'static str>,
    /// The act.
    pub run: Act,
}

impl Command {
    /// An act.
    pub fn new(
        label: impl Into<String>,
        keywords: impl Into<String>,
        icon: Icon,
        run: impl Fn() + Send + Sync + 'static,
    ) -> Self {
        Self { label: label.into(), keywords: keywords.into(), icon, key: None, run: Act::new(run) }
    }

    /// With its own key, which the palette shows.
    #[must_use]
    pub fn key(mut self, key: &'static str) -> Self {
        self.key = Some(key);
        self
    }
}

/// Something the search of the palette found.
#[derive(Clone, Debug)]
pub struct PaletteHit {
    /// Its name.
    pub label: String,
    /// What tells it apart from others of that name.
    pub detail: String,
    /// Drawn before the name.
    pub icon: Icon,
    /// Opens it.
    pub run: Act,
}

impl PaletteHit {
    /// Something found.
    pub fn new(
        label: impl Into<String>,
        detail: impl Into<String>,
        icon: Icon,
        run: impl Fn() + Send + Sync + 'static,
    ) -> Self {
        Self { label: label.into(), detail: detail.into(), icon, run: Act::new(run) }
    }
}

/// One line of the palette, found or act.
#[derive(Clone)]
struct Line {
    label: String,
    detail: String,
    icon: Icon,
    key: Option<&'static str>,
    run: Act,
    is_command: bool,
}

/// At most this many records are shown; who has more to find types more.
const FOUND_SHOWN: usize = 8;

/// A combobox over everything: records found by `on_search` first, then acts. Enter opens the marked line.
#[component]
pub fn Palette(
    /// Whether it is open.
    open: RwSignal<bool>,
    /// The acts.
    #[prop(into)]
    commands: Signal<Vec<Command>>,
    /// Finds records; called with the trimmed text at every change, not for an empty text.
    #[prop(into)]
    on_search: Callback<String, Vec<PaletteHit>>,
) -> impl IntoView {
    let text = RwSignal::new(String::new());
    let marked = RwSignal::new(0_usize);
    let dialog = NodeRef::<html::Dialog>::new();
    let input = NodeRef::<html::Input>::new();
    let list_id = unique_id("palette");

    let lines = Memo::new_with_compare(
        move |_| if open.get() { text.with(|text| lines(text, on_search, &commands.get())) } else { Vec::new() },
        |_, _| true,
    );
    follow(open, dialog, input, move || {
        text.set(String::new());
        marked.set(0);
    });
    let run = move |at: usize| {
        let act = lines.with_untracked(|lines| lines.get(at).map(|line| line.run.clone()));
        if let Some(act) = act {
            open.set(false);
            act.run();
        }
    };
    let mark = {
        let list_id = list_id.clone();
        move |at: usize| {
            marked.set(at);
            bring_into_view(&option_id(&list_id, at));
        }
    };
    let keydown = {
        move |event: ev::KeyboardEvent| {
            let count = lines.with_untracked(Vec::len);
            if event.is_composing() || count == 0 {
                return;
            }
            let at = marked.get_untracked().min(count - 1);
            match event.key().as_str() {
                "ArrowDown" => mark((at + 1) % count),
                "ArrowUp" => mark((at + count - 1) % count),
                "Enter" => run(at),
                _ => return,
            }
            event.prevent_default();
        }
    };
    let pressed = move |event: ev::PointerEvent| {
        if is_beside(&event, dialog) {
            open.set(false);
        }
    };
    let active = {
        let list_id = list_id.clone();
        move || (marked.get() < lines.with(Vec::len)).then(|| option_id(&list_id, marked.get()))
    };
    let said = move || {
        let count = lines.with(Vec::len);
        if count == 0 && open.get() {
            text.with(|text| nav::palette_nothing(text.as_str()))
        } else {
            nav::palette_count(count)
        }
    };
    view! {
        <dialog node_ref=dialog class="palette" aria-label=nav::palette() on:close=move |_| open.set(false) on:pointerdown=pressed>
            <div class="palette-input">
                {Icon::Search.view()}
                <input
                    node_ref=input
                    type="text"
                    role="combobox"
                    autocomplete="off"
                    spellcheck="false"
                    enterkeyhint="go"
                    aria-label=nav::palette_hint()
                    aria-expanded="true"
                    aria-controls=list_id.clone()
                    aria-activedescendant=active
                    placeholder=nav::palette_hint()
                    prop:value=move || text.get()
                    on:input:target=move |event| {
                        text.set(event.target().value());
                        marked.set(0);
                    }
                    on:keydown=keydown
                />
            </div>
            <Options id=list_id lines=lines marked=marked on_run=run />
            <p class="palette-foot">
                <span role="status">{said}</span>
                " · "
                {nav::palette_keys()}
            </p>
        </dialog>
    }
}

/// Shows and closes the dialog as `open` says; before it is shown `fresh` empties it, and its field takes the keyboard.
fn follow(
    open: RwSignal<bool>,
    dialog: NodeRef<html::Dialog>,
    input: NodeRef<html::Input>,
    fresh: impl Fn() + 'static,
) {
    Effect::new(move |_| {
        let is_open = open.get();
        let Some(dialog) = dialog.get() else { return };
        if !is_open {
            dialog.close();
        } else if !dialog.open() {
            fresh();
            if dialog.show_modal().is_ok()
                && let Some(input) = input.get_untracked()
            {
                let _ = input.focus();
            }
        }
    });
}

/// What the palette lists for a text.
fn lines(text: &str, on_search: Callback<String, Vec<PaletteHit>>, commands: &[Command]) -> Vec<Line> {
    let text = text.trim();
    let found = if text.is_empty() { Vec::new() } else { on_search.run(text.to_owned()) };
    let found = found.into_iter().take(FOUND_SHOWN).map(|hit| Line {
        label: hit.label,
        detail: hit.detail,
        icon: hit.icon,
        key: None,
        run: hit.run,
        is_command: false,
    });
    let acts = commands.iter().filter(|command| matches(text, &command.label, &command.keywords)).map(|command| Line {
        label: command.label.clone(),
        detail: String::new(),
        icon: command.icon,
        key: command.key,
        run: command.run.clone(),
        is_command: true,
    });
    found.chain(acts).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn people_come_before_acts_and_nothing_is_searched_for_nothing() {
        let owner = Owner::new();
        owner.set();
        let hit = || PaletteHit::new("沈佩琳", "苏州", Icon::Person, || ());
        let search = Callback::new(move |text: String| {
            assert!(!text.trim().is_empty());
            (0..20).map(|_| hit()).collect()
        });
        let commands = [Command::new("打印", "dayin print", Icon::Printer, || ())];
        assert_eq!(lines("  ", search, &commands).len(), 1);
        let both = lines("dayin", search, &commands);
        assert_eq!(both.len(), FOUND_SHOWN + 1);
        assert!(both.last().is_some_and(|line| line.is_command));
        assert_eq!(lines("沈", search, &commands).len(), FOUND_SHOWN);
    }
}
