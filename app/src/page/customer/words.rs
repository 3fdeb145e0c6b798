//! The words for codes that rows hold: tiers, stages, channels, relations.

use crate::command::Invalid;
use crate::i18n::{customer as words, insights, tiers};
use crate::ui::Icon;
use domain::schema::Misfit;

pub(crate) use crate::page::tier_rank;

/// A tier of the default scheme; empty for a customer who is not scored or a tier of another program.
pub(crate) fn tier_word(code: &str) -> &'static str {
    match code {
        "vip" => tiers::vip(),
        "active" => tiers::active(),
        "potential" => tiers::potential(),
        "dormant" => tiers::dormant(),
        _ => "",
    }
}

/// A lifecycle stage; empty for an unknown one.
pub(crate) fn lifecycle_word(code: &str) -> &'static str {
    match code {
        "prospect" => words::stage_prospect(),
        "new" => words::stage_new(),
        "active" => words::stage_active(),
        "won_back" => words::stage_won_back(),
        "cooling" => words::stage_cooling(),
        "at_risk" => words::stage_at_risk(),
        "dormant" => words::stage_dormant(),
        "lost" => words::stage_lost(),
        _ => "",
    }
}

/// A segment of the 5x5 map; empty for an unknown one.
pub(crate) fn segment_word(code: &str) -> &'static str {
    match code {
        "champions" => insights::champions(),
        "loyal" => insights::loyal(),
        "potential_loyalist" => insights::potential_loyalist(),
        "new" => insights::new(),
        "promising" => insights::promising(),
        "needs_attention" => insights::needs_attention(),
        "about_to_sleep" => insights::about_to_sleep(),
        "at_risk" => insights::at_risk(),
        "cant_lose" => insights::cant_lose(),
        "hibernating" => insights::hibernating(),
        "lost" => insights::lost(),
        _ => "",
    }
}

/// The class that colours a lifecycle stage: red for loss and risk, amber for cooling.
pub(crate) fn lifecycle_tone(code: &str) -> &'static str {
    match code {
        "at_risk" | "lost" => "alert",
        "cooling" => "warn",
        "dormant" => "quiet",
        _ => "",
    }
}

/// A sales stage; empty for none.
pub(crate) fn sales_word(code: &str) -> &'static str {
    match code {
        "lead" => words::sales_lead(),
        "contacted" => words::sales_contacted(),
        "quoted" => words::sales_quoted(),
        "negotiating" => words::sales_negotiating(),
        "won" => words::sales_won(),
        "lost" => words::sales_lost(),
        _ => "",
    }
}

/// How a contact happened; empty for an unknown channel.
pub(crate) fn channel_word(code: &str) -> &'static str {
    match code {
        "note" => words::channel_note(),
        "call" => words::channel_call(),
        "visit" => words::channel_visit(),
        "wechat" => words::channel_wechat(),
        "sms" => words::channel_sms(),
        "mail" => words::channel_mail(),
        "letter" => words::channel_letter(),
        "meeting" => words::channel_meeting(),
        "online" => words::channel_online(),
        "other" => words::channel_other(),
        _ => "",
    }
}

/// The icon of a channel.
pub(crate) fn channel_icon(code: &str) -> Icon {
    match code {
        "call" => Icon::Phone,
        "visit" | "meeting" => Icon::Pin,
        "wechat" => Icon::WeChat,
        "sms" | "online" => Icon::Message,
        "mail" | "letter" => Icon::Mail,
        _ => Icon::Pencil,
    }
}

/// A kind of contact point.
pub(crate) fn point_word(code: &str) -> &'static str {
    match code {
        "phone" => words::field_phone(),
        "mail" => words::point_mail(),
        "wechat" => words::wechat(),
        "address" => words::point_address(),
        _ => words::point_other(),
    }
}

/// What two customers are to each other.
pub(crate) fn relation_word(code: &str) -> &'static str {
    match code {
        "family" => words::relation_family(),
        "friend" => words::relation_friend(),
        "colleague" => words::relation_colleague(),
        "works_at" => words::relation_works_at(),
        "owns" => words::relation_owns(),
        "partner" => words::relation_partner(),
        "supplier" => words::relation_supplier(),
        "competitor" => words::relation_competitor(),
        "household" => words::relation_household(),
        _ => words::relation_other(),
    }
}

/// A gender; empty for none.
pub(crate) fn gender_word(code: &str) -> &'static str {
    match code {
        "female" => words::gender_female(),
        "male" => words::gender_male(),
        "other" => words::gender_other(),
        _ => "",
    }
}

/// A place for a narrow line: the last two of its units, joined as Chinese is written; the country when nothing else is known.
pub(crate) fn place(region: &str, country: &str) -> String {
    let units: Vec<&str> = region.split_whitespace().collect();
    let is_han = |text: &str| text.chars().all(|c| ('\u{3400}'..='\u{9fff}').contains(&c));
    match units.as_slice() {
        [] => country.to_owned(),
        [one] => (*one).to_owned(),
        all if all.iter().all(|unit| is_han(unit)) => all[all.len() - 2..].concat(),
        all => all.join(" "),
    }
}

/// Why something typed cannot be kept, and what to do.
pub(crate) fn invalid_words(why: Invalid) -> String {
    match why {
        Invalid::Misfit(Misfit::Required) => words::error_required(),
        Invalid::Misfit(Misfit::TooLong) => words::error_too_long(),
        Invalid::Misfit(Misfit::Range) => words::error_range(),
        Invalid::Misfit(Misfit::Type | Misfit::Choice) => words::error_choice(),
        Invalid::Day => words::error_day(),
        Invalid::Amount => words::error_amount(),
        Invalid::Self_ => words::error_self(),
        Invalid::Cycle => words::error_cycle(),
    }
    .to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::schema::fields::{CONTACT_CHANNELS, INTERACTION_CHANNELS, RELATION_KINDS, SALES_STAGES};

    #[test]
    fn every_code_has_its_words() {
        let all_different = |words: Vec<&str>| {
            let mut sorted = words.clone();
            sorted.sort_unstable();
            sorted.dedup();
            assert!(sorted.len() == words.len() && !sorted.contains(&""), "{words:?}");
        };
        all_different(INTERACTION_CHANNELS.iter().map(|c| channel_word(c)).collect());
        all_different(CONTACT_CHANNELS.iter().map(|c| point_word(c)).collect());
        all_different(RELATION_KINDS.iter().map(|c| relation_word(c)).collect());
        all_different(SALES_STAGES.iter().map(|c| sales_word(c)).collect());
        all_different(analytics::tier::Scheme::default().tiers.iter().map(|c| tier_word(c)).collect());
    }

    #[test]
    fn places_are_short() {
        assert_eq!(place("江苏 苏州 姑苏", "中国"), "苏州姑苏");
        assert_eq!(place("上海", ""), "上海");
        assert_eq!(place("New South Wales", ""), "New South Wales");
        assert_eq!(place("", "United Kingdom"), "United Kingdom");
    }
}
