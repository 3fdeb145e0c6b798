//! Several tabs over one store: who leads, and where the others must look. Pure: events in, effects out.
//!
//! Every tab opens the store, reads it and appends to its queue; the number of an operation is given inside the transaction that
//! writes it. One tab leads: it holds the browser's lock, runs `domain::sync::engine` and commits what comes from the server. It begins
//! by taking a new *term* on the disk, in which every commit is checked: a leader that was frozen and comes back late writes nothing.
//! Then it reads what the disk has, and only from that does the engine begin.
//! The others follow: what the leader has written it says by a broadcast (a hint, never data), and they read what is named again.
//! A follower that missed a hint sees it by the cursor of the next one, when it becomes visible, or on a timer, and reads all that has
//! changed. An edit of a follower is on the disk before it is said; a leader that does not hear it finds it by the timer.
//! The lock is given back when the page is frozen or goes away, and when it is out of sight and another tab is in sight. Waiting tabs
//! have asked for it already. Taking it from a tab that does not answer is a person's choice.
//! Where the browser has no locks or no broadcasts there is one tab at a time: the newest term leads, the others stop and say so.

use super::hint::Hint;
use crate::store::Written;
use domain::Version;
use domain::sync::engine::Status;
use std::collections::VecDeque;

/// A visible follower that has heard nothing for so long says so, milliseconds.
pub const SILENCE_MS: u64 = 25_000;
/// How many ticks lie between two looks at the disk that nothing has asked for.
const LOOK_EVERY: u32 = 3;

/// What happened.
#[derive(Clone, PartialEq, Debug)]
pub enum Heard {
    /// The store is open.
    Opened,
    /// This tab has the lock.
    Granted,
    /// The lock was taken away.
    Lost,
    /// A commit was refused: another tab has begun a term.
    Superseded,
    /// What was asked to be read is in memory, up to here; or it could not be read.
    Looked(Option<Version>),
    /// Another tab says something.
    Told(Hint),
    /// The page is about to stop: frozen, or kept for the way back.
    Stopped,
    /// The page goes on.
    Resumed,
    /// The page has come in sight.
    Shown,
    /// The page has been out of sight for a while.
    HiddenLong,
    /// The browser had deleted the store; there is another one.
    Anew,
    /// Some ten seconds have gone by; whether the page is in sight.
    Tick(bool),
}

/// Where to look.
#[derive(Clone, PartialEq, Debug)]
pub enum Look {
    /// At what a write has named.
    At(Written),
    /// At everything that has changed.
    All,
    /// Take a term, look at everything, and be ready to lead.
    Lead,
}

/// What to do.
#[derive(Clone, PartialEq, Debug)]
pub enum Do {
    /// Ask for the lock, and wait.
    Ask,
    /// Give the lock back, or stop waiting for it.
    GiveBack,
    /// Read, then say [`Heard::Looked`].
    Look(Look),
    /// Begin to run the engine.
    Begin,
    /// Stop it: what is on its way counts no more.
    End,
    /// Say something to the other tabs.
    Say(Hint),
    /// Say that this tab leads, and how sync stands.
    SayLead,
    /// This is how sync stands, says the leader.
    Show(Status),
    /// Whether the leader has not been heard for long.
    Silent(bool),
    /// The engine should try now.
    Wake,
    /// Tell the engine that the person has signed in.
    SignedIn,
    /// The person has signed out elsewhere.
    Leave,
    /// Another tab works; this one says so and stops.
    Elsewhere,
}

/// What this tab does.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Part {
    /// It has not asked for the lock.
    Away,
    /// Another tab leads, or none yet.
    Following,
    /// It has the lock and reads the disk.
    Taking,
    /// It leads.
    Leading,
}

/// The state of one tab.
#[allow(clippy::struct_excessive_bools)] // they are independent of each other
#[derive(Clone, Debug)]
pub struct Tabs {
    part: Part,
    /// Whether one tab at a time works: there is no lock to wait for.
    alone: bool,
    /// Up to where memory is; `None` when that is not sure.
    at: Option<Version>,
    looking: bool,
    looks: VecDeque<Look>,
    hidden_long: bool,
    heard_ms: u64,
    silent: bool,
    ticks: u32,
}

impl Tabs {
    /// A tab whose memory is at a version. `alone`: the browser cannot let several work together.
    pub fn new(alone: bool, at: Version, now_ms: u64) -> Self {
        Self {
            part: Part::Away,
            alone,
            at: Some(at),
            looking: false,
            looks: VecDeque::new(),
            hidden_long: false,
            heard_ms: now_ms,
            silent: false,
            ticks: 0,
        }
    }

    /// What this tab does.
    pub fn part(&self) -> Part {
        self.part
    }

    /// Takes an event and says what to do.
    pub fn handle(&mut self, heard: Heard, now_ms: u64) -> Vec<Do> {
        let mut todo = Vec::new();
        match heard {
            Heard::Opened | Heard::Resumed => {
                self.heard_ms = now_ms;
                self.ask(&mut todo);
                todo.push(Do::Say(Hint::Hello(true)));
                self.look(Look::All);
            }
            Heard::Granted => {
                self.part = Part::Taking;
                self.hush(&mut todo);
                self.look(Look::Lead);
            }
            // The browser did not let this tab wait; the next tick asks again.
            Heard::Lost if self.part == Part::Following && !self.alone => self.part = Part::Away,
            Heard::Lost | Heard::Superseded => self.lost(&mut todo),
            Heard::Anew if matches!(self.part, Part::Leading | Part::Taking) => {
                self.end(&mut todo);
                self.part = Part::Taking;
                self.look(Look::Lead);
            }
            Heard::Anew => self.look(Look::All),
            Heard::Looked(at) => self.looked(at, &mut todo),
            Heard::Told(hint) => self.told(hint, now_ms, &mut todo),
            Heard::Stopped => {
                self.end(&mut todo);
                todo.push(Do::GiveBack);
                self.part = Part::Away;
                self.looks.clear();
            }
            Heard::Shown => {
                self.hidden_long = false;
                self.heard_ms = now_ms;
                todo.push(Do::Say(Hint::Hello(true)));
                self.look(Look::All);
            }
            Heard::HiddenLong => self.hidden_long = true,
            Heard::Tick(visible) => self.tick(visible, now_ms, &mut todo),
        }
        self.next_look(&mut todo);
        todo
    }

    fn ask(&mut self, todo: &mut Vec<Do>) {
        self.part = Part::Following;
        todo.push(Do::Ask);
    }

    fn end(&mut self, todo: &mut Vec<Do>) {
        if self.part == Part::Leading {
            todo.push(Do::End);
        }
    }

    /// Lets another tab lead, and waits to be next.
    fn hand_over(&mut self, todo: &mut Vec<Do>) {
        self.end(todo);
        todo.push(Do::GiveBack);
        self.ask(todo);
    }

    fn lost(&mut self, todo: &mut Vec<Do>) {
        if self.alone {
            self.end(todo);
            self.part = Part::Away;
            todo.push(Do::Elsewhere);
        } else if matches!(self.part, Part::Leading | Part::Taking) {
            self.hand_over(todo);
            self.look(Look::All);
        }
    }

    fn looked(&mut self, at: Option<Version>, todo: &mut Vec<Do>) {
        self.looking = false;
        self.at = at;
        if at.is_none() {
            self.looks.clear();
            if self.part == Part::Taking {
                // Another tab may be able to read; the next tick asks again.
                todo.push(Do::GiveBack);
                self.part = Part::Away;
            }
        } else if self.part == Part::Taking && !self.looks.contains(&Look::Lead) {
            self.part = Part::Leading;
            todo.push(Do::Begin);
            todo.push(Do::SayLead);
        }
    }

    fn told(&mut self, hint: Hint, now_ms: u64, todo: &mut Vec<Do>) {
        match hint {
            Hint::Hello(visible) if self.part == Part::Leading => {
                if visible && self.hidden_long {
                    self.hand_over(todo);
                } else {
                    todo.push(Do::SayLead);
                }
            }
            Hint::Lead(status) if self.part != Part::Leading => {
                self.heard_ms = now_ms;
                self.hush(todo);
                todo.push(Do::Show(status));
            }
            Hint::Lead(_) if self.alone => self.lost(todo),
            Hint::Written(written) => self.look(Look::At(written)),
            Hint::Wake if self.part == Part::Leading => todo.push(Do::Wake),
            Hint::SignedIn if self.part == Part::Leading => todo.push(Do::SignedIn),
            Hint::SignedOut => todo.push(Do::Leave),
            Hint::Hello(_) | Hint::Lead(_) | Hint::Wake | Hint::SignedIn => {}
        }
    }

    fn tick(&mut self, visible: bool, now_ms: u64, todo: &mut Vec<Do>) {
        self.ticks = self.ticks.wrapping_add(1);
        if self.part == Part::Away && visible && !self.alone {
            self.ask(todo);
        }
        if self.part == Part::Following && visible {
            todo.push(Do::Say(Hint::Hello(true)));
            let silent = now_ms.saturating_sub(self.heard_ms) > SILENCE_MS;
            if silent != self.silent {
                self.silent = silent;
                todo.push(Do::Silent(silent));
            }
        }
        if self.ticks.is_multiple_of(LOOK_EVERY) {
            self.look(Look::All);
        }
    }

    fn hush(&mut self, todo: &mut Vec<Do>) {
        if self.silent {
            self.silent = false;
            todo.push(Do::Silent(false));
        }
    }

    fn look(&mut self, look: Look) {
        if !self.looks.contains(&look) {
            self.looks.push_back(look);
        }
    }

    /// One look at a time; a look at everything stands for all before it.
    fn next_look(&mut self, todo: &mut Vec<Do>) {
        while !self.looking && self.part != Part::Away {
            if let Some(last) = self.looks.iter().rposition(|look| matches!(look, Look::All | Look::Lead)) {
                let leads = self.looks.contains(&Look::Lead);
                self.looks.drain(..=last);
                self.looks.push_front(if leads { Look::Lead } else { Look::All });
            }
            let Some(look) = self.looks.pop_front() else { return };
            if let Some(look) = self.worth(look) {
                self.looking = true;
                todo.push(Do::Look(look));
            }
        }
    }

    /// The look that is needed; `None` when memory has it already.
    fn worth(&self, look: Look) -> Option<Look> {
        let Look::At(written) = look else { return Some(look) };
        let ops = |w: Written| (!w.ops.is_empty()).then(|| Look::At(Written::ops(Version::default(), w.ops)));
        if self.part == Part::Leading {
            return ops(written);
        }
        match self.at {
            _ if written.everything => Some(Look::All),
            Some(at) if written.to <= at && !written.chunks => ops(written),
            Some(at) if written.from == at => Some(Look::At(written)),
            _ => Some(Look::All),
        }
    }
}

#[cfg(test)]
mod tests;
