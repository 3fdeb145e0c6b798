//! What kinds and fields are called.

use crate::i18n::sync as texts;
use domain::judge::REFERRER;
use domain::row::Row;
use domain::schema::fields::{contact_point, customer, interaction, purchase, referral, relation};
use domain::{Field, Kind};

/// What a row of a kind is called.
pub fn kind_words(kind: Kind) -> &'static str {
    match kind {
        Kind::Customer => texts::kind_customer(),
        Kind::ContactPoint => texts::kind_contact_point(),
        Kind::Purchase => texts::kind_purchase(),
        Kind::Interaction => texts::kind_interaction(),
        Kind::Referral => texts::kind_referral(),
        Kind::Relation => texts::kind_relation(),
        _ => texts::kind_other(),
    }
}

/// What a field is called. `row` tells a phone number from a mail address.
pub fn field_words(kind: Kind, field: Field, row: Option<&Row>) -> String {
    let words = match kind {
        _ if field == REFERRER => texts::f_referrer(),
        Kind::Customer => customer_field(field),
        Kind::ContactPoint => contact_field(field, row),
        Kind::Purchase => purchase_field(field),
        Kind::Interaction => interaction_field(field),
        Kind::Referral => referral_field(field),
        Kind::Relation => relation_field(field),
        _ => texts::f_other(),
    };
    words.to_owned()
}

fn customer_field(field: Field) -> &'static str {
    match field {
        customer::NAME => texts::f_name(),
        customer::TYPE => texts::f_type(),
        customer::OWNER => texts::f_owner(),
        customer::REGION => texts::f_region(),
        customer::COUNTRY => texts::f_country(),
        customer::GENDER => texts::f_gender(),
        customer::BIRTHDAY => texts::f_birthday(),
        customer::OCCUPATION => texts::f_occupation(),
        customer::ADDRESS => texts::f_address(),
        customer::SALES_STAGE => texts::f_sales_stage(),
        customer::REMARK => texts::f_remark(),
        customer::SOURCE => texts::f_source(),
        customer::PREFERENCES => texts::f_preferences(),
        customer::CODE => texts::f_code(),
        customer::COMPANY => texts::f_company(),
        customer::TAGS => texts::f_tags(),
        customer::ENTERED_DAY => texts::f_entered_day(),
        customer::POSTCODE => texts::f_postcode(),
        customer::BANK_ACCOUNT => texts::f_bank_account(),
        customer::CURRENCY => texts::f_currency(),
        customer::TERMS => texts::f_terms(),
        customer::ABSORBED => crate::i18n::merge::f_absorbed(),
        customer::MERGED => crate::i18n::merge::f_merged(),
        _ => texts::f_other(),
    }
}

fn contact_field(field: Field, row: Option<&Row>) -> &'static str {
    match field {
        contact_point::LABEL => texts::f_label(),
        contact_point::PREFERRED => texts::f_preferred(),
        contact_point::VERIFIED => texts::f_verified(),
        contact_point::CHANNEL => texts::f_channel(),
        _ => match row.map(|r| r.text(contact_point::CHANNEL)) {
            Some("phone") => texts::c_phone(),
            Some("mail") => texts::c_mail(),
            Some("wechat") => texts::c_wechat(),
            Some("address") => texts::c_address(),
            _ => texts::c_other(),
        },
    }
}

fn purchase_field(field: Field) -> &'static str {
    match field {
        purchase::DAY | purchase::AT => texts::f_day(),
        purchase::TOTAL => texts::f_total(),
        purchase::CURRENCY => texts::f_currency(),
        purchase::CODE => texts::f_code(),
        purchase::CHANNEL => texts::f_channel(),
        purchase::REMARK => texts::f_remark(),
        purchase::ITEMS => texts::f_items(),
        purchase::SUMMARY => texts::f_summary(),
        purchase::STAFF => texts::f_owner(),
        _ => texts::f_other(),
    }
}

fn interaction_field(field: Field) -> &'static str {
    match field {
        interaction::CHANNEL => texts::f_channel(),
        interaction::TEXT => texts::f_text(),
        interaction::AT | interaction::DAY => texts::f_day(),
        interaction::DIRECTION => texts::f_direction(),
        _ => texts::f_other(),
    }
}

fn referral_field(field: Field) -> &'static str {
    match field {
        referral::CHANNEL => texts::f_channel(),
        referral::DAY => texts::f_day(),
        referral::STATUS => texts::f_status(),
        referral::REMARK => texts::f_remark(),
        _ => texts::kind_referral(),
    }
}

fn relation_field(field: Field) -> &'static str {
    match field {
        relation::STRENGTH => texts::f_strength(),
        relation::SINCE => texts::f_since(),
        relation::UNTIL => texts::f_until(),
        relation::REMARK => texts::f_remark(),
        _ => texts::f_relation(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::i18n::{Lang, tests::with_lang};

    #[test]
    fn every_field_a_person_writes_has_a_name_of_its_own() {
        with_lang(Lang::En, || {
            let made_by_machines = [customer::DEMO];
            for def in Kind::Customer.fields().iter().filter(|d| !made_by_machines.contains(&d.field)) {
                assert_ne!(field_words(Kind::Customer, def.field, None), texts::f_other(), "{}", def.name);
            }
            let mut names: Vec<_> = customer::ALL.iter().map(|d| field_words(Kind::Customer, d.field, None)).collect();
            names.sort();
            names.dedup();
            assert_eq!(names.len(), customer::ALL.len());
        });
    }

    #[test]
    fn a_contact_point_is_called_by_its_channel() {
        let phone = Row::new(
            Kind::ContactPoint,
            domain::RowId::default(),
            domain::Stamp::default(),
            [(contact_point::CHANNEL, domain::Value::text("phone"))],
        );
        with_lang(Lang::ZhCn, || {
            assert_eq!(field_words(Kind::ContactPoint, contact_point::VALUE, Some(&phone)), "电话");
            assert_eq!(field_words(Kind::ContactPoint, contact_point::LABEL, Some(&phone)), "说明");
            assert_eq!(field_words(Kind::Customer, REFERRER, None), "介绍人");
        });
    }
}
