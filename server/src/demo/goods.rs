//! What the shop sells.

use super::random::Random;

/// How a thing is sold.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Measure {
    /// By the metre.
    Metre,
    /// By the piece.
    Piece,
}

/// One thing in the shop.
#[derive(Clone, Copy, Debug)]
pub(super) struct Good {
    pub code: &'static str,
    pub name: &'static str,
    pub measure: Measure,
    /// Yuan.
    pub price: i64,
    pub weight: u32,
}

const fn metre(code: &'static str, name: &'static str, price: i64, weight: u32) -> Good {
    Good { code, name, measure: Measure::Metre, price, weight }
}

const fn piece(code: &'static str, name: &'static str, price: i64, weight: u32) -> Good {
    Good { code, name, measure: Measure::Piece, price, weight }
}

pub(super) const FABRICS: &[Good] = &[
    metre("F101", "真丝双绉 16 姆米", 168, 14),
    metre("F102", "桑蚕丝素绉缎", 198, 12),
    metre("F103", "香云纱", 320, 9),
    metre("F104", "宋锦", 480, 5),
    metre("F105", "云锦", 980, 1),
    metre("F106", "织锦缎", 128, 12),
    metre("F107", "提花棉麻", 58, 12),
    metre("F108", "灯芯绒", 45, 9),
    metre("F109", "法兰绒", 68, 7),
    metre("F110", "苎麻夏布", 76, 8),
    metre("F111", "天鹅绒", 98, 6),
    metre("F112", "蓝印花布", 52, 6),
];
pub(super) const DRESSES: &[Good] = &[
    piece("D201", "改良旗袍（定制）", 1680, 14),
    piece("D202", "真丝旗袍（定制）", 2680, 9),
    piece("D203", "香云纱旗袍（定制）", 3280, 6),
    piece("D204", "婚礼旗袍（手绣）", 5800, 3),
    piece("D205", "中式上衣", 980, 12),
    piece("D206", "马面裙", 880, 12),
    piece("D207", "唐装（男）", 1280, 7),
    piece("D208", "长衫（男）", 1380, 4),
    piece("D209", "新中式外套", 1180, 9),
    piece("D210", "儿童旗袍", 480, 8),
];
pub(super) const SMALL: &[Good] = &[
    piece("S301", "手工盘扣（对）", 38, 14),
    piece("S302", "真丝围巾", 268, 14),
    piece("S303", "刺绣披肩", 368, 8),
    piece("S304", "绣花手包", 198, 9),
    piece("S305", "苏绣团扇", 88, 9),
    piece("S306", "发簪", 56, 7),
    piece("S307", "改衣", 60, 16),
    piece("S308", "上门量体", 120, 5),
    piece("S309", "真丝衣物保养", 80, 8),
];

/// One of them, by how often it is bought.
pub(super) fn choose(of: &'static [Good], random: &mut Random) -> &'static Good {
    let total: usize = of.iter().map(|g| g.weight as usize).sum();
    let mut left = random.below(total);
    for good in of {
        if left < good.weight as usize {
            return good;
        }
        left -= good.weight as usize;
    }
    &of[0]
}
