//! The `messages!` macro.

/// Defines one function per text, with both languages side by side.
///
/// ```text
/// messages! {
///     nav_today => "今日", "Today";
///     found(n: usize) => "找到 {n} 位", "{n} customer" | "{n} customers";
///     given_to(n: usize, name: &str) => "已把 {n} 位交给{name}", "{n} given to {name}";
/// }
/// ```
///
/// gives `nav_today() -> &'static str`, `found(usize) -> String` and `given_to(usize, &str) -> String`. Two English texts are singular and
/// plural by the first argument, which then is a [`Count`](crate::i18n::Count). Arguments are anything [`Shown`](crate::i18n::Shown): integers
/// appear with thousands separators, so a year is passed as text.
macro_rules! messages {
    ($( $(#[$meta:meta])* $name:ident $(( $($arg:ident : $ty:ty),+ $(,)? ))? => $zh:literal, $($en:literal)|+ ; )*) => {
        $( $crate::i18n::message! { [$(#[$meta])*] $name [$($($arg : $ty),+)?] $zh, $($en)|+ } )*

        /// Every text of this area: name, Chinese, English forms.
        #[cfg(test)]
        pub(crate) const ALL: &[(&str, &str, &[&str])] = &[$( (stringify!($name), $zh, &[$($en),+]) ),*];
    };
}

/// One text of [`messages!`].
macro_rules! message {
    ([$(#[$meta:meta])*] $name:ident [] $zh:literal, $en:literal) => {
        $(#[$meta])*
        #[doc = concat!("“", $zh, "” / “", $en, "”")]
        pub fn $name() -> &'static str {
            match $crate::i18n::lang() {
                $crate::i18n::Lang::ZhCn => $zh,
                $crate::i18n::Lang::En => $en,
            }
        }
    };
    ([$(#[$meta:meta])*] $name:ident [$($arg:ident : $ty:ty),+] $zh:literal, $en:literal) => {
        $(#[$meta])*
        #[doc = concat!("“", $zh, "” / “", $en, "”")]
        pub fn $name($($arg: $ty),+) -> String {
            $( let $arg = $crate::i18n::Shown::shown(&$arg); )+
            match $crate::i18n::lang() {
                $crate::i18n::Lang::ZhCn => format!($zh),
                $crate::i18n::Lang::En => format!($en),
            }
        }
    };
    ([$(#[$meta:meta])*] $name:ident [$first:ident : $first_ty:ty $(, $arg:ident : $ty:ty)*] $zh:literal, $one:literal | $many:literal) => {
        $(#[$meta])*
        #[doc = concat!("“", $zh, "” / “", $one, "” / “", $many, "”")]
        pub fn $name($first: $first_ty $(, $arg: $ty)*) -> String {
            let one = $crate::i18n::Count::is_one(&$first);
            let $first = $crate::i18n::Shown::shown(&$first);
            $( let $arg = $crate::i18n::Shown::shown(&$arg); )*
            // A plural may leave its number out ("One customer"); the argument stays used.
            let _ = &$first;
            match ($crate::i18n::lang(), one) {
                ($crate::i18n::Lang::ZhCn, _) => format!($zh),
                ($crate::i18n::Lang::En, true) => format!($one),
                ($crate::i18n::Lang::En, false) => format!($many),
            }
        }
    };
}

pub(crate) use {message, messages};
