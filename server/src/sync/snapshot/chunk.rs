//! One chunk: rows, each preceded by its length (32 bits, little end first), gzipped into a file.

use std::io::Write as _;
use std::path::PathBuf;

use domain::RowId;
use domain::sync::wire::ChunkInfo;
use flate2::Compression;
use flate2::write::GzEncoder;
use sha2::{Digest, Sha256};

/// The most rows of a chunk; a customer's rows stay together.
pub(super) const ROWS: u32 = 2_000;
/// The most bytes before compression: about 256 kB compressed.
pub(super) const BYTES: usize = 1 << 20;

/// A chunk that is being filled.
#[derive(Debug, Default)]
pub(super) struct Filling {
    bytes: Vec<u8>,
    info: ChunkInfo,
}

impl Filling {
    /// A chunk of tier A or B.
    pub fn new(tier_a: bool) -> Self {
        Self { bytes: Vec::new(), info: ChunkInfo { tier_a, ..ChunkInfo::default() } }
    }

    /// Adds a packed row. A row of 4 GiB cannot come out of the database.
    pub fn add(&mut self, packed: &[u8]) {
        let Ok(length) = u32::try_from(packed.len()) else { return };
        self.bytes.extend_from_slice(&length.to_le_bytes());
        self.bytes.extend_from_slice(packed);
        self.info.rows += 1;
    }

    /// Adds a packed row of tier B, which belongs to a customer and a day. Customers must come in order.
    pub fn add_dated(&mut self, packed: &[u8], customer: RowId, day: i64) {
        self.add(packed);
        let first = self.info.customers.map_or(customer, |(first, _)| first);
        self.info.customers = Some((first, customer));
        self.info.since_day = Some(self.info.since_day.map_or(day, |since| since.min(day)));
    }

    /// Whether it holds as much as a chunk should.
    pub fn is_full(&self) -> bool {
        self.info.rows >= ROWS || self.bytes.len() >= BYTES
    }

    /// Whether it is so large that even one customer's rows are divided.
    pub fn is_overfull(&self) -> bool {
        self.info.rows >= 4 * ROWS || self.bytes.len() >= 4 * BYTES
    }

    /// Whether it holds nothing.
    pub fn is_empty(&self) -> bool {
        self.info.rows == 0
    }

    /// Compresses it into a file.
    ///
    /// # Errors
    /// The disk's.
    pub async fn write(mut self, path: PathBuf) -> std::io::Result<(ChunkInfo, PathBuf)> {
        let work = tokio::task::spawn_blocking(move || {
            self.info.bytes = u32::try_from(self.bytes.len()).unwrap_or(u32::MAX);
            self.info.hash = Sha256::digest(&self.bytes)[..16].to_vec();
            let mut out = GzEncoder::new(std::fs::File::create(&path)?, Compression::new(5));
            out.write_all(&self.bytes)?;
            out.finish()?;
            Ok((self.info, path))
        });
        work.await.map_err(std::io::Error::other)?
    }
}

/// Bytes in hexadecimal.
pub(super) fn hex(bytes: &[u8]) -> String {
    use std::fmt::Write as _;
    bytes.iter().fold(String::with_capacity(bytes.len() * 2), |mut out, byte| {
        // Writing into a String cannot fail.
        let _ = write!(out, "{byte:02x}");
        out
    })
}
