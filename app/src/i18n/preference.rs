//! Which language a person chose on this device.

use super::{Lang, lang, set};
use crate::ui::device_preference;

/// The name under which the choice is kept on the device.
const KEY: &str = "jipan.lang";

/// Sets the language at the start of the page: what was chosen on this device, else the first language of the browser's list that the
/// screens speak, else Chinese. Also writes `<html lang>`, on which the browser's fonts and screen readers depend.
pub fn start() {
    let chosen = device_preference::read(KEY).and_then(|tag| Lang::from_tag(&tag));
    set(chosen.unwrap_or_else(|| {
        let tags = device_preference::languages();
        Lang::best(tags.iter().map(String::as_str))
    }));
    device_preference::set_root_attribute("lang", Some(lang().tag()));
}

/// Stores another language and loads the page again in it. Does nothing when it is the current one.
pub fn change(to: Lang) {
    if to != lang() {
        device_preference::write(KEY, to.tag());
        device_preference::reload();
    }
}
