//! What this device is called: chosen by the person, guessed from the browser until then.

use crate::i18n::settings as words;
use crate::page::browser::user_agent;
use crate::ui::device_preference;

/// Where the name is kept on the device.
const KEY: &str = "jipan.device";
/// The longest name, in characters.
pub(super) const LONGEST: usize = 40;

/// What this device is called.
pub fn device_name() -> String {
    device_preference::read(KEY).filter(|name| !name.trim().is_empty()).unwrap_or_else(|| guess(&user_agent()))
}

/// Calls this device so from now on; an empty name goes back to the guessed one. The next sign-in tells the server.
pub fn set_device_name(name: &str) {
    let name: String = name.trim().chars().take(LONGEST).collect();
    device_preference::write(KEY, &name);
}

/// A name from what a browser says it is: "Android phone".
fn guess(user_agent: &str) -> String {
    let has = |part: &str| user_agent.contains(part);
    if has("iPad") {
        words::guessed_tablet("iPad")
    } else if has("iPhone") {
        words::guessed_phone("iPhone")
    } else if has("Android") && has("Mobile") {
        words::guessed_phone("Android")
    } else if has("Android") {
        words::guessed_tablet("Android")
    } else if has("Windows") {
        words::guessed_computer("Windows")
    } else if has("Macintosh") {
        words::guessed_computer("Mac")
    } else if has("CrOS") {
        words::guessed_computer("ChromeOS")
    } else if has("Linux") {
        words::guessed_computer("Linux")
    } else {
        words::guessed_device().to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::i18n::{Lang, tests::with_lang};

    #[test]
    fn a_device_is_named_by_its_system() {
        with_lang(Lang::ZhCn, || {
            assert_eq!(
                guess("Mozilla/5.0 (Linux; Android 15; Pixel 9) Chrome/140 Mobile Safari/537.36"),
                "Android 手机"
            );
            assert_eq!(guess("Mozilla/5.0 (Linux; Android 15; Tab) Chrome/140 Safari/537.36"), "Android 平板");
            assert_eq!(guess("Mozilla/5.0 (Windows NT 10.0; Win64; x64)"), "Windows 电脑");
            assert_eq!(guess(""), "一台设备");
        });
    }
}
