//! Takes a file of unsent changes in, on another device of the same person or on this one after its data was deleted. The operations
//! keep their ids: the server does each of them once, whoever sends it.

use super::export::{FORM, WHAT};
use crate::api::account::Me;
use crate::api::upload::ChosenFile;
use crate::i18n::sync as texts;
use crate::store::store;
use domain::codec;
use domain::sync::outbox::Pending;
use leptos::serde_json::{self, Value as Json};

/// Why a file is not taken in.
#[derive(Clone, PartialEq, Eq, Debug)]
enum Refused {
    /// It is not such a file, or it was cut off.
    NotOurs,
    /// It was made by a newer version of the app.
    Newer,
    /// It is about another base.
    OtherBase(String),
    /// Another person made it: changes are only ever sent as whoever made them.
    OtherPerson(String),
}

/// Takes a file in and says what came of it.
pub(super) async fn take_in(file: ChosenFile) -> String {
    let Some(text) = file.text().await else { return texts::take_in_not_ours().to_owned() };
    let store = store();
    match edits(&text, &store.account.me) {
        Ok(edits) => match store.adopt(edits) {
            0 => texts::take_in_nothing().to_owned(),
            taken => texts::taken_in(taken),
        },
        Err(Refused::NotOurs) => texts::take_in_not_ours().to_owned(),
        Err(Refused::Newer) => texts::take_in_newer().to_owned(),
        Err(Refused::OtherBase(name)) => texts::take_in_other_base(&name),
        Err(Refused::OtherPerson(name)) => texts::take_in_other_person(&name),
    }
}

/// The operations in the file that wait, in their order.
fn edits(text: &str, me: &Me) -> Result<Vec<Pending>, Refused> {
    let file: Json = serde_json::from_str(text).map_err(|_| Refused::NotOurs)?;
    if file["what"] != WHAT {
        return Err(Refused::NotOurs);
    }
    if file["form"].as_u64() != Some(u64::from(FORM)) {
        return Err(Refused::Newer);
    }
    let said = |key: &str| file[key].as_str().unwrap_or_default().to_owned();
    if said("base") != me.base {
        return Err(Refused::OtherBase(said("organisation")));
    }
    if said("staff") != me.staff {
        return Err(Refused::OtherPerson(said("person")));
    }
    let waiting = file["waiting"].as_array().ok_or(Refused::NotOurs)?;
    // All or nothing: an operation that is left out could be the one the others stand on.
    waiting.iter().map(|entry| unpack(entry["packed"].as_str()?)).collect::<Option<_>>().ok_or(Refused::NotOurs)
}

fn unpack(hex: &str) -> Option<Pending> {
    let digits = hex.as_bytes().chunks_exact(2);
    if !digits.remainder().is_empty() {
        return None;
    }
    let byte = |pair: &[u8]| u8::from_str_radix(std::str::from_utf8(pair).ok()?, 16).ok();
    let bytes: Vec<u8> = digits.map(byte).collect::<Option<_>>()?;
    codec::decode(&bytes, "operation").ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::page::sync::export::file;
    use domain::op::{Body, Op};
    use domain::row::RowRef;
    use domain::schema::fields::customer;
    use domain::{Hlc, Kind, OpId, RowId, Value, Version};

    fn pending() -> Pending {
        let body = Body::Set { field: customer::NAME, value: Value::text("林婉清"), base: Version::new(2, 9) };
        let row = RowRef::new(Kind::Customer, RowId::default());
        let op = Op { n: 3, id: OpId::v7(5, [5; 10]), schema: 1, txn: None, hlc: Hlc::new(7, 1), row, body };
        Pending { op, at_ms: 11, verdict: None }
    }

    #[test]
    fn what_was_exported_comes_back_whole_for_the_same_person_only() {
        let store = store();
        let me = store.account.me.clone();
        let text = file(&store, &[pending()], &[], 1).to_string();
        assert_eq!(edits(&text, &me), Ok(vec![pending()]));
        let other = Me { staff: "x".into(), ..me.clone() };
        assert!(matches!(edits(&text, &other), Err(Refused::OtherPerson(_))));
        let elsewhere = Me { base: "x".into(), ..me.clone() };
        assert!(matches!(edits(&text, &elsewhere), Err(Refused::OtherBase(_))));
        assert_eq!(edits(&text.replace("\"form\":1", "\"form\":2"), &me), Err(Refused::Newer));
        assert_eq!(edits(&text[..text.len() / 2], &me), Err(Refused::NotOurs));
        assert_eq!(edits(&text.replace("\"packed\":\"", "\"packed\":\"0"), &me), Err(Refused::NotOurs));
        assert_eq!(edits("{}", &me), Err(Refused::NotOurs));
    }
}
