//! The frame around every page: navigation, status line, command palette, keyboard help.

pub mod frame;
pub mod nav_item;
pub mod page_head;
pub mod palette;
pub mod shortcut_help;
pub mod status_line;

pub use frame::{Frame, FramePerson, MoreSheet};
pub use nav_item::{Badge, NavItem, standard_items};
pub use page_head::PageHead;
pub use palette::{Command, Palette, PaletteHit};
pub use shortcut_help::ShortcutHelp;
pub use status_line::{StatusLine, SyncStatus};
