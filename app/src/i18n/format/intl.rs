//! The browser's `Intl.DateTimeFormat`, one formatter per pattern for the life of the page (building one costs about 50 µs).

use std::cell::RefCell;

use js_sys::{Array, Date, Function, Intl::DateTimeFormat, Object, Reflect};
use wasm_bindgen::JsValue;

use crate::i18n::lang;

/// What of a date is shown, and in which zone.
#[derive(Clone, Copy)]
pub enum Pattern {
    /// Year, month, day of a business date.
    Date,
    /// Year, month, day of an instant in the device's zone.
    LocalDate,
    /// Month and day of a business date.
    MonthDay,
    /// Year and month of a business date.
    Month,
    /// Weekday of a business date.
    Weekday,
    /// Hour and minute of an instant in the device's zone.
    Clock,
}

const PATTERNS: usize = 6;

thread_local! {
    static FORMATTERS: RefCell<[Option<Function>; PATTERNS]> = const { RefCell::new([const { None }; PATTERNS]) };
}

impl Pattern {
    fn options(self) -> &'static [(&'static str, &'static str)] {
        // Business dates are day numbers, so they are formatted in UTC: the device's zone must not move them.
        match self {
            Self::Date => &[("year", "numeric"), ("month", "short"), ("day", "numeric"), ("timeZone", "UTC")],
            Self::LocalDate => &[("year", "numeric"), ("month", "short"), ("day", "numeric")],
            Self::MonthDay => &[("month", "short"), ("day", "numeric"), ("timeZone", "UTC")],
            Self::Month => &[("year", "numeric"), ("month", "short"), ("timeZone", "UTC")],
            Self::Weekday => &[("weekday", "short"), ("timeZone", "UTC")],
            Self::Clock => &[("hour", "2-digit"), ("minute", "2-digit"), ("hourCycle", "h23")],
        }
    }

    fn build(self) -> Function {
        let options = Object::new();
        for (key, value) in self.options() {
            // Fails only on a frozen object; this one is new.
            let _ = Reflect::set(&options, &JsValue::from_str(key), &JsValue::from_str(value));
        }
        // British English: day before month, as the product's English is written.
        let tag = if lang() == crate::i18n::Lang::En { "en-GB" } else { lang().tag() };
        DateTimeFormat::new(&Array::of1(&JsValue::from_str(tag)), &options).format()
    }
}

/// Formats milliseconds since 1970-01-01 UTC.
pub fn format(pattern: Pattern, ms: f64) -> String {
    FORMATTERS.with_borrow_mut(|formatters| {
        let formatter = formatters[pattern as usize].get_or_insert_with(|| pattern.build());
        // A time outside the range of `Date` throws; a dash says as much as the screen needs.
        let date = Date::new(&JsValue::from_f64(ms));
        formatter
            .call1(&JsValue::UNDEFINED, &date)
            .ok()
            .and_then(|text| text.as_string())
            .unwrap_or_else(|| "—".to_owned())
    })
}
