//! The server's desk in a run: requests arrive, wait, are refused or answered, and the answers go back.

use super::ledger::{Broken, Holds};
use super::network::{Answer, Happens, Request};
use super::run::{EPOCH_MS, Run};
use crate::codec;
use crate::sync::engine::Failure as Refusal;

impl Run {
    pub(super) fn at_server(&mut self, device: usize, life: u32, id: u64, request: Request, fresh: bool) -> Holds {
        let now_ms = EPOCH_MS + self.now;
        let author = self.devices[device].author;
        if fresh && self.rng.chance(self.plan.refused) {
            let refusal = if self.rng.chance(300) { Refusal::NeedsAuth } else { Refusal::Server };
            self.reply(device, life, id, request.failed(refusal));
            return Ok(());
        }
        let answer = match &request {
            Request::Push(push) => {
                let before = self.server.head();
                let push = codec::decode(&codec::encode(push), "push");
                let push = push.map_err(|e| Broken { invariant: "wire", detail: e.to_string() })?;
                let answer = self.server.push(push, &author, now_ms)?;
                self.trace.line(self.now, format_args!("{device} pushed: {answer:?}"));
                if self.server.head() > before {
                    self.release_polls();
                }
                Answer::Push(answer)
            }
            Request::Pull(pull) => {
                let Some(answer) = self.server.pull(pull, now_ms, fresh) else {
                    let ends = self.now + u64::from(pull.wait_ms);
                    let request = Box::new(request);
                    self.polls.push((ends, Happens::AtServer { device, life, id, request, fresh: false }));
                    if let Some((ends, poll)) = self.polls.last().cloned() {
                        self.agenda.plan(ends, poll);
                    }
                    return Ok(());
                };
                let bytes = codec::encode(&answer);
                Answer::Pull(Ok(
                    codec::decode(&bytes, "answer").map_err(|e| Broken { invariant: "wire", detail: e.to_string() })?
                ))
            }
            Request::Manifest => Answer::Manifest(Ok(self.server.manifest(now_ms))),
            Request::Chunk(snapshot, index) => Answer::Chunk(*index, self.server.chunk(snapshot, *index)),
        };
        self.reply(device, life, id, answer);
        Ok(())
    }

    /// Something is new: pulls that wait are answered now.
    pub(super) fn release_polls(&mut self) {
        for (ends, poll) in std::mem::take(&mut self.polls) {
            if ends > self.now {
                self.agenda.plan(self.now, poll);
            }
        }
    }

    pub(super) fn reply(&mut self, device: usize, life: u32, id: u64, answer: Answer) {
        if self.devices[device].down_cut || self.rng.chance(self.plan.drop) {
            self.totals.drops += 1;
            return;
        }
        let at = self.now + self.rng.between(1, self.plan.delay_ms);
        self.agenda.plan(at, Happens::AtDevice { device, life, id, answer: Box::new(answer) });
    }
}
