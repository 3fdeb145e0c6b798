//! Fields and reasons of an import in words.

use crate::i18n::import as texts;

/// What a field of an import is called; the field itself when a newer server has one more.
pub(super) fn field_words(field: &str) -> String {
    known_field(field).map_or_else(|| field.to_owned(), str::to_owned)
}

fn known_field(field: &str) -> Option<&'static str> {
    Some(match field {
        "code" => texts::f_code(),
        "name" => texts::f_name(),
        "first_name" => texts::f_first_name(),
        "last_name" => texts::f_last_name(),
        "type" => texts::f_type(),
        "mobile" => texts::f_mobile(),
        "phone" => texts::f_phone(),
        "email" => texts::f_email(),
        "wechat" => texts::f_wechat(),
        "region" => texts::f_region(),
        "province" => texts::f_province(),
        "city" => texts::f_city(),
        "district" => texts::f_district(),
        "country" => texts::f_country(),
        "address" => texts::f_address(),
        "postcode" => texts::f_postcode(),
        "gender" => texts::f_gender(),
        "birthday" => texts::f_birthday(),
        "occupation" => texts::f_occupation(),
        "company" => texts::f_company(),
        "owner" => texts::f_owner(),
        "source" => texts::f_source(),
        "sales_stage" => texts::f_sales_stage(),
        "tags" => texts::f_tags(),
        "preferences" => texts::f_preferences(),
        "remark" => texts::f_remark(),
        "entered_day" => texts::f_entered_day(),
        "currency" => texts::f_currency(),
        "bank_account" => texts::f_bank_account(),
        "terms" => texts::f_terms(),
        "order" => texts::f_order(),
        "customer" => texts::f_customer(),
        "customer_name" => texts::f_customer_name(),
        "customer_phone" => texts::f_customer_phone(),
        "date" => texts::f_date(),
        "product_code" => texts::f_product_code(),
        "product" => texts::f_product(),
        "quantity" => texts::f_quantity(),
        "unit_price" => texts::f_unit_price(),
        "amount" => texts::f_amount(),
        "channel" => texts::f_channel(),
        "summary" => texts::f_summary(),
        "refund_of" => texts::f_refund_of(),
        "from" => texts::f_from(),
        "to" => texts::f_to(),
        "kind" => texts::f_kind(),
        "strength" => texts::f_strength(),
        _ => return None,
    })
}

/// Why a line was left out; the server's words, or its code, when this page does not know the reason.
pub(super) fn reason_words(code: &str, server: &str) -> String {
    match known_reason(code) {
        Some(words) => words.to_owned(),
        None if server.is_empty() => code.to_owned(),
        None => server.to_owned(),
    }
}

fn known_reason(code: &str) -> Option<&'static str> {
    Some(match code {
        "unclosed_quote" => texts::r_unclosed_quote(),
        "too_long" => texts::r_too_long(),
        "bad_encoding" => texts::r_bad_encoding(),
        "nul_byte" => texts::r_nul_byte(),
        "columns" => texts::r_columns(),
        "missing" => texts::r_missing(),
        "bad_date" => texts::r_bad_date(),
        "bad_number" => texts::r_bad_number(),
        "out_of_range" => texts::r_out_of_range(),
        "text_too_long" => texts::r_text_too_long(),
        "bad_currency" => texts::r_bad_currency(),
        "bad_choice" => texts::r_bad_choice(),
        "duplicate_code" => texts::r_duplicate_code(),
        "repeated" => texts::r_repeated(),
        "other_customer" => texts::r_other_customer(),
        "other_currency" => texts::r_other_currency(),
        "too_many_lines" => texts::r_too_many_lines(),
        "unknown_customer" => texts::r_unknown_customer(),
        "ambiguous_customer" => texts::r_ambiguous_customer(),
        "same_customer" => texts::r_same_customer(),
        "referral_cycle" => texts::r_referral_cycle(),
        "second_referrer" => texts::r_second_referrer(),
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn server(file: &str) -> String {
        let path = std::path::Path::new("../server/src/import").join(file);
        std::fs::read_to_string(path).unwrap_or_default()
    }

    /// The quoted texts that follow `mark`.
    fn after<'a>(source: &'a str, mark: &'a str) -> impl Iterator<Item = &'a str> {
        source.match_indices(mark).filter_map(move |(at, _)| {
            let rest = source[at + mark.len()..].trim_start().strip_prefix('"')?;
            rest.split('"').next()
        })
    }

    #[test]
    fn every_field_that_the_server_offers_has_words() {
        let source = server("mapping/fields.rs");
        let fields: Vec<_> = after(&source, "field(").collect();
        assert!(fields.len() > 40, "the server's fields were not found");
        for field in fields {
            assert!(known_field(field).is_some(), "{field}");
        }
    }

    #[test]
    fn every_reason_that_the_server_gives_has_words() {
        let source = server("report/reason.rs");
        let codes: Vec<_> = after(&source, "=>").collect();
        assert!(codes.len() > 20, "the server's reasons were not found");
        for code in codes {
            assert!(known_reason(code).is_some(), "{code}");
        }
        assert_eq!(reason_words("from_the_future", "because"), "because");
    }
}
