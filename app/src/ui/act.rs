//! Something a person can set off later.

use std::{fmt, sync::Arc};

/// What a menu item, a command, a toast does. Owns its closure, so it outlives the view that made it: a toast's undo must still work after
/// the sheet that showed it has closed (a `Callback` is disposed of with the view it was created in).
#[derive(Clone)]
pub struct Act(Arc<dyn Fn() + Send + Sync>);

impl Act {
    /// Wraps a closure.
    pub fn new(run: impl Fn() + Send + Sync + 'static) -> Self {
        Self(Arc::new(run))
    }

    /// Does it.
    pub fn run(&self) {
        (self.0)();
    }
}

impl fmt::Debug for Act {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Act")
    }
}
