//! Surnames that are read otherwise than the same characters in other words.
//!
//! After the entries marked 姓 in 现代汉语词典 (Xiandai Hanyu Cidian) and the compound surnames of 百家姓. Only names for which
//! the usual reading of the character would be wrong, or for which two readings are in use among their bearers.

/// One character each, with the readings as a surname.
const SINGLE: &[(char, &[&str])] = &[
    ('么', &["yao"]),
    ('乐', &["yue", "le"]),
    ('乜', &["nie"]),
    ('仇', &["qiu"]),
    ('佴', &["nai"]),
    ('便', &["pian"]),
    ('区', &["ou"]),
    ('區', &["ou"]),
    ('单', &["shan"]),
    ('卜', &["bu"]),
    ('句', &["gou"]),
    ('召', &["shao"]),
    ('员', &["yun"]),
    ('員', &["yun"]),
    ('單', &["shan"]),
    ('折', &["she"]),
    ('晟', &["cheng"]),
    ('曾', &["zeng"]),
    ('朴', &["piao", "pu"]),
    ('查', &["zha"]),
    ('樂', &["yue", "le"]),
    ('洗', &["xian"]),
    ('牟', &["mu", "mou"]),
    ('盖', &["ge", "gai"]),
    ('祭', &["zhai", "ji"]),
    ('种', &["chong"]),
    ('秘', &["bi"]),
    ('繁', &["po"]),
    ('繆', &["miao"]),
    ('缪', &["miao"]),
    ('翟', &["zhai", "di"]),
    ('能', &["nai"]),
    ('蓋', &["ge", "gai"]),
    ('薄', &["bo"]),
    ('藏', &["zang"]),
    ('覃', &["qin", "tan"]),
    ('解', &["xie"]),
    ('諶', &["chen", "shen"]),
    ('谌', &["chen", "shen"]),
    ('費', &["fei", "bi"]),
    ('费', &["fei", "bi"]),
    ('郇', &["xun", "huan"]),
    ('郗', &["xi", "chi"]),
    ('都', &["du"]),
    ('重', &["chong"]),
    ('阚', &["kan"]),
    ('隗', &["wei", "kui"]),
    ('黑', &["he", "hei"]),
];

/// Two characters each; they go before the surnames of one character (单于 is not a 单).
const COMPOUND: &[([char; 2], [&str; 2])] = &[
    (['万', '俟'], ["mo", "qi"]),
    (['萬', '俟'], ["mo", "qi"]),
    (['尉', '迟'], ["yu", "chi"]),
    (['尉', '遲'], ["yu", "chi"]),
    (['长', '孙'], ["zhang", "sun"]),
    (['長', '孫'], ["zhang", "sun"]),
    (['单', '于'], ["chan", "yu"]),
    (['單', '于'], ["chan", "yu"]),
    (['澹', '台'], ["tan", "tai"]),
    (['澹', '臺'], ["tan", "tai"]),
    (['拓', '跋'], ["tuo", "ba"]),
    (['子', '车'], ["zi", "ju"]),
    (['乐', '正'], ["yue", "zheng"]),
    (['亓', '官'], ["qi", "guan"]),
    (['令', '狐'], ["ling", "hu"]),
    (['宰', '父'], ["zai", "fu"]),
];

/// How the character at a place of a person's name is read because it is (part of) the surname; nothing when the usual
/// readings hold. A name of one character is not taken apart.
pub fn readings(name: &[char], place: usize) -> &'static [&'static str] {
    if name.len() < 2 || place > 1 {
        return &[];
    }
    if let Some((_, read)) = COMPOUND.iter().find(|(characters, _)| name.starts_with(characters)) {
        return std::slice::from_ref(&read[place]);
    }
    match SINGLE.binary_search_by_key(&name[0], |(c, _)| *c) {
        Ok(i) if place == 0 => SINGLE[i].1,
        _ => &[],
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(name: &str) -> Vec<&'static [&'static str]> {
        let name: Vec<char> = name.chars().collect();
        (0..name.len()).map(|place| readings(&name, place)).collect()
    }

    #[test]
    fn surnames_are_read_as_surnames_and_only_there() {
        assert!(SINGLE.is_sorted_by(|a, b| a.0 < b.0));
        assert_eq!(read("单雄信")[0], ["shan"]);
        assert_eq!(read("曾国藩")[0], ["zeng"]);
        assert_eq!(read("尉迟恭")[..2], [["yu"], ["chi"]]);
        assert_eq!(read("万俟卨")[..2], [["mo"], ["qi"]]);
        assert_eq!(read("单于")[0], ["chan"]);
        assert!(read("王单解").iter().all(|r| r.is_empty()));
        assert!(read("单")[0].is_empty());
    }
}
