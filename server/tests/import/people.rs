//! Customer tables and relation tables.

use super::support::Base;
use domain::schema::fields::{contact_point, customer, referral, relation, staff};
use domain::{Kind, Row, RowId, Stamp, Value};
use server::import::{Encoding, Existing, Note, Options, Reason, Report, Target, inspect};

fn customers() -> Options {
    Options::new(Target::Customers, "CNY", 480)
}

fn relations() -> Options {
    Options::new(Target::Relations, "CNY", 480)
}

fn left_out(report: &Report) -> Vec<(u64, Reason)> {
    let mut all: Vec<_> = report.left_out.values().flat_map(|l| &l.examples).map(|e| (e.line, e.reason)).collect();
    all.sort_unstable();
    all
}

const PEOPLE: &str = "客户编号,姓名,手机,性别,生日,省,市,标签,负责人,备注\n\
                      K1,沈佩琳,154 1362 0001,女,1984-09-23,江苏,苏州,旗袍;老客,王小满,喜欢真丝\n\
                      K2,周慕远,154-1362-0002、154 1362 0009,先生,1979/2/3,北京,北京,,赵无此人,\n\
                      K3,林婉清,,未知,1990-02-30,,,,,\n\
                      K1,又一个,,,,,,,,\n\
                      K4,周慕远,154 1362 0004,,,,,,,\n\
                      ,,154 1362 0005,,,,,,,\n";

fn with_people() -> (Base, Report) {
    let mut base = Base::default();
    let id = RowId::derived("test", &[b"staff"]);
    let fields = [(staff::NAME, Value::text("王小满")), (staff::ROLE, Value::text("staff"))];
    let row = Row::new(Kind::Staff, id, Stamp::default(), fields);
    base.rows.insert(row.address(), row);
    let report = base.import(PEOPLE.as_bytes(), &customers()).expect("readable");
    (base, report)
}

fn by_code<'a>(base: &'a Base, code: &str) -> &'a Row {
    base.of(Kind::Customer).find(|r| r.text(customer::CODE) == code).expect("there")
}

#[test]
fn customers_come_with_their_contact_points_tags_and_owner() {
    let (base, report) = with_people();
    assert_eq!(left_out(&report), [(4, Reason::BadDate), (5, Reason::DuplicateCode), (7, Reason::Missing)]);
    assert_eq!((report.customers.new, report.contact_points.new), (3, 4));
    assert_eq!(report.notes.get(&Note::UnknownOwner), Some(&1));
    let first = by_code(&base, "K1");
    assert_eq!((first.text(customer::NAME), first.text(customer::REGION)), ("沈佩琳", "江苏 苏州"));
    assert_eq!(first.text(customer::GENDER), "female");
    assert_eq!(first.set(customer::TAGS).count(), 2);
    assert!(first.reference(customer::OWNER).is_some());
    let second = by_code(&base, "K2");
    assert_eq!((second.text(customer::GENDER), second.text(customer::REGION)), ("male", "北京"));
    assert_eq!(second.int(customer::BIRTHDAY), Some(3320));
    let phones: Vec<_> = base
        .of(Kind::ContactPoint)
        .filter(|p| p.reference(contact_point::CUSTOMER) == Some(second.id))
        .map(|p| (p.text(contact_point::VALUE), p.get(contact_point::PREFERRED).is_true()))
        .collect();
    assert!(phones.contains(&("15413620002", true)) && phones.contains(&("15413620009", false)), "{phones:?}");
}

#[test]
fn the_same_customers_again_are_no_new_ones() {
    let (mut base, _) = with_people();
    let again = base.import(PEOPLE.as_bytes(), &customers()).expect("readable");
    assert_eq!((again.customers.new, again.customers.updated, again.customers.unchanged), (0, 0, 3));
    assert_eq!(again.contact_points.all(), 0);
}

#[test]
fn updates_fill_replace_or_leave_as_asked() {
    let changed = b"code,name,remark,source\nK1,Shen Peilin,,fair\n";
    for (existing, name, source) in [
        (Existing::Update, "Shen Peilin", "fair"),
        (Existing::FillGaps, "沈佩琳", "fair"),
        (Existing::Keep, "沈佩琳", ""),
    ] {
        let (mut base, _) = with_people();
        base.import(changed, &Options { existing, ..customers() }).expect("readable");
        let row = by_code(&base, "K1");
        let found = (row.text(customer::NAME), row.text(customer::SOURCE), row.text(customer::REMARK));
        assert_eq!(found, (name, source, "喜欢真丝"), "{existing:?}");
    }
}

#[test]
fn a_table_of_codes_does_not_replace_names() {
    let (mut base, _) = with_people();
    base.import("code,remark\nK1,changed\nK9,new\n".as_bytes(), &customers()).expect("readable");
    assert_eq!(by_code(&base, "K1").text(customer::NAME), "沈佩琳");
    assert_eq!(by_code(&base, "K1").text(customer::REMARK), "changed");
    assert_eq!(by_code(&base, "K9").text(customer::NAME), "客户 K9");
}

#[test]
fn customers_without_codes_are_known_by_name_and_phone() {
    let file = "Last Name,First Name,Mobile,Email\n欧阳,静怡,15413620011,a@example.com\nMüller,Anna,15413620012,\n欧阳,静怡,15413620011,\n";
    let mut base = Base::default();
    let report = base.import(file.as_bytes(), &customers()).expect("readable");
    assert_eq!(left_out(&report), [(4, Reason::Repeated)]);
    let mut names: Vec<_> = base.of(Kind::Customer).map(|r| r.text(customer::NAME)).collect();
    names.sort_unstable();
    assert_eq!(names, ["Anna Müller", "欧阳静怡"]);
    let again = base.import(file.as_bytes(), &customers()).expect("readable");
    assert_eq!((again.customers.new, again.contact_points.new), (0, 0));
}

#[test]
fn the_preview_shows_the_guess_and_what_is_missing() {
    let input = server::import::Input::Bytes(encoding_rs::GB18030.encode(PEOPLE).0.into_owned().into());
    let preview = inspect(&input, &customers()).expect("readable");
    assert_eq!((preview.format.encoding, preview.format.delimiter), (Encoding::Gb18030, ','));
    assert_eq!((preview.rows.len(), preview.mapping.columns.len(), preview.missing), (6, 10, None));
    let as_purchases = inspect(&input, &Options::new(Target::Purchases, "CNY", 480)).expect("readable");
    assert!(as_purchases.missing.is_some_and(|(zh, en)| zh.contains("日期") && en.contains("date")));
}

#[test]
fn relations_find_their_ends_by_code_phone_or_name() {
    let (mut base, _) = with_people();
    let file = "甲方,乙方,关系,日期\n\
                K1,154 1362 0002,介绍,2024-05-01\n\
                沈佩琳,K4,朋友,\n\
                K4,周慕远,朋友,\n\
                K2,无此人,朋友,\n\
                K2,K2,家人,\n\
                K1,K2,邻居,\n\
                K2,K1,介绍,\n\
                K4,K2,介绍,\n\
                K4,K2,推荐人,\n\
                K1,K2,介绍,\n";
    let report = base.import(file.as_bytes(), &relations()).expect("readable");
    assert_eq!(
        left_out(&report),
        [
            (4, Reason::AmbiguousCustomer),
            (5, Reason::UnknownCustomer),
            (6, Reason::SameCustomer),
            (7, Reason::BadChoice),
            (8, Reason::ReferralCycle),
            (9, Reason::SecondReferrer),
            (11, Reason::Repeated),
        ]
    );
    assert_eq!((report.referrals.new, report.relations.new), (2, 1));
    let by_k2 = base.of(Kind::Referral).find(|r| r.reference(referral::TO) == Some(by_code(&base, "K4").id));
    let by_k2 = by_k2.expect("K4 was referred by K2");
    assert_eq!(by_k2.reference(referral::FROM), Some(by_code(&base, "K2").id));
    assert!(base.of(Kind::Referral).all(domain::judge::is_live));
    let friends = base.of(Kind::Relation).next().expect("one");
    assert_eq!(friends.text(relation::RELATION), "friend");
    let again = base.import(file.as_bytes(), &relations()).expect("readable");
    assert_eq!((again.referrals.new, again.referrals.unchanged, again.relations.unchanged), (0, 2, 1));
}

#[test]
fn a_fixed_kind_serves_a_table_without_one() {
    let (mut base, _) = with_people();
    let mut options = relations();
    assert!(base.import(b"customer,referred by\nK2,K1\n", &options).is_err());
    options.overrides = vec![("customer".into(), "from".into()), ("referred by".into(), "to".into())];
    options.relation = Some("referred_by".into());
    let report = base.import(b"customer,referred by\nK2,K1\n", &options).expect("readable");
    assert_eq!(report.referrals.new, 1);
    let edge = base.of(Kind::Referral).next().expect("one");
    assert_eq!(edge.reference(referral::FROM), Some(by_code(&base, "K1").id));
}
