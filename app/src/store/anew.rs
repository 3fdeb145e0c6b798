//! A store that begins anew: the browser has deleted it while the page was open, or edits come from a file. What the page still has in
//! memory goes back to the disk under the same operation ids, so that the server does each of them once.

use super::history::Chunks;
use super::overlay::{Mark, Shown};
use super::startup::{decode_all, replica};
use super::{Store, clock};
use crate::local::{LocalError, Table};
use domain::op::Op;
use domain::sync::outbox::Pending;
use std::rc::Rc;

impl Store {
    /// The browser has deleted the store: makes another one and writes the queue in memory into it. The rows stay on the screen until
    /// the server has sent them again. Answers with how many unsent edits were saved by this.
    ///
    /// # Errors
    /// [`LocalError`] when the disk cannot be used at all; memory is as before.
    pub(crate) async fn begin_anew(self: &Rc<Self>) -> Result<usize, LocalError> {
        self.db.renew().await?;
        let meta = replica(&self.db).await?;
        self.account.replica.set(meta.replica);
        self.term.set(None);
        self.noted.set(None);
        self.anew.set(true);
        *self.chunks.borrow_mut() = Chunks::default();
        // Another tab may have written the same operations already.
        let there = decode_all(&self.db.all(Table::Outbox, "").await?)?;
        let mut again = Vec::new();
        self.overlay.borrow_mut().update(&self.rows.borrow(), |s| {
            if !there.iter().any(|p| p.op.id == s.op.id) {
                s.op.n = u32::MAX;
                s.mark = Mark::Saving;
                again.push(s.ticket);
            }
            true
        });
        self.take_ops(&there, &[]);
        let kept = again.len();
        self.save_tickets(again);
        self.outbox_changed();
        Ok(kept)
    }

    /// Takes over edits that the same person made on another device, from a file: painted and saved as if made here. Those that are
    /// here already are left out. Answers with how many were taken.
    pub fn adopt(self: &Rc<Self>, edits: Vec<Pending>) -> usize {
        let known: Vec<_> = self.overlay.borrow().all().iter().map(|s| s.op.id).collect();
        let now = clock::now_ms();
        let mut tickets = Vec::new();
        let mut touched = Vec::new();
        for Pending { op, at_ms, .. } in edits.into_iter().filter(|p| !known.contains(&p.op.id)) {
            let ticket = self.tickets.get() + 1;
            self.tickets.set(ticket);
            self.clock.set(self.clock.get().observe(op.hlc, now));
            touched.push(op.row);
            let shown = Shown { ticket, op: Op { n: u32::MAX, ..op }, mark: Mark::Saving, at_ms };
            self.overlay.borrow_mut().push(shown, &self.rows.borrow());
            tickets.push(ticket);
        }
        let taken = tickets.len();
        self.after_edit(&touched);
        self.save_tickets(tickets);
        taken
    }
}
