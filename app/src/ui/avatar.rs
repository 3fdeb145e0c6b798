//! Avatars: round for a person, square for a company, coloured by the ramp.

use leptos::prelude::*;

use super::chip::Rank;

/// Who is shown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum AvatarShape {
    /// A person: round.
    #[default]
    Person,
    /// A company: square.
    Company,
}

/// How large.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum AvatarSize {
    /// 24 px, in table rows.
    Small,
    /// 40 px, in lists.
    #[default]
    Medium,
    /// 60 px, at the head of a page.
    Large,
}

/// The letter of an avatar: the first letter or Han character of a name, in upper case; a dot when it has none.
pub fn initial(name: &str) -> String {
    name.chars().find(|c| c.is_alphanumeric()).map_or_else(|| "·".to_owned(), |c| c.to_uppercase().collect())
}

/// A letter on the colour of a rank. Hidden from screen readers, because the name stands beside it.
#[component]
pub fn Avatar(
    /// The name whose first letter is shown.
    #[prop(into)]
    name: Signal<String>,
    /// The colour.
    #[prop(optional, into)]
    rank: Signal<Rank>,
    /// Round or square.
    #[prop(optional, into)]
    shape: Signal<AvatarShape>,
    /// How large.
    #[prop(optional)]
    size: AvatarSize,
) -> impl IntoView {
    let class = match size {
        AvatarSize::Small => "avatar avatar-s",
        AvatarSize::Medium => "avatar",
        AvatarSize::Large => "avatar avatar-l",
    };
    view! {
        <span
            class=class
            class=("avatar-company", move || shape.get() == AvatarShape::Company)
            data-rank=move || rank.get().attribute()
            aria-hidden="true"
        >
            {move || name.with(|name| initial(name))}
        </span>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_letter_stands_for_the_name() {
        assert_eq!(initial("沈佩琳"), "沈");
        assert_eq!(initial("  （苏州）江南"), "苏");
        assert_eq!(initial("östlund"), "Ö");
        assert_eq!(initial("ßtrauß"), "SS");
        assert_eq!(initial(" ·-"), "·");
        assert_eq!(initial(""), "·");
    }
}
