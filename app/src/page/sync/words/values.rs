//! Values as people read them.

use crate::i18n::{common, format, sync as texts};
use crate::store::store;
use domain::row::Row;
use domain::schema::Holds;
use domain::schema::fields::{contact_point, purchase};
use domain::{Field, Kind, StaffId, Value, phone};

/// How many characters of a long text are shown.
const SHOWN: usize = 120;

/// A value of a field as people read it; empty for no value. `row` gives what the value alone does not say: a purchase's currency, whether
/// a contact point is a phone.
pub fn value_words(kind: Kind, field: Field, value: &Value, row: Option<&Row>) -> String {
    let holds = kind.field(field).map(|def| def.holds);
    match (holds, value) {
        (_, Value::Null) => String::new(),
        (_, Value::Bool(b)) => if *b { common::yes() } else { common::no() }.to_owned(),
        (Some(Holds::Code(_)), Value::Text(code)) => code_words(code).to_owned(),
        (Some(Holds::Money), Value::Int(minor)) => {
            let own = row.map(|r| r.text(purchase::CURRENCY).to_owned()).filter(|code| !code.is_empty());
            format::money(*minor, &own.unwrap_or_else(|| store().account.me.currency.clone()))
        }
        (Some(Holds::Day), Value::Int(day)) => i32::try_from(*day).map(format::date).unwrap_or_default(),
        (Some(Holds::Time), Value::Int(ms)) => format::date_time(*ms),
        (Some(Holds::Ref(Kind::Staff)), Value::Id(id)) => {
            store().staff_name(StaffId(id.0)).unwrap_or_else(|| texts::somebody().to_owned())
        }
        (_, Value::Id(id)) => store().customer_name(*id).unwrap_or_else(|| texts::kind_customer().to_owned()),
        // Into whom the record was merged.
        (_, Value::List(parts)) if kind == Kind::Customer => {
            parts.first().map(|into| value_words(kind, field, into, row)).unwrap_or_default()
        }
        (_, Value::List(lines)) => texts::v_lines(lines.len()),
        (_, Value::Int(n)) => format::integer(*n),
        (_, Value::Text(text)) => {
            let is_phone = kind == Kind::ContactPoint
                && field == contact_point::VALUE
                && row.is_some_and(|r| r.text(contact_point::CHANNEL) == "phone");
            if is_phone { phone::display(text) } else { shortened(text) }
        }
    }
}

fn shortened(text: &str) -> String {
    match text.char_indices().nth(SHOWN) {
        Some((at, _)) => format!("{}…", &text[..at]),
        None => text.to_owned(),
    }
}

/// A code of the schema in words; the code itself when it is not known here.
pub fn code_words(code: &str) -> &str {
    match code {
        "person" => texts::v_person(),
        "company" => texts::v_company(),
        "female" => texts::v_female(),
        "male" => texts::v_male(),
        "other" => texts::v_other(),
        "lead" => texts::v_lead(),
        "contacted" => texts::v_contacted(),
        "quoted" => texts::v_quoted(),
        "negotiating" => texts::v_negotiating(),
        "won" => texts::v_won(),
        "lost" => texts::v_lost(),
        "note" => texts::v_note(),
        "call" => texts::v_call(),
        "visit" => texts::v_visit(),
        "phone" => texts::c_phone(),
        "mail" => texts::c_mail(),
        "wechat" => texts::c_wechat(),
        "address" => texts::c_address(),
        "sms" => texts::v_sms(),
        "letter" => texts::v_letter(),
        "meeting" => texts::v_meeting(),
        "online" => texts::v_online(),
        "family" => texts::v_family(),
        "friend" => texts::v_friend(),
        "colleague" => texts::v_colleague(),
        "works_at" => texts::v_works_at(),
        "owns" => texts::v_owns(),
        "partner" => texts::v_partner(),
        "supplier" => texts::v_supplier(),
        "competitor" => texts::v_competitor(),
        "household" => texts::v_household(),
        "invited" => texts::v_invited(),
        "converted" => texts::v_converted(),
        "in" => texts::v_in(),
        "out" => texts::v_out(),
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::i18n::{Lang, tests::with_lang};
    use domain::schema::fields::customer;

    #[test]
    fn every_code_a_person_can_choose_has_words() {
        with_lang(Lang::ZhCn, || {
            for kind in Kind::ALL.into_iter().filter(|k| k.is_written_by_people() && *k != Kind::Conflict) {
                for def in kind.fields() {
                    let Holds::Code(codes) = def.holds else { continue };
                    for code in codes {
                        assert_ne!(code_words(code), *code, "{}.{}", kind.name(), def.name);
                    }
                }
            }
        });
    }

    #[test]
    fn values_read_as_what_they_are() {
        with_lang(Lang::ZhCn, || {
            assert_eq!(value_words(Kind::Customer, customer::NAME, &Value::text("沈佩琳"), None), "沈佩琳");
            assert_eq!(value_words(Kind::Customer, customer::GENDER, &Value::text("female"), None), "女");
            assert_eq!(value_words(Kind::Customer, customer::BIRTHDAY, &Value::Int(20_781), None), "2026-11-24");
            assert_eq!(value_words(Kind::Customer, customer::NAME, &Value::Null, None), "");
            let long = value_words(Kind::Customer, customer::REMARK, &Value::text("长".repeat(500)), None);
            assert_eq!(long.chars().count(), SHOWN + 1);
        });
    }

    #[test]
    fn a_purchase_is_shown_in_its_own_currency() {
        let row = Row::new(
            Kind::Purchase,
            domain::RowId::default(),
            domain::Stamp::default(),
            [(purchase::CURRENCY, Value::text("USD"))],
        );
        assert_eq!(value_words(Kind::Purchase, purchase::TOTAL, &Value::Int(1_250), Some(&row)), "$12.50");
    }
}
