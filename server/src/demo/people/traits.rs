//! What customers do, like and are to each other.

use super::{Person, Rhythm};
use crate::demo::random::Random;

/// Two-character surnames that the shop's customers have.
const DOUBLE: [&str; 10] = ["欧阳", "上官", "诸葛", "司徒", "司马", "皇甫", "慕容", "令狐", "端木", "东方"];

/// The surname of a Chinese name.
pub(super) fn family_name(name: &str) -> &str {
    let double = DOUBLE.iter().find(|d| name.starts_with(*d)).map(|d| d.len());
    let single = name.chars().next().map_or(0, char::len_utf8);
    &name[..double.unwrap_or(single)]
}

pub(super) fn occupation(female: bool, age: i64, random: &mut Random) -> &'static str {
    const WORKING: &[&str] = &[
        "教师",
        "医生",
        "护士",
        "会计",
        "公务员",
        "设计师",
        "律师",
        "银行职员",
        "个体经营",
        "企业主管",
        "工程师",
        "评弹演员",
        "茶艺师",
        "摄影师",
        "舞蹈老师",
        "导游",
        "销售",
        "人事",
    ];
    if age >= if female { 55 } else { 60 } {
        random.pick(&["退休教师", "退休", "退休干部", "退休医生"])
    } else if age < 23 {
        random.pick(&["大学生", "研究生", "实习生"])
    } else {
        random.pick(WORKING)
    }
}

const FABRICS: &[&str] = &["真丝", "香云纱", "宋锦", "棉麻", "织锦缎", "苎麻", "丝绒"];
const COLOURS: &[&str] = &["墨绿", "月白", "藏青", "酒红", "藕荷", "黛蓝", "杏色", "石榴红", "雾灰"];
const HABITS: &[&str] =
    &["不穿短袖", "喜欢盘扣", "领口要低些", "爱宽松", "要有口袋", "对毛呢过敏", "喜欢暗纹", "袖长要盖腕"];

pub(super) fn preferences(company: bool, female: bool, random: &mut Random) -> String {
    if company {
        return random
            .pick(&[
                "按季统一采购，要对公发票",
                "工服与礼服，量大",
                "重交期，样布先寄",
                "要成套色卡，门店自提",
                "每年年会礼服一批",
            ])
            .to_owned();
    }
    let mut text = format!("{}；{}", random.pick(FABRICS), random.pick(COLOURS));
    if random.chance(0.5) {
        text.push('；');
        text.push_str(random.pick(HABITS));
    }
    if random.chance(0.5) {
        let sizes = if female {
            format!("；胸 {} 腰 {} 臀 {}", random.between(80, 98), random.between(62, 84), random.between(86, 102))
        } else {
            format!("；胸 {} 腰 {} 肩 {}", random.between(90, 112), random.between(74, 100), random.between(42, 49))
        };
        text.push_str(&sizes);
    }
    text
}

pub(super) fn source(random: &mut Random) -> &'static str {
    random.weighted(&[
        ("路过进店", 30),
        ("小红书", 20),
        ("大众点评", 14),
        ("抖音", 12),
        ("公众号", 9),
        ("展会", 5),
        ("婚庆合作", 6),
        ("老店顾客", 8),
    ])
}

pub(super) fn tags(company: bool, rhythm: Rhythm, random: &mut Random) -> Vec<&'static str> {
    const PERSON: &[(&str, u32)] = &[
        ("旗袍", 20),
        ("面料", 18),
        ("婚礼", 8),
        ("汉服", 8),
        ("评弹", 4),
        ("广场舞队", 5),
        ("送礼", 9),
        ("急单", 4),
        ("要改衣", 8),
    ];
    const COMPANY: &[(&str, u32)] = &[("工服", 10), ("年会", 8), ("批发", 10), ("对公", 12), ("月结", 6)];
    let mut tags = Vec::new();
    for _ in 0..random.weighted(&[(0usize, 45), (1, 35), (2, 16), (3, 4)]) {
        let tag = random.weighted(if company { COMPANY } else { PERSON });
        if !tags.contains(&tag) {
            tags.push(tag);
        }
    }
    if matches!(rhythm, Rhythm::Regular { gap, .. } if gap < 35.0) {
        tags.push("常客");
    }
    tags
}

/// What a newcomer can be to somebody, by the gender of both, and whether they share the surname.
pub(super) fn relative(known: &Person, female: bool, random: &mut Random) -> Option<(&'static str, bool)> {
    let of: &[(&str, bool)] = match (known.female, female) {
        (true, true) => &[("母女", false), ("姐妹", true), ("婆媳", false)],
        (true, false) => &[("夫妻", false), ("母子", false), ("姐弟", true)],
        (false, true) => &[("夫妻", false), ("父女", true), ("兄妹", true)],
        (false, false) => &[("父子", true), ("兄弟", true)],
    };
    (!known.company).then(|| random.pick(of))
}
