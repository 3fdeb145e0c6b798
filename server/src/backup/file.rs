//! The file: what it is, then every table compressed, then what it must contain, then a SHA-256 over all of it.
//!
//! ```text
//! "jipan backup 1\n" · length · header (CBOR) · gzip( 1 table … 2 record … 0 ) · summary (CBOR) · length · SHA-256
//! ```
//! Lengths are 32 bits, big end first. The header can be read without the rest, the summary from the end.

use std::fs::File;
use std::io::{BufReader, BufWriter, Read, Seek as _, SeekFrom, Write};
use std::path::Path;

use domain::codec;
use flate2::Compression;
use flate2::bufread::GzDecoder;
use flate2::write::GzEncoder;
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

use super::Digests;
use crate::db::archive::{self, Table};
use crate::error::{Exit, Failure};

/// How a backup of any format begins; the format's number and a line end follow.
const MAGIC: &[u8] = b"jipan backup ";
/// The format this program writes and reads.
const FORMAT: &[u8] = b"1\n";
/// The most bytes of a header or a summary.
const MOST: u32 = 1 << 20;
/// The most bytes of a record: what is larger is not a length but damage.
const MOST_RECORD: u32 = 256 << 20;
/// Fast: the night is short, and the disk is not small.
const LEVEL: u32 = 3;

const END: u8 = 0;
const TABLE: u8 = 1;
const RECORD: u8 = 2;

/// What a backup is a backup of.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Header {
    /// When the state was frozen, Unix milliseconds by the server's clock.
    #[serde(rename = "t")]
    pub made_ms: i64,
    /// The version of the program that made it.
    #[serde(rename = "p")]
    pub program: String,
    /// The number of the newest migration.
    #[serde(rename = "s")]
    pub schema: u32,
    /// The base's random id; empty when it had none yet.
    #[serde(rename = "b")]
    pub base: String,
    /// The organisation's name.
    #[serde(rename = "o")]
    pub organisation: String,
    /// The epoch.
    #[serde(rename = "e")]
    pub epoch: u32,
    /// The last place in the order.
    #[serde(rename = "q")]
    pub seq: u64,
    /// Bytes of the database on disk; 0 when not known.
    #[serde(rename = "d", default)]
    pub database_bytes: u64,
    /// The migration before which it was made; 0 for any other reason.
    #[serde(rename = "m", default)]
    pub before: u32,
}

/// What must be in it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Summary {
    /// Every table with its digest.
    #[serde(rename = "t")]
    pub tables: Digests,
}

/// A part of a backup, in the order in which they come.
#[derive(Debug)]
pub(super) enum Part {
    /// The records that follow belong to this table.
    Table(Table),
    /// A record.
    Record(Vec<u8>),
}

/// Counts everything that passes into a SHA-256.
struct Hashed<T> {
    inner: T,
    hash: Sha256,
}

impl<T: Write> Write for Hashed<T> {
    fn write(&mut self, buf: &[u8]) -> std::io::Result<usize> {
        let written = self.inner.write(buf)?;
        self.hash.update(&buf[..written]);
        Ok(written)
    }

    fn flush(&mut self) -> std::io::Result<()> {
        self.inner.flush()
    }
}

impl<T: Read> Read for Hashed<T> {
    fn read(&mut self, buf: &mut [u8]) -> std::io::Result<usize> {
        let read = self.inner.read(buf)?;
        self.hash.update(&buf[..read]);
        Ok(read)
    }
}

/// A backup that is being written.
pub(super) struct Writer {
    body: GzEncoder<Hashed<BufWriter<File>>>,
    summary: Summary,
    table: String,
}

impl Writer {
    /// Begins a backup in an empty file.
    pub fn begin(file: File, header: &Header) -> std::io::Result<Self> {
        let mut out = Hashed { inner: BufWriter::with_capacity(1 << 18, file), hash: Sha256::new() };
        out.write_all(MAGIC)?;
        out.write_all(FORMAT)?;
        sized(&mut out, &codec::encode(header))?;
        Ok(Self {
            body: GzEncoder::new(out, Compression::new(LEVEL)),
            summary: Summary::default(),
            table: String::new(),
        })
    }

    /// The records that follow belong to this table.
    pub fn table(&mut self, table: &Table) -> std::io::Result<()> {
        self.table.clone_from(&table.name);
        self.summary.tables.table(&table.name);
        self.body.write_all(&[TABLE, u8::from(table.relation)])?;
        sized(&mut self.body, table.name.as_bytes())
    }

    /// Adds a record.
    pub fn record(&mut self, packed: &[u8]) -> std::io::Result<()> {
        self.summary.tables.add(&self.table, packed);
        self.body.write_all(&[RECORD])?;
        sized(&mut self.body, packed)
    }

    /// Ends the file and waits until the disk has it.
    pub fn end(mut self) -> std::io::Result<Summary> {
        self.body.write_all(&[END])?;
        let mut out = self.body.finish()?;
        let summary = codec::encode(&self.summary);
        out.write_all(&summary)?;
        out.write_all(&u32::try_from(summary.len()).unwrap_or(u32::MAX).to_be_bytes())?;
        let Hashed { inner: mut file, hash } = out;
        file.write_all(&hash.finalize())?;
        let file = file.into_inner().map_err(std::io::IntoInnerError::into_error)?;
        file.sync_all()?;
        Ok(self.summary)
    }
}

fn sized(out: &mut impl Write, bytes: &[u8]) -> std::io::Result<()> {
    let length = u32::try_from(bytes.len()).map_err(|_| std::io::Error::other("a record is larger than 4 GB"))?;
    out.write_all(&length.to_be_bytes())?;
    out.write_all(bytes)
}

/// Opens a backup and reads its header and its summary; they are not checked against its SHA-256.
///
/// # Errors
/// [`Exit::Input`]: the file cannot be read, is no backup, of a newer format, or cut off.
pub fn info(path: &Path) -> Result<(Header, Summary), Failure> {
    Opened::open(path).map(|opened| (opened.header, opened.summary))
}

/// Reads a whole backup and checks it: its SHA-256, the form of each record, and that the records are those of the summary.
///
/// `on` hears the number of records read so far and answers whether to go on.
///
/// # Errors
/// [`Exit::Input`] with one sentence that says what is wrong with the file.
pub fn check(path: &Path, mut on: impl FnMut(u64) -> bool) -> Result<(Header, Summary), Failure> {
    let (mut found, mut table, mut records) = (Digests::default(), String::new(), 0);
    let (header, summary) = read(path, |part| {
        match part {
            Part::Table(next) => {
                found.table(&next.name);
                table = next.name;
            }
            Part::Record(packed) => {
                archive::check(&packed).map_err(|_| damaged(path, "a record in it cannot be read"))?;
                found.add(&table, &packed);
                records += 1;
                if records % 1_000 == 0 && !on(records) {
                    return Err(Failure::new(Exit::Refused, "stopped on request"));
                }
            }
        }
        Ok(())
    })?;
    match found.differs(&summary.tables) {
        None => Ok((header, summary)),
        Some(table) => Err(damaged(path, &format!("its table {table} does not hold what it should"))),
    }
}

/// Reads a whole backup, part by part. The SHA-256 is compared at the end.
pub(super) fn read(path: &Path, mut on: impl FnMut(Part) -> Result<(), Failure>) -> Result<(Header, Summary), Failure> {
    let opened = Opened::open(path)?;
    let failed = |error: &std::io::Error| damaged(path, &format!("it cannot be decompressed ({error})"));
    let body = Hashed { inner: opened.file.take(opened.body), hash: opened.hash };
    let mut body = GzDecoder::new(BufReader::with_capacity(1 << 18, body));
    loop {
        let mut tag = [0];
        body.read_exact(&mut tag).map_err(|error| failed(&error))?;
        match tag[0] {
            END => break,
            TABLE => {
                let mut relation = [0];
                body.read_exact(&mut relation).map_err(|error| failed(&error))?;
                let name = take(&mut body, MOST).map_err(|error| failed(&error))?;
                let name = String::from_utf8(name).map_err(|_| damaged(path, "a table in it has no name"))?;
                on(Part::Table(Table { name, relation: relation[0] != 0 }))?;
            }
            RECORD => on(Part::Record(take(&mut body, MOST_RECORD).map_err(|error| failed(&error))?))?,
            _ => return Err(damaged(path, "its parts are out of order")),
        }
    }
    // What is left of the compressed part: its own checksum, and nothing more.
    let left = std::io::copy(&mut body, &mut std::io::sink()).map_err(|error| failed(&error))?;
    let mut rest = body.into_inner();
    let beyond = std::io::copy(&mut rest, &mut std::io::sink()).map_err(|error| failed(&error))?;
    let Hashed { inner, mut hash } = rest.into_inner();
    hash.update(&opened.tail);
    if left + beyond > 0 || hash.finalize().as_slice() != opened.sha256 {
        return Err(damaged(path, "its checksum does not fit its content"));
    }
    drop(inner);
    Ok((opened.header, opened.summary))
}

/// A backup whose two ends have been read.
struct Opened {
    header: Header,
    summary: Summary,
    /// Stands at the beginning of the compressed part.
    file: BufReader<File>,
    /// Bytes of the compressed part.
    body: u64,
    /// Over everything before the compressed part.
    hash: Sha256,
    /// Everything after it but the SHA-256.
    tail: Vec<u8>,
    sha256: [u8; 32],
}

impl Opened {
    fn open(path: &Path) -> Result<Self, Failure> {
        let unreadable = |error: &std::io::Error| {
            Failure::new(Exit::Input, format!("the backup {} cannot be read: {error}", path.display()))
        };
        let file = File::open(path).map_err(|error| unreadable(&error))?;
        let length = file.metadata().map_err(|error| unreadable(&error))?.len();
        let mut file = BufReader::with_capacity(1 << 18, file);
        let mut magic = [0; MAGIC.len()];
        if file.read_exact(&mut magic).is_err() || magic != MAGIC {
            let message = format!("{} is not a backup of Jipan: nothing was changed", path.display());
            return Err(Failure::new(Exit::Input, message));
        }
        let short = |_: std::io::Error| damaged(path, "it ends too early");
        let mut format = [0; FORMAT.len()];
        file.read_exact(&mut format).map_err(short)?;
        if format != FORMAT {
            let message = format!("{} was made by a newer jipan: restore it with that version", path.display());
            return Err(Failure::new(Exit::Input, message));
        }
        let bytes = take(&mut file, MOST).map_err(short)?;
        let hash = Sha256::new()
            .chain_update(MAGIC)
            .chain_update(FORMAT)
            .chain_update(u32::try_from(bytes.len()).unwrap_or(0).to_be_bytes())
            .chain_update(&bytes);
        let header = codec::decode(&bytes, "header").map_err(|_| damaged(path, "its header cannot be read"))?;
        let begin = (MAGIC.len() + FORMAT.len() + 4 + bytes.len()) as u64;

        let mut ends = [0; 36];
        let end = length.checked_sub(ends.len() as u64).filter(|end| *end > begin);
        let end = end.ok_or_else(|| damaged(path, "it ends too early"))?;
        file.seek(SeekFrom::Start(end)).map_err(|error| unreadable(&error))?;
        file.read_exact(&mut ends).map_err(short)?;
        let (size, sha256) = ends.split_at(4);
        let size = u32::from_be_bytes(size.try_into().unwrap_or_default());
        let tail = end.checked_sub(u64::from(size)).filter(|tail| size <= MOST && *tail > begin);
        let tail = tail.ok_or_else(|| damaged(path, "it ends too early"))?;
        let mut summary = vec![0; size as usize];
        file.seek(SeekFrom::Start(tail)).map_err(|error| unreadable(&error))?;
        file.read_exact(&mut summary).map_err(short)?;
        let read = codec::decode(&summary, "summary").map_err(|_| damaged(path, "it ends too early"))?;
        file.seek(SeekFrom::Start(begin)).map_err(|error| unreadable(&error))?;
        summary.extend_from_slice(&size.to_be_bytes());
        let sha256 = sha256.try_into().unwrap_or_default();
        Ok(Self { header, summary: read, file, body: tail - begin, hash, tail: summary, sha256 })
    }
}

/// Bytes that are preceded by their length.
fn take(from: &mut impl Read, most: u32) -> std::io::Result<Vec<u8>> {
    let mut length = [0; 4];
    from.read_exact(&mut length)?;
    let length = u32::from_be_bytes(length);
    if length > most {
        return Err(std::io::Error::other("a length is out of range"));
    }
    let mut bytes = Vec::with_capacity((length as usize).min(1 << 16));
    let read = from.take(length.into()).read_to_end(&mut bytes)?;
    if read < length as usize { Err(std::io::ErrorKind::UnexpectedEof.into()) } else { Ok(bytes) }
}

fn damaged(path: &Path, why: &str) -> Failure {
    let message = format!("the backup {} is damaged ({why}): nothing was changed, use another one", path.display());
    Failure::new(Exit::Input, message)
}
