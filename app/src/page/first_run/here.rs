//! Where this browser seems to be: its time zone, and the currency that goes with its language or zone.

use crate::i18n::{Lang, lang};
use crate::ui::{Choice, device_preference};

/// Currencies to choose from, with their names in Chinese and English.
const CURRENCIES: &[(&str, &str, &str)] = &[
    ("CNY", "人民币", "Chinese yuan"),
    ("HKD", "港元", "Hong Kong dollar"),
    ("TWD", "新台币", "New Taiwan dollar"),
    ("MOP", "澳门元", "Macau pataca"),
    ("USD", "美元", "US dollar"),
    ("EUR", "欧元", "euro"),
    ("GBP", "英镑", "British pound"),
    ("JPY", "日元", "Japanese yen"),
    ("KRW", "韩元", "South Korean won"),
    ("SGD", "新加坡元", "Singapore dollar"),
    ("MYR", "马来西亚林吉特", "Malaysian ringgit"),
    ("THB", "泰铢", "Thai baht"),
    ("VND", "越南盾", "Vietnamese dong"),
    ("IDR", "印尼盾", "Indonesian rupiah"),
    ("INR", "印度卢比", "Indian rupee"),
    ("AED", "阿联酋迪拉姆", "UAE dirham"),
    ("AUD", "澳元", "Australian dollar"),
    ("NZD", "新西兰元", "New Zealand dollar"),
    ("CAD", "加元", "Canadian dollar"),
    ("CHF", "瑞士法郎", "Swiss franc"),
    ("BRL", "巴西雷亚尔", "Brazilian real"),
    ("MXN", "墨西哥比索", "Mexican peso"),
    ("ZAR", "南非兰特", "South African rand"),
];

/// Standard offsets from UTC that are in use, in minutes, and a city that keeps each.
const ZONES: &[(i32, &str, &str)] = &[
    (-660, "帕果帕果", "Pago Pago"),
    (-600, "檀香山", "Honolulu"),
    (-540, "安克雷奇", "Anchorage"),
    (-480, "洛杉矶", "Los Angeles"),
    (-420, "丹佛", "Denver"),
    (-360, "芝加哥", "Chicago"),
    (-300, "纽约", "New York"),
    (-240, "哈利法克斯", "Halifax"),
    (-210, "圣约翰斯", "St John’s"),
    (-180, "圣保罗", "São Paulo"),
    (-120, "费尔南多-迪诺罗尼亚", "Fernando de Noronha"),
    (-60, "亚速尔", "Azores"),
    (0, "伦敦", "London"),
    (60, "柏林", "Berlin"),
    (120, "开罗", "Cairo"),
    (180, "莫斯科", "Moscow"),
    (210, "德黑兰", "Tehran"),
    (240, "迪拜", "Dubai"),
    (270, "喀布尔", "Kabul"),
    (300, "卡拉奇", "Karachi"),
    (330, "孟买", "Mumbai"),
    (345, "加德满都", "Kathmandu"),
    (360, "达卡", "Dhaka"),
    (390, "仰光", "Yangon"),
    (420, "曼谷", "Bangkok"),
    (480, "北京、香港、新加坡", "Beijing, Hong Kong, Singapore"),
    (540, "东京", "Tokyo"),
    (570, "阿德莱德", "Adelaide"),
    (600, "悉尼", "Sydney"),
    (660, "努美阿", "Nouméa"),
    (720, "奥克兰", "Auckland"),
    (780, "努库阿洛法", "Nukuʻalofa"),
    (840, "圣诞岛", "Kiritimati"),
];

/// The currencies, the guessed one among them.
pub fn currencies() -> Vec<Choice> {
    let in_chinese = lang() == Lang::ZhCn;
    let choice = |&(code, zh, en): &(&str, &str, &str)| {
        Choice::new(code, format!("{code} · {}", if in_chinese { zh } else { en }))
    };
    CURRENCIES.iter().map(choice).collect()
}

/// The zones, and this browser's even when no city in the list keeps it.
pub(super) fn zones() -> Vec<Choice> {
    zones_with(zone_minutes())
}

fn zones_with(here: i32) -> Vec<Choice> {
    let in_chinese = lang() == Lang::ZhCn;
    let mut all: Vec<(i32, &str)> = ZONES.iter().map(|&(m, zh, en)| (m, if in_chinese { zh } else { en })).collect();
    if !all.iter().any(|(minutes, _)| *minutes == here) {
        all.push((here, ""));
        all.sort_unstable();
    }
    all.into_iter()
        .map(|(minutes, city)| {
            let gap = if city.is_empty() { "" } else { " · " };
            Choice::new(minutes.to_string(), format!("{}{gap}{city}", offset_words(minutes)))
        })
        .collect()
}

/// An offset as people write it: `UTC+08:00`.
fn offset_words(minutes: i32) -> String {
    let sign = if minutes < 0 { '-' } else { '+' };
    format!("UTC{sign}{:02}:{:02}", minutes.abs() / 60, minutes.abs() % 60)
}

/// Minutes east of UTC of this browser's zone without daylight saving time; 480 where there is no browser. A base has one fixed offset,
/// and the standard one is right for the larger part of the year almost everywhere.
pub(super) fn zone_minutes() -> i32 {
    #[cfg(target_arch = "wasm32")]
    {
        // `getTimezoneOffset` counts minutes west.
        let east = |month: i32| {
            let day = js_sys::Date::new_with_year_month_day(2026, month, 1);
            -day.get_timezone_offset()
        };
        #[allow(clippy::cast_possible_truncation)] // a whole number of minutes, at most 14 hours
        let standard = east(0).min(east(6)) as i32;
        standard.clamp(-840, 840)
    }
    #[cfg(not(target_arch = "wasm32"))]
    {
        480
    }
}

/// The currency that goes with this browser.
pub(super) fn currency() -> &'static str {
    guess_currency(&device_preference::languages(), zone_minutes())
}

/// The currency of the first region in a list of language tags; without one, of the zone.
fn guess_currency(tags: &[String], zone_minutes: i32) -> &'static str {
    tags.iter().find_map(|tag| currency_of(tag)).unwrap_or(match zone_minutes {
        480 => "CNY",
        540 => "JPY",
        330 => "INR",
        60 | 120 => "EUR",
        0 => "GBP",
        _ => "USD",
    })
}

fn currency_of(tag: &str) -> Option<&'static str> {
    let mut parts = tag.split(['-', '_']).skip(1);
    let region = parts.find(|part| part.len() == 2)?.to_ascii_uppercase();
    Some(match region.as_str() {
        "CN" => "CNY",
        "HK" => "HKD",
        "TW" => "TWD",
        "MO" => "MOP",
        "US" => "USD",
        "GB" => "GBP",
        "JP" => "JPY",
        "KR" => "KRW",
        "SG" => "SGD",
        "MY" => "MYR",
        "TH" => "THB",
        "VN" => "VND",
        "ID" => "IDR",
        "IN" => "INR",
        "AE" => "AED",
        "AU" => "AUD",
        "NZ" => "NZD",
        "CA" => "CAD",
        "CH" => "CHF",
        "BR" => "BRL",
        "MX" => "MXN",
        "ZA" => "ZAR",
        "AT" | "BE" | "BG" | "CY" | "DE" | "EE" | "ES" | "FI" | "FR" | "GR" | "HR" | "IE" | "IT" | "LT" | "LU"
        | "LV" | "MT" | "NL" | "PT" | "SI" | "SK" => "EUR",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_region_decides_and_the_zone_stands_in() {
        let guess =
            |tags: &[&str], zone| guess_currency(&tags.iter().map(ToString::to_string).collect::<Vec<_>>(), zone);
        assert_eq!(guess(&["zh-CN", "en-US"], 0), "CNY");
        assert_eq!(guess(&["zh-Hant-HK"], 480), "HKD");
        assert_eq!(guess(&["zh", "en"], 480), "CNY");
        assert_eq!(guess(&["en", "de-DE"], 60), "EUR");
        assert_eq!(guess(&[], -300), "USD");
    }

    #[test]
    fn every_guess_can_be_chosen() {
        for region in ["CN", "HK", "TW", "MO", "US", "GB", "JP", "ZA", "DE"] {
            let code = currency_of(&format!("x-{region}"));
            assert!(CURRENCIES.iter().any(|(known, ..)| Some(*known) == code), "{region}");
        }
        for zone in [480, 330, 765, -570] {
            assert!(zones_with(zone).iter().any(|choice| choice.value == zone.to_string()), "{zone}");
        }
        assert_eq!(offset_words(-210), "UTC-03:30");
        assert_eq!(offset_words(480), "UTC+08:00");
    }
}
