//! The people around a customer: who brought them, whom they brought, who is what to them.

use super::Page;
use super::field_row::conflict_mark;
use super::words::{relation_word, tier_rank};
use crate::i18n::customer as words;
use crate::store::{Store, stands, store};
use crate::ui::{Avatar, AvatarShape, Button, ButtonKind, Icon, Rank};
use domain::query::CustomerKind;
use domain::row::RowRef;
use domain::schema::fields::{customer, referral, relation};
use domain::{Kind, RowId};
use leptos::prelude::*;

/// What somebody is to the customer.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(super) enum TieKind {
    /// They brought the customer.
    Referrer,
    /// The customer brought them.
    Referred,
    /// A relation, by its code.
    Relation(String),
}

/// Somebody around the customer.
#[derive(Clone, PartialEq, Debug)]
pub(super) struct Tie {
    pub edge: RowRef,
    pub other: RowId,
    pub kind: TieKind,
    pub name: String,
    pub rank: Rank,
    pub shape: AvatarShape,
}

impl Tie {
    /// What they are, in words.
    pub fn words(&self) -> &'static str {
        match &self.kind {
            TieKind::Referrer => words::tie_referrer(),
            TieKind::Referred => words::tie_referred(),
            TieKind::Relation(code) => relation_word(code),
        }
    }
}

/// Everybody around a customer: who brought them first, then whom they brought, then the others.
pub(super) fn ties(store: &Store, id: RowId) -> Vec<Tie> {
    let referrals = store.of_customer(id, Kind::Referral);
    let relations = store.of_customer(id, Kind::Relation);
    let mut ties: Vec<Tie> = referrals
        .iter()
        .chain(&relations)
        .filter(|edge| stands(edge))
        .filter_map(|edge| {
            let (from, to) = (edge.reference(referral::FROM)?, edge.reference(referral::TO)?);
            let other = if from == id { to } else { from };
            let kind = match edge.kind {
                Kind::Referral if from == id => TieKind::Referred,
                Kind::Referral => TieKind::Referrer,
                _ => TieKind::Relation(edge.text(relation::RELATION).to_owned()),
            };
            let (name, rank, shape) = look(store, other);
            Some(Tie { edge: edge.address(), other, kind, name, rank, shape })
        })
        .collect();
    ties.sort_by(|a, b| a.kind.cmp(&b.kind).then_with(|| a.name.cmp(&b.name)).then(a.other.cmp(&b.other)));
    // Two records of one customer may have known the same person.
    ties.dedup_by(|a, b| (&a.kind, a.other) == (&b.kind, b.other));
    ties
}

/// How many people are around a customer.
pub(crate) fn count_ties(store: &Store, id: RowId) -> usize {
    ties(store, id).len()
}

/// How somebody is drawn; a person out of one's scope has no name here.
fn look(store: &Store, id: RowId) -> (String, Rank, AvatarShape) {
    let found = store.with_index(|index| {
        index.get(id).map(|e| (e.name.to_string(), tier_rank(index.terms.tiers.text(e.tier)), e.kind))
    });
    match found {
        Some((name, rank, CustomerKind::Company)) => (name, rank, AvatarShape::Company),
        Some((name, rank, CustomerKind::Person)) => (name, rank, AvatarShape::Person),
        None => (words::out_of_scope().to_owned(), Rank::Unranked, AvatarShape::Person),
    }
}

/// People drawn on each side at most.
const DRAWN: usize = 4;
/// Height of a person in the picture, pixels.
const STEP: usize = 60;

/// The section.
#[component]
pub(super) fn People(page: Page) -> impl IntoView {
    let all = Memo::new(move |_| {
        let store = store();
        store.track(page.id);
        ties(&store, page.id)
    });
    let conflict = move || {
        let open = page.row.with(|row| row.as_ref().and_then(|r| r.open_conflict(domain::judge::REFERRER)));
        open.map(|id| conflict_mark(page, id))
    };
    let count = move || Some(all.with(Vec::len)).filter(|n| *n > 0).map(|n| view! { <span class="n">{n}</span> });
    let link = move || {
        (!all.with(Vec::is_empty)).then(|| {
            view! {
                <a class="r" href=format!("/referrals/{}", page.id)>
                    {words::see_graph()}
                </a>
            }
        })
    };
    view! {
        <section>
            <h3>{words::people_around()} {count} {conflict} {link}</h3>
            {move || {
                let ties = all.get();
                (!ties.is_empty()).then(|| view! { <MiniGraph page=page ties=ties /> })
            }}
            <Button kind=ButtonKind::Link icon=Icon::Plus on_click=move |_| page.edges.set(true)>
                {words::link_people()}
            </Button>
        </section>
    }
}

/// The customer in the middle, relations left, referrals right; each person is a link.
#[component]
fn MiniGraph(page: Page, ties: Vec<Tie>) -> impl IntoView {
    let (right, left): (Vec<Tie>, Vec<Tie>) = ties.into_iter().partition(|t| !matches!(t.kind, TieKind::Relation(_)));
    let more = right.len().saturating_sub(DRAWN) + left.len().saturating_sub(DRAWN);
    let (left, right): (Vec<_>, Vec<_>) =
        (left.into_iter().take(DRAWN).collect(), right.into_iter().take(DRAWN).collect());
    let rows = left.len().max(right.len()).max(1);
    let height = (rows * STEP) as f64;
    let line = |side: &[Tie], x: f64| {
        let count = side.len();
        let one = |(at, tie): (usize, &Tie)| {
            let y = place(at, count, height);
            let class = if matches!(tie.kind, TieKind::Relation(_)) { "edge edge-relation" } else { "edge edge-lit" };
            view! { <line class=class x1="50" y1=height / 2.0 x2=x y2=y vector-effect="non-scaling-stroke"></line> }
        };
        side.iter().enumerate().map(one).collect_view()
    };
    let lines = (line(&left, 33.0), line(&right, 67.0));
    let (name, rank, shape) = look(&store(), page.id);
    let side = |ties: Vec<Tie>, class: &'static str| {
        view! { <ul class=format!("around-side {class}")>{ties.into_iter().map(person).collect_view()}</ul> }
    };
    let has = page.row.with_untracked(|r| r.as_ref().map(|r| r.text(customer::NAME).to_owned()).unwrap_or_default());
    view! {
        <div class="around" style:min-height=format!("{height}px") role="group" aria-label=words::around(&has)>
            <svg class="around-lines" viewBox=format!("0 0 100 {height}") preserveAspectRatio="none" aria-hidden="true">
                {lines}
            </svg>
            {side(left, "around-left")}
            <Avatar name=name rank=rank shape=shape />
            {side(right, "around-right")}
        </div>
        {(more > 0)
            .then(|| {
                view! {
                    <a href=format!("/referrals/{}", page.id)>{words::more_people(more)}</a>
                }
            })}
    }
}

/// The middle of row `at` of `count` rows that share the height evenly.
fn place(at: usize, count: usize, height: f64) -> f64 {
    height * (2 * at + 1) as f64 / (2 * count.max(1)) as f64
}

fn person(tie: Tie) -> impl IntoView {
    let said = tie.words();
    let to = format!("/customers/{}", tie.other);
    let title = tie.name.clone();
    view! {
        <li>
            <a class="around-person" href=to title=title>
                <Avatar name=tie.name.clone() rank=tie.rank shape=tie.shape />
                <span class="around-words">
                    <b class="cut">{tie.name}</b>
                    <span class="label cut">{said}</span>
                </span>
            </a>
        </li>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn people_share_the_height() {
        assert!((place(0, 1, 60.0) - 30.0).abs() < 1e-9);
        assert!((place(0, 2, 120.0) - 30.0).abs() < 1e-9 && (place(1, 2, 120.0) - 90.0).abs() < 1e-9);
        assert!((place(1, 2, 240.0) - 180.0).abs() < 1e-9, "two beside four stand at a quarter and three quarters");
    }
}
