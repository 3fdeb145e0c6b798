//! Primitives without domain words: what a button, a field, a sheet, a long list is in this product.
//!
//! Everything stands on native elements (`button`, `input`, `dialog`, `progress`) and the style sheet in `style/`. A primitive never fetches,
//! stores or translates records; it takes signals and callbacks.

pub mod act;
pub mod avatar;
pub mod button;
pub mod chip;
pub mod confirm;
pub mod device_preference;
pub mod editable;
pub mod empty;
pub mod field;
pub mod icon;
pub mod menu;
pub mod progress;
pub mod search_box;
pub mod segmented;
pub mod select;
pub mod sheet;
pub mod shortcut;
pub mod skeleton;
pub mod swipe;
pub mod table_head;
pub mod theme;
pub mod toast;
pub mod unique;
pub mod virtual_list;

pub use act::Act;
pub use avatar::{Avatar, AvatarShape, AvatarSize};
pub use button::{Button, ButtonKind, ButtonLink, IconButton};
pub use chip::{Chip, FilterChip, Overdue, Rank, TierChip, Tone, Unsent};
pub use confirm::Confirm;
pub use editable::{Editable, EditableRow};
pub use empty::{Empty, Problem};
pub use field::{Checkbox, InputKind, TextArea, TextField};
pub use icon::{Icon, Mark};
pub use menu::{Menu, MenuItem};
pub use progress::Progress;
pub use search_box::SearchBox;
pub use segmented::Segmented;
pub use select::{Choice, Select};
pub use sheet::Sheet;
pub use shortcut::{Shortcuts, provide_shortcuts, use_shortcut};
pub use skeleton::{Skeleton, SkeletonRows};
pub use swipe::SwipeRow;
pub use table_head::{Column, Sort, TableHead};
pub use theme::Theme;
pub use toast::{Toaster, Toasts, provide_toasts, use_toasts};
pub use virtual_list::{ListKind, VirtualList};
