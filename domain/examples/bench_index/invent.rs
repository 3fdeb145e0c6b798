//! Invented customers: plausible lengths and distributions, the same every time.

use domain::StaffId;
use domain::id::RowId;
use domain::query::pinyin::encode;
use domain::query::{CustomerKind, Entry, PinyinTable, Terms};

const SURNAMES: &str = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏钟汪田任姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段单区解仇查";
const GIVEN: &str = "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀英华慧巧美平刚桂文辉建国志玉兰红云飞鹏宇浩然子轩一诺思琪雨桐梓涵欣怡博小晓东南北海山林春夏秋冬雪梅佳乐";
const READINGS: &str = "wang li zhang liu chen yang zhao huang zhou wu xu sun hu zhu gao lin he guo ma luo liang song zheng xie han tang \
feng yu dong xiao cheng cao yuan deng fu shen zeng peng lv su lu jiang cai jia ding wei xue ye yan pan du dai xia zhong tian ren \
fan fang shi yao tan liao zou xiong jin hao kong bai cui kang mao qiu qin gu hou shao meng long wan duan shan ou zha";
const COMPANY: &[&str] = &["科技", "贸易", "工业", "教育", "医疗", "物流", "建筑", "食品", "服装", "汽车"];

/// A linear congruential generator (Knuth, MMIX): the same customers every time.
pub struct Random(pub u64);

impl Random {
    fn below(&mut self, n: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap_or(0) % n
    }

    fn of(&mut self, characters: &[char]) -> char {
        characters[self.below(characters.len())]
    }

    fn number(&mut self, n: u32) -> i32 {
        i32::try_from(self.below(n as usize)).unwrap_or(0)
    }
}

/// Characters of which names are made.
pub struct Names {
    surnames: Vec<char>,
    given: Vec<char>,
}

impl Default for Names {
    fn default() -> Self {
        Self { surnames: SURNAMES.chars().collect(), given: GIVEN.chars().collect() }
    }
}

/// A table of invented readings with the usual distribution of syllables: only time matters here.
pub fn table() -> PinyinTable {
    let syllables: Vec<&str> = READINGS.split_whitespace().collect();
    let common = SURNAMES.chars().zip(syllables.iter().copied().cycle()).map(|(c, s)| (c, vec![s]));
    let others = ('\u{4e00}'..='\u{9fff}').filter(|c| !SURNAMES.contains(*c)).enumerate().map(|(n, c)| {
        let second = (n % 4 == 0).then(|| syllables[(n * 7 + 3) % syllables.len()]);
        (c, std::iter::once(syllables[n * 31 % syllables.len()]).chain(second).collect())
    });
    let bytes = encode(common.chain(others)).expect("the readings above are syllables");
    PinyinTable::decode(&bytes).expect("just encoded")
}

/// The nth invented customer.
pub fn entry(n: usize, random: &mut Random, terms: &mut Terms, names: &Names) -> Entry {
    let company = random.below(5) == 0;
    let word = |random: &mut Random| COMPANY[random.below(COMPANY.len())];
    let firm = |random: &mut Random| {
        let (a, b, c) = (random.of(&names.given), random.of(&names.given), word(random));
        format!("苏州{a}{b}{c}有限公司")
    };
    let name = match random.below(20) {
        _ if company => firm(random),
        0 => format!(
            "{} {}",
            ["Sarah", "Tom", "Anna", "Peter"][random.below(4)],
            ["Chen", "Miller", "Smith"][random.below(3)]
        ),
        1..6 => format!("{}{}", random.of(&names.surnames), random.of(&names.given)),
        _ => format!("{}{}{}", random.of(&names.surnames), random.of(&names.given), random.of(&names.given)),
    };
    let phones = format!("13{:09}", random.below(1_000_000_000));
    let employer = if !company && random.below(3) == 0 { firm(random) } else { String::new() };
    let tags = (0..random.below(4)).map(|_| format!("标签{}", random.below(200))).collect::<Vec<_>>();
    let staff = u8::try_from(random.below(100)).unwrap_or(0);
    let mut id = [0; 16];
    id[..8].copy_from_slice(&(random.0 ^ n as u64).to_be_bytes());
    id[8..].copy_from_slice(&(n as u64).to_be_bytes());
    let day = |random: &mut Random| (random.below(5) > 0).then(|| 20_000 - random.number(900));
    Entry {
        id: RowId::from_bytes(id),
        name: name.into(),
        company: employer.into(),
        code: format!("K{n:06}").into(),
        phones: phones.into(),
        tags: tags.iter().map(|t| terms.tags.intern(t.as_str())).collect(),
        owner: terms.owners.intern(&StaffId::from_bytes([staff; 16])),
        region: terms.regions.intern(format!("江苏 苏州 区{}", random.below(300)).as_str()),
        country: terms.countries.intern("中国"),
        tier: terms.tiers.intern(["vip", "active", "potential", "dormant"][random.below(4)]),
        lifecycle: terms.lifecycles.intern(["new", "active", "cooling", "lost"][random.below(4)]),
        segment: terms.segments.intern(["champions", "loyal", "at_risk"][random.below(3)]),
        stage: terms.stages.intern(["", "lead", "quoted", "won"][random.below(4)]),
        contact_channel: terms.channels.intern("call"),
        currency: terms.currencies.intern("CNY"),
        last_contact: day(random),
        last_purchase: day(random),
        created: 20_000 - random.number(2000),
        net_year: i64::from(random.number(1_000_000)),
        net_window: i64::from(random.number(2_000_000)),
        orders: u32::try_from(random.below(40)).unwrap_or(0),
        rfm: 0,
        kind: if company { CustomerKind::Company } else { CustomerKind::Person },
        deleted: random.below(100) == 0,
        open_conflict: random.below(1000) == 0,
        unsent: random.below(1000) == 0,
        overdue: random.below(20) == 0,
    }
}
