//! The server's rules for accounts, said before it has to say no. The server checks again; it alone knows which passwords are guessed first.

use crate::i18n::errors;

/// Shortest and longest login, in characters.
const LOGIN: std::ops::RangeInclusive<usize> = 2..=64;
/// Longest name, in characters.
const NAME: usize = 100;
/// Shortest and longest password, in characters.
const PASSWORD: std::ops::RangeInclusive<usize> = 8..=200;

/// What is wrong with a login, in words.
pub fn login_problem(text: &str) -> Option<String> {
    let text = text.trim();
    if text.is_empty() {
        return Some(errors::required().to_owned());
    }
    let fits = LOGIN.contains(&text.chars().count()) && !text.chars().any(char::is_whitespace);
    (!fits).then(|| errors::bad_login().to_owned())
}

/// What is wrong with a name, in words.
pub fn name_problem(text: &str) -> Option<String> {
    match text.trim().chars().count() {
        0 => Some(errors::required().to_owned()),
        n if n > NAME => Some(errors::too_long(NAME)),
        _ => None,
    }
}

/// What is wrong with a new password, in words.
pub fn password_problem(text: &str) -> Option<String> {
    let length = text.chars().count();
    if length == 0 {
        return Some(errors::required().to_owned());
    }
    if length < *PASSWORD.start() {
        return Some(errors::password_too_short(*PASSWORD.start()));
    }
    (!PASSWORD.contains(&length)).then(|| errors::weak_password().to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_the_server_would_refuse_is_said_before() {
        for wrong in ["", " ", "a", "two words", &"x".repeat(65)] {
            assert!(login_problem(wrong).is_some(), "{wrong}");
        }
        for fine in ["ab", "王小满", " padded ", &"x".repeat(64)] {
            assert_eq!(login_problem(fine), None, "{fine}");
        }
        assert!(name_problem(" ").is_some() && name_problem(&"名".repeat(101)).is_some());
        assert_eq!(name_problem(&"名".repeat(100)), None);
        assert!(password_problem("1234567").is_some() && password_problem(&"p".repeat(201)).is_some());
        assert_eq!(password_problem("长长的一句话密码"), None);
    }
}
