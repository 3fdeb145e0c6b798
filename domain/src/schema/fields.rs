//! The fields of each kind. Numbers are frozen.

use super::{Field, FieldDef, Holds, Kind};

/// Declares the fields of a kind: a constant for each and the table of definitions.
macro_rules! fields {
    ($($module:ident { $( $(#[$doc:meta])* $konst:ident = $num:literal $name:literal $holds:expr $(; $req:ident)? ),* $(,)? })*) => {
        $(
            #[doc = concat!("Fields of `", stringify!($module), "`.")]
            pub mod $module {
                #[allow(unused_imports)]
                use super::*;
                $( $(#[$doc])* pub const $konst: Field = Field($num); )*
                /// All of them, in order of their numbers.
                pub const ALL: &[FieldDef] = &[
                    $( FieldDef { field: $konst, name: $name, holds: $holds, required: fields!(@req $($req)?) } ),*
                ];
            }
        )*
    };
    (@req required) => { true };
    (@req) => { false };
}

/// The channels of an interaction.
pub const INTERACTION_CHANNELS: &[&str] =
    &["note", "call", "visit", "wechat", "sms", "mail", "letter", "meeting", "online", "other"];
/// The kinds of contact point.
pub const CONTACT_CHANNELS: &[&str] = &["phone", "mail", "wechat", "address", "other"];
/// The sales stages a person can set by hand (the lifecycle stage is derived and another thing).
pub const SALES_STAGES: &[&str] = &["lead", "contacted", "quoted", "negotiating", "won", "lost"];
/// The kinds of relation between two customers.
pub const RELATION_KINDS: &[&str] =
    &["family", "friend", "colleague", "works_at", "owns", "partner", "supplier", "competitor", "household", "other"];
/// Where a referral stands.
pub const REFERRAL_STATUS: &[&str] = &["invited", "contacted", "converted", "lost"];

fields! {
    customer {
        /// The person's or company's name.
        NAME = 1 "name" Holds::Text(120); required,
        /// `person` or `company`.
        TYPE = 2 "type" Holds::Code(&["person", "company"]),
        /// The responsible member of staff; none means the unassigned pool.
        OWNER = 3 "owner" Holds::Ref(Kind::Staff),
        /// Place in words, the largest unit first ("江苏 苏州 姑苏").
        REGION = 4 "region" Holds::Text(120),
        /// Country, as text.
        COUNTRY = 5 "country" Holds::Text(80),
        /// Gender.
        GENDER = 6 "gender" Holds::Code(&["female", "male", "other"]),
        /// Birthday.
        BIRTHDAY = 7 "birthday" Holds::Day,
        /// What the person does.
        OCCUPATION = 8 "occupation" Holds::Text(80),
        /// Street address.
        ADDRESS = 9 "address" Holds::Text(240),
        /// Sales stage, set by hand.
        SALES_STAGE = 10 "sales_stage" Holds::Code(SALES_STAGES),
        /// Remark.
        REMARK = 11 "remark" Holds::Text(4000),
        /// Where the customer came from.
        SOURCE = 12 "source" Holds::Text(80),
        /// What the customer likes, habits, sizes.
        PREFERENCES = 13 "preferences" Holds::Text(2000),
        /// The id in another system, kept by imports; the same code is the same customer.
        CODE = 14 "code" Holds::Text(80),
        /// The company a person belongs to, as text.
        COMPANY = 15 "company" Holds::Text(120),
        /// Free labels.
        TAGS = 16 "tags" Holds::Set(40),
        /// The business day on which the customer was entered.
        ENTERED_DAY = 17 "entered_day" Holds::Day,
        /// Postal code.
        POSTCODE = 18 "postcode" Holds::Text(20),
        /// Bank account.
        BANK_ACCOUNT = 19 "bank_account" Holds::Text(80),
        /// The currency the customer is billed in.
        CURRENCY = 20 "currency" Holds::Currency,
        /// Payment terms and preferential conditions.
        TERMS = 21 "terms" Holds::Text(1000),
        /// Whether the row belongs to the demo base.
        DEMO = 22 "demo" Holds::Bool,
        /// Into whom the record was merged, by which operation, and what that overwrote: see [`crate::alias::Merged`]. Written by
        /// `merge` and `unmerge` only.
        MERGED = 23 "merged" Holds::List(3),
        /// The ids of the records merged into this one, as text. Written by `merge` and `unmerge` only.
        ABSORBED = 24 "absorbed" Holds::Set(40),
    }
    contact_point {
        /// Whose it is.
        CUSTOMER = 1 "customer" Holds::Ref(Kind::Customer); required,
        /// Which kind.
        CHANNEL = 2 "channel" Holds::Code(CONTACT_CHANNELS); required,
        /// The number, address or name.
        VALUE = 3 "value" Holds::Text(240); required,
        /// "Office", "home".
        LABEL = 4 "label" Holds::Text(40),
        /// Whether it is the one to use first.
        PREFERRED = 5 "preferred" Holds::Bool,
        /// Whether somebody reached the customer by it.
        VERIFIED = 6 "verified" Holds::Bool,
    }
    purchase {
        /// Who bought; none for an anonymous purchase.
        CUSTOMER = 1 "customer" Holds::Ref(Kind::Customer),
        /// The business day.
        DAY = 2 "day" Holds::Day; required,
        /// The moment, if known.
        AT = 3 "at" Holds::Time,
        /// The sum in minor units; negative for a refund.
        TOTAL = 4 "total" Holds::Money; required,
        /// Its currency.
        CURRENCY = 5 "currency" Holds::Currency; required,
        /// Number of the order or invoice.
        CODE = 6 "code" Holds::Text(80),
        /// Where it was bought.
        CHANNEL = 7 "channel" Holds::Text(40),
        /// Remark.
        REMARK = 8 "remark" Holds::Text(2000),
        /// The purchase that this one refunds.
        REFUND_OF = 9 "refund_of" Holds::Ref(Kind::Purchase),
        /// The lines: lists of `[code, name, quantity in thousandths, unit price in millionths of the major unit, sum in minor units]`.
        ITEMS = 10 "items" Holds::List(5000),
        /// Who sold.
        STAFF = 11 "staff" Holds::Ref(Kind::Staff),
        /// In short, what was bought, when there are no lines.
        SUMMARY = 12 "summary" Holds::Text(240),
    }
    interaction {
        /// With whom.
        CUSTOMER = 1 "customer" Holds::Ref(Kind::Customer); required,
        /// How.
        CHANNEL = 2 "channel" Holds::Code(INTERACTION_CHANNELS); required,
        /// What was said.
        TEXT = 3 "text" Holds::Text(20_000),
        /// When.
        AT = 4 "at" Holds::Time; required,
        /// The business day.
        DAY = 5 "day" Holds::Day; required,
        /// `in` when the customer got in touch, `out` when we did.
        DIRECTION = 6 "direction" Holds::Code(&["in", "out"]),
        /// Who of the staff.
        STAFF = 7 "staff" Holds::Ref(Kind::Staff),
    }
    referral {
        /// Who brought.
        FROM = 1 "from" Holds::Ref(Kind::Customer); required,
        /// Who was brought.
        TO = 2 "to" Holds::Ref(Kind::Customer); required,
        /// Whether the edge stands: a set with the one element "live".
        LIVE = 3 "live" Holds::Set(8),
        /// How.
        CHANNEL = 4 "channel" Holds::Text(40),
        /// The day.
        DAY = 5 "day" Holds::Day,
        /// Where it stands.
        STATUS = 6 "status" Holds::Code(REFERRAL_STATUS),
        /// Remark.
        REMARK = 7 "remark" Holds::Text(500),
    }
    relation {
        /// One end.
        FROM = 1 "from" Holds::Ref(Kind::Customer); required,
        /// The other end.
        TO = 2 "to" Holds::Ref(Kind::Customer); required,
        /// Whether the edge stands: a set with the one element "live".
        LIVE = 3 "live" Holds::Set(8),
        /// What they are to each other.
        RELATION = 4 "relation" Holds::Code(RELATION_KINDS); required,
        /// 1 (weak) to 5 (strong).
        STRENGTH = 5 "strength" Holds::Int(1, 5),
        /// Since when.
        SINCE = 6 "since" Holds::Day,
        /// Until when.
        UNTIL = 7 "until" Holds::Day,
        /// Remark.
        REMARK = 8 "remark" Holds::Text(500),
    }
    conflict {
        /// The row it is about.
        TARGET = 1 "target" Holds::Ref(Kind::Customer); required,
        /// Its kind, by number.
        TARGET_KIND = 2 "target_kind" Holds::Int(1, 255); required,
        /// The field, by number; 0 when it is about the whole row, 65535 when it is about who referred the customer.
        FIELD = 3 "field" Holds::Int(0, 65_535); required,
        /// The sides: lists of `[value, author, clock, device, arrived in ms]`.
        SIDES = 4 "sides" Holds::List(64),
        /// `open` or `settled`.
        STATE = 5 "state" Holds::Code(&["open", "settled"]); required,
        /// What was chosen.
        CHOICE = 6 "choice" Holds::List(4),
        /// `field`, `delete` or `referrer`.
        REASON = 7 "reason" Holds::Code(&["field", "delete", "referrer"]); required,
        /// The customer on whose page it is shown.
        CUSTOMER = 8 "customer" Holds::Ref(Kind::Customer),
        /// The value both sides started from: `[value, author, clock]`.
        BEFORE = 9 "before" Holds::List(4),
    }
    staff {
        /// The person's name.
        NAME = 1 "name" Holds::Text(80); required,
        /// `administrator`, `manager` or `staff`.
        ROLE = 2 "role" Holds::Code(&["administrator", "manager", "staff"]); required,
        /// The team.
        TEAM = 3 "team" Holds::Ref(Kind::Team),
        /// Whether the person still works here.
        ACTIVE = 4 "active" Holds::Bool,
        /// What the person may see: `own`, `team` or `all`.
        SCOPE = 5 "scope" Holds::Code(&["own", "team", "all"]),
    }
    team {
        /// The team's name.
        NAME = 1 "name" Holds::Text(80); required,
    }
    score {
        /// First and last qualifying day.
        FIRST_DAY = 1 "first_day" Holds::Day,
        /// The last qualifying day.
        LAST_DAY = 2 "last_day" Holds::Day,
        /// Qualifying orders in all.
        ORDERS = 3 "orders" Holds::Int(0, i64::MAX),
        /// Qualifying orders within the window.
        ORDERS_WINDOW = 4 "orders_window" Holds::Int(0, i64::MAX),
        /// Net revenue in all, minor units of the base currency.
        NET = 5 "net" Holds::Money,
        /// Net revenue within the window.
        NET_WINDOW = 6 "net_window" Holds::Money,
        /// Sum of the gaps between consecutive qualifying days, in days.
        GAP_SUM = 7 "gap_sum" Holds::Int(0, i64::MAX),
        /// Number of such gaps.
        GAP_COUNT = 8 "gap_count" Holds::Int(0, i64::MAX),
        /// Scores of recency, frequency and money as one number RFM (555 is best); absent for prospects.
        RFM = 9 "rfm" Holds::Int(111, 555),
        /// The segment of the 5x5 map.
        SEGMENT = 10 "segment" Holds::Text(40),
        /// The tier in the default scheme: `vip`, `active`, `potential`, `dormant`.
        TIER = 11 "tier" Holds::Text(40),
        /// The lifecycle stage.
        LIFECYCLE = 12 "lifecycle" Holds::Text(40),
        /// Net revenue of the last twelve calendar months, oldest first, and the month of the last as months since 1970: `[m0..m11, month]`.
        MONTHS = 13 "months" Holds::List(13),
        /// The last interaction's day.
        CONTACT_DAY = 14 "contact_day" Holds::Day,
        /// The last interaction's channel.
        CONTACT_CHANNEL = 15 "contact_channel" Holds::Text(40),
        /// Net revenue of the last 365 days.
        NET_YEAR = 16 "net_year" Holds::Money,
        /// Orders of the last 365 days.
        ORDERS_YEAR = 17 "orders_year" Holds::Int(0, i64::MAX),
    }
    basis {
        /// The as-of day.
        DAY = 1 "day" Holds::Day; required,
        /// Scored customers.
        SCORED = 2 "scored" Holds::Int(0, i64::MAX),
        /// The window in months.
        WINDOW_MONTHS = 3 "window_months" Holds::Int(1, 240),
        /// Median gap between purchases, in thousandths of a day.
        MEDIAN_GAP_MILLI = 4 "median_gap_milli" Holds::Int(0, i64::MAX),
        /// Cut points `[r2..r5, f2..f5, m2..m5]`.
        CUTS = 5 "cuts" Holds::List(12),
        /// The currency of all sums.
        CURRENCY = 6 "currency" Holds::Currency,
        /// Which method made the cut points: `quintile` or `relative`.
        METHOD = 7 "method" Holds::Text(20),
    }
    setting {
        /// The organisation's name.
        ORGANISATION = 1 "organisation" Holds::Text(120),
        /// The base currency.
        CURRENCY = 2 "currency" Holds::Currency,
        /// Minutes east of UTC of the organisation's zone.
        ZONE_MINUTES = 3 "zone_minutes" Holds::Int(-840, 840),
        /// Whether the base holds demo data.
        DEMO = 4 "demo" Holds::Bool,
    }
}

/// The fields of a kind.
pub fn of(kind: Kind) -> &'static [FieldDef] {
    match kind {
        Kind::Customer => customer::ALL,
        Kind::ContactPoint => contact_point::ALL,
        Kind::Purchase => purchase::ALL,
        Kind::Interaction => interaction::ALL,
        Kind::Referral => referral::ALL,
        Kind::Relation => relation::ALL,
        Kind::Conflict => conflict::ALL,
        Kind::Staff => staff::ALL,
        Kind::Team => team::ALL,
        Kind::Score => score::ALL,
        Kind::Basis => basis::ALL,
        Kind::Setting => setting::ALL,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_and_names_are_unique_within_a_kind() {
        for kind in Kind::ALL {
            let defs = of(kind);
            for (i, a) in defs.iter().enumerate() {
                for b in &defs[i + 1..] {
                    assert!(a.field < b.field && a.name != b.name, "{kind:?}: {} and {}", a.name, b.name);
                }
            }
        }
    }
}
