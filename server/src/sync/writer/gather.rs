//! Gathering what has come in into one batch: many small pushes share one commit.

use std::time::Duration;

use domain::sync::wire::MAX_OPS;
use tokio::sync::mpsc;

use super::{Command, Push};

/// How long the writer waits for more, once more than one push is there: longer would only delay the answers.
const GATHER: Duration = Duration::from_millis(5);

/// This push and those that are there or come within a moment, up to about 200 operations; and what came after them.
pub(super) async fn gather(first: Push, queue: &mut mpsc::Receiver<Command>) -> (Vec<Push>, Option<Command>) {
    let mut count = first.ops.len();
    let mut pushes = vec![first];
    let deadline = tokio::time::Instant::now() + GATHER;
    while count < MAX_OPS {
        let command = match queue.try_recv() {
            Ok(command) => command,
            // A single push is not delayed for others that may never come.
            Err(_) if pushes.len() == 1 => break,
            Err(_) => match tokio::time::timeout_at(deadline, queue.recv()).await {
                Ok(Some(command)) => command,
                Ok(None) | Err(_) => break,
            },
        };
        match command {
            Command::Push(push) => {
                count += push.ops.len();
                pushes.push(push);
            }
            other => return (pushes, Some(other)),
        }
    }
    (pushes, None)
}
