//! Light, dark or high contrast.

use super::device_preference;

const KEY: &str = "jipan.theme";

/// The colours of the screens.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Theme {
    /// As the device is set, including its wish for more contrast.
    #[default]
    Auto,
    /// Light.
    Light,
    /// Dark.
    Dark,
    /// Black on white, strong lines.
    Contrast,
}

impl Theme {
    /// Every theme, in the order a chooser shows them.
    pub const ALL: [Self; 4] = [Self::Auto, Self::Light, Self::Dark, Self::Contrast];

    /// The value of `<html data-theme>`; `None` leaves the choice to the device.
    pub fn attribute(self) -> Option<&'static str> {
        match self {
            Self::Auto => None,
            Self::Light => Some("light"),
            Self::Dark => Some("dark"),
            Self::Contrast => Some("contrast"),
        }
    }

    /// What was chosen on this device.
    pub fn chosen() -> Self {
        let name = device_preference::read(KEY);
        Self::ALL.into_iter().find(|theme| theme.attribute() == name.as_deref()).unwrap_or_default()
    }

    /// Shows the page in this theme.
    pub fn apply(self) {
        device_preference::set_root_attribute("data-theme", self.attribute());
    }

    /// Shows the page in this theme from now on, on this device.
    pub fn choose(self) {
        device_preference::write(KEY, self.attribute().unwrap_or("auto"));
        self.apply();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn without_a_choice_the_device_decides() {
        assert_eq!(Theme::chosen(), Theme::Auto);
        assert_eq!(Theme::Auto.attribute(), None);
    }
}
