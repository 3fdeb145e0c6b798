//! Where the customers live. The shop is in the old town of Suzhou.

/// Province, prefecture, district (perhaps empty), and weight. Provinces that are cities are named once.
pub(super) const PLACES: &[((&str, &str, &str), u32)] = &[
    (("江苏", "苏州", "姑苏"), 190),
    (("江苏", "苏州", "吴中"), 95),
    (("江苏", "苏州", "工业园区"), 90),
    (("江苏", "苏州", "虎丘"), 62),
    (("江苏", "苏州", "相城"), 58),
    (("江苏", "苏州", "吴江"), 52),
    (("江苏", "苏州", "昆山"), 48),
    (("江苏", "苏州", "常熟"), 34),
    (("江苏", "苏州", "张家港"), 20),
    (("江苏", "苏州", "太仓"), 18),
    (("江苏", "无锡", "梁溪"), 30),
    (("江苏", "无锡", "江阴"), 14),
    (("江苏", "常州", ""), 20),
    (("江苏", "南通", ""), 22),
    (("江苏", "南京", ""), 26),
    (("江苏", "扬州", ""), 10),
    (("江苏", "镇江", ""), 7),
    (("江苏", "泰州", ""), 6),
    (("江苏", "盐城", ""), 6),
    (("江苏", "徐州", ""), 5),
    (("上海", "", "静安"), 16),
    (("上海", "", "徐汇"), 15),
    (("上海", "", "浦东"), 20),
    (("上海", "", "嘉定"), 9),
    (("浙江", "杭州", ""), 24),
    (("浙江", "嘉兴", ""), 16),
    (("浙江", "湖州", ""), 12),
    (("浙江", "宁波", ""), 8),
    (("浙江", "绍兴", ""), 6),
    (("安徽", "合肥", ""), 6),
    (("安徽", "芜湖", ""), 4),
    (("北京", "", ""), 9),
    (("广东", "广州", ""), 5),
    (("广东", "深圳", ""), 5),
    (("四川", "成都", ""), 5),
    (("湖北", "武汉", ""), 4),
    (("福建", "厦门", ""), 3),
    (("山东", "青岛", ""), 3),
    (("陕西", "西安", ""), 3),
    (("新疆", "乌鲁木齐", ""), 2),
];

/// A place as its number in the table.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Place(pub u8);

impl Place {
    fn parts(self) -> (&'static str, &'static str, &'static str) {
        PLACES[usize::from(self.0) % PLACES.len()].0
    }

    /// The place in words, the largest unit first.
    pub fn text(self) -> String {
        let (province, town, district) = self.parts();
        [province, town, district].into_iter().filter(|p| !p.is_empty()).collect::<Vec<_>>().join(" ")
    }

    /// The town that a company carries in its name.
    pub fn town(self) -> &'static str {
        let (province, town, _) = self.parts();
        if town.is_empty() { province } else { town }
    }
}
