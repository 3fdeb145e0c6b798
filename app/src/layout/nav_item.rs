//! Where one can go from the frame.

use leptos::prelude::*;

use crate::{
    i18n::{format::integer, nav},
    ui::Icon,
};

/// A number beside a place.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Badge {
    /// The number; 0 shows nothing.
    pub count: usize,
    /// It counts what is overdue or in conflict.
    pub alert: bool,
}

/// A place in the navigation.
#[derive(Clone, Debug)]
pub struct NavItem {
    /// Where it leads.
    pub href: &'static str,
    /// What it is called.
    pub label: &'static str,
    /// Drawn before the words.
    pub icon: Icon,
    /// The number beside it.
    pub badge: Signal<Badge>,
    /// A line is drawn above it.
    pub begins_group: bool,
}

impl NavItem {
    /// A place without a number.
    pub fn new(href: &'static str, label: &'static str, icon: Icon) -> Self {
        Self { href, label, icon, badge: Signal::stored(Badge::default()), begins_group: false }
    }

    /// With a number.
    #[must_use]
    pub fn badge(mut self, badge: impl Into<Signal<Badge>>) -> Self {
        self.badge = badge.into();
        self
    }

    /// With a line above.
    #[must_use]
    pub fn begins_group(mut self) -> Self {
        self.begins_group = true;
        self
    }
}

/// The places of the product, in the order of the rail. The first four are also the phone's bottom bar.
pub fn standard_items() -> Vec<NavItem> {
    vec![
        NavItem::new("/", nav::today(), Icon::Today),
        NavItem::new("/customers", nav::customers(), Icon::People),
        NavItem::new("/graph", nav::graph(), Icon::Graph),
        NavItem::new("/insights", nav::insights(), Icon::Chart),
        NavItem::new("/map", nav::map(), Icon::Map),
        NavItem::new("/tiers", nav::tiers(), Icon::Layers),
        NavItem::new("/service", nav::service(), Icon::Service).begins_group(),
        NavItem::new("/loyalty", nav::loyalty(), Icon::Gift),
        NavItem::new("/campaigns", nav::campaigns(), Icon::Flag),
        NavItem::new("/team", nav::team(), Icon::Team),
        NavItem::new("/import", nav::import(), Icon::Upload).begins_group(),
        NavItem::new("/sync", nav::sync(), Icon::Sync),
        NavItem::new("/settings", nav::settings(), Icon::Gear),
    ]
}

/// Whether the page at `path` belongs to the place at `href`.
pub(super) fn is_current(href: &str, path: &str) -> bool {
    let path = path.trim_end_matches('/');
    match href {
        "/" => path.is_empty(),
        href => path.strip_prefix(href).is_some_and(|rest| rest.is_empty() || rest.starts_with('/')),
    }
}

/// The number beside a place.
pub(super) fn badge_view(badge: Signal<Badge>) -> impl IntoView {
    move || {
        let Badge { count, alert } = badge.get();
        let number = integer(i64::try_from(count).unwrap_or(i64::MAX));
        (count > 0).then(|| view! { <span class="count" class=("count-alert", alert)>{number}</span> })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_is_current_on_its_own_pages_only() {
        assert!(is_current("/", "/") && is_current("/", ""));
        assert!(!is_current("/", "/customers"));
        assert!(
            is_current("/customers", "/customers")
                && is_current("/customers", "/customers/")
                && is_current("/customers", "/customers/42")
        );
        assert!(!is_current("/customers", "/customers-old"));
    }

    #[test]
    fn every_place_has_its_own_address_and_icon() {
        let owner = Owner::new();
        owner.set();
        let items = standard_items();
        for (at, item) in items.iter().enumerate() {
            assert!(
                items[at + 1..].iter().all(|other| other.href != item.href && other.icon != item.icon),
                "{}",
                item.href
            );
        }
    }
}
