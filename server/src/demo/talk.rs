//! What was said: notes, calls, visits and messages.

use super::people::{Person, Rhythm};
use super::random::Random;
use super::trade::Order;
use super::{DAYS, Draft, days, part, staff};
use domain::schema::fields::interaction;
use domain::{Kind, RowId, Value};

/// Channel, direction and text; `{}` stands for something that the customer bought.
type Line = (&'static str, Option<&'static str>, &'static str);

const AFTER_BUYING: &[Line] = &[
    ("visit", Some("in"), "到店取{}，试穿合身，很满意"),
    ("wechat", Some("in"), "发来穿{}的照片，说同事都夸"),
    ("call", Some("out"), "回访{}，没有问题，约换季再来"),
    ("visit", Some("in"), "{}腰身改了一寸，当天改好"),
    ("wechat", Some("out"), "发了{}的保养办法，已读"),
    ("note", None, "下次做{}领口再低半寸"),
    ("wechat", Some("in"), "问{}还有没有墨绿色，留了一块"),
    ("call", Some("out"), "通知{}做好了，约周六上午来取"),
    ("note", None, "量体已更新，腰围比去年小一寸"),
    ("visit", Some("in"), "带朋友一起来看{}"),
];
const NOW_AND_THEN: &[Line] = &[
    ("wechat", Some("out"), "发了新季色卡，回复说喜欢月白"),
    ("call", Some("out"), "节前问候，说月底来看样布"),
    ("note", None, "女儿明年出嫁，可以推婚礼旗袍"),
    ("wechat", Some("in"), "问香云纱到货没有"),
    ("call", Some("out"), "没接，改天再打"),
    ("visit", Some("in"), "路过坐了一会儿，喝茶，没买"),
    ("sms", Some("out"), "生日祝福，附改衣券"),
    ("note", None, "不喜欢电话，有事发微信"),
];
const PROSPECT: &[Line] = &[
    ("visit", Some("in"), "第一次来，看了旗袍，说再想想"),
    ("wechat", Some("in"), "问定制要多久、什么价，已回"),
    ("call", Some("out"), "约了周末来量体，没来"),
    ("note", None, "预算一千五左右，年底前要"),
];
const COMPANY: &[Line] = &[
    ("mail", Some("out"), "发了报价单，含税，交期三周"),
    ("call", Some("in"), "问年会礼服二十套能不能赶上"),
    ("meeting", Some("out"), "上门送样布，留下色卡两本"),
    ("call", Some("out"), "催款，说月底统一付"),
    ("note", None, "换了采购，新联系人下周来店"),
    ("mail", Some("in"), "确认{}的数量和开票信息"),
];

/// What was said with a customer, in order of time.
pub(super) fn interactions(
    customer: RowId,
    person: &Person,
    orders: &[Order],
    today: i64,
    random: &mut Random,
) -> Vec<Draft> {
    let mut said: Vec<(i64, Line, &'static str)> = Vec::new();
    let own = |general: &'static [Line]| if person.company { COMPANY } else { general };
    let thing = || orders.first().map_or("样衣", Order::thing);
    for order in orders {
        let day = order.day + random.between(0, 9);
        if order.is_refund() {
            said.push((order.day, ("visit", Some("in"), "{}有瑕疵，当面退了，致歉"), order.thing()));
        } else if day <= today && random.chance(0.34) {
            said.push((day, random.pick(own(AFTER_BUYING)), order.thing()));
        }
    }
    let begin = person.joined.max(today - DAYS + 1);
    let (per_year, lines) = if person.rhythm == Rhythm::Never { (150, PROSPECT) } else { (80, NOW_AND_THEN) };
    // Hundredths of a talk for each year; nobody looks after the unassigned.
    let share = (today - begin) * per_year * i64::from(person.owner.is_some()) / 365;
    for _ in 0..(share + random.between(0, 99)) / 100 {
        said.push((random.between(begin, today), random.pick(own(lines)), thing()));
    }
    said.sort_by_key(|(day, ..)| *day);
    (0u32..).zip(said).map(|(n, (day, line, thing))| row(customer, n, day, line, thing, person, random)).collect()
}

fn row(
    customer: RowId,
    number: u32,
    day: i64,
    (channel, direction, text): Line,
    thing: &str,
    person: &Person,
    random: &mut Random,
) -> Draft {
    let fields = vec![
        (interaction::CUSTOMER, Value::Id(customer)),
        (interaction::CHANNEL, Value::text(channel)),
        (interaction::TEXT, Value::text(text.replace("{}", thing))),
        (interaction::AT, Value::Int(days::moment(day, random))),
        (interaction::DAY, Value::Int(day)),
        (interaction::DIRECTION, direction.map_or(Value::Null, Value::text)),
        (interaction::STAFF, person.owner.map_or(Value::Null, |m| Value::Id(staff::row_of(m)))),
    ];
    (Kind::Interaction, part(Kind::Interaction, customer, number), fields)
}
