//! How bad a run is: rates of mishaps, drawn from its seed, so that some runs are calm and some are awful.

use super::rng::Rng;
use super::server::Limits;

/// Three days, milliseconds: the largest clock error.
const THREE_DAYS_MS: u64 = 3 * 86_400_000;
/// Sets the stream apart that says from where on a device is far behind.
const FAR_STREAM: u64 = 30 << 32;

/// Sets the stream apart that says how long archives last.
const ARCHIVE_STREAM: u64 = 14 << 32;

/// Rates, per mille, and sizes.
#[derive(Clone, Debug)]
pub struct Plan {
    /// Messages lost, in each direction.
    pub drop: u32,
    /// Requests that arrive twice.
    pub duplicate: u32,
    /// The longest delay of a message, milliseconds.
    pub delay_ms: u64,
    /// Kills at an effect.
    pub kill: u32,
    /// Commits that fail.
    pub commit_fails: u32,
    /// Requests answered 503, and as many 401.
    pub refused: u32,
    /// Whether the server is restored from a backup now and then.
    pub restores: bool,
    /// Whether old changes and snapshots are forgotten.
    pub forgets: bool,
    /// How long operations stay in the archives of devices, milliseconds.
    pub archive_ms: u64,
    /// Whether the clock may be wrong when the server is restored, so that the new epoch's number is lower than the last one's.
    pub epochs_fall: bool,
    /// The error of each device's clock, milliseconds.
    pub clock_errors: Vec<i64>,
    /// The server's sizes.
    pub limits: Limits,
}

impl Plan {
    /// A plan for a run with so many devices. `rng` is the run's, `seed` what it was made from.
    pub fn new(rng: &mut Rng, seed: u64, devices: usize) -> Self {
        let mut rate = |rates: &[u32]| rates[rng.index(rates.len())];
        let (drop, duplicate) = (rate(&[0, 20, 100, 300]), rate(&[0, 50, 200]));
        let (kill, commit_fails, refused) = (rate(&[0, 2, 10, 40]), rate(&[0, 10, 60]), rate(&[0, 10, 50]));
        let limits = Limits {
            max_ops: rate(&[1, 5, 200]) as usize,
            pull_bytes: rate(&[1, 2_000, 500_000]) as usize,
            chunk_rows: rate(&[1, 4, 20]) as usize,
            // From a stream of its own, in which the seeds that once failed draw none: they still make the runs they made.
            far: [u64::MAX, u64::MAX, 40, 4][Rng::new(seed ^ FAR_STREAM).index(4)],
        };
        let later = &mut Rng::new(seed ^ ARCHIVE_STREAM);
        let archive_ms = [u64::MAX, u64::MAX, 600_000, 60_000, 1_000][later.index(5)];
        let epochs_fall = later.index(3) == 2;
        let restores = rng.chance(150);
        let forgets = rng.chance(400);
        let delay_ms = rng.between(5, 2_000);
        let clock_error = |rng: &mut Rng| match rng.between(0, 2) {
            0 => 0,
            1 => rng.between(0, THREE_DAYS_MS).cast_signed(),
            _ => -rng.between(0, THREE_DAYS_MS).cast_signed(),
        };
        let clock_errors = (0..devices).map(|_| clock_error(rng)).collect();
        Self {
            drop,
            duplicate,
            delay_ms,
            kill,
            commit_fails,
            refused,
            restores,
            forgets,
            archive_ms,
            epochs_fall,
            clock_errors,
            limits,
        }
    }

    /// The same, without mishaps.
    pub fn healed(&self) -> Self {
        Self {
            drop: 0,
            duplicate: 0,
            delay_ms: 50,
            kill: 0,
            commit_fails: 0,
            refused: 0,
            restores: false,
            forgets: false,
            ..self.clone()
        }
    }
}
