//! Where the bytes come from: a file or memory, plain or gzip.

use super::error::{FileError, MAX_TEXT};
use flate2::read::MultiGzDecoder;
use std::cell::Cell;
use std::fs::File;
use std::io::{self, BufReader, Read};
use std::path::PathBuf;
use std::rc::Rc;
use std::sync::Arc;

/// A file to import. It is opened anew for each pass.
#[derive(Clone, Debug)]
pub enum Input {
    /// A file on the disk.
    File(PathBuf),
    /// Bytes in memory (an upload).
    Bytes(Arc<[u8]>),
}

/// How many bytes were read so far; clones share the count.
#[derive(Clone, Debug, Default)]
pub(super) struct Counter(Rc<Cell<u64>>);

impl Counter {
    pub fn get(&self) -> u64 {
        self.0.get()
    }
}

/// An opened input.
pub(super) struct Opened {
    /// The unpacked bytes.
    pub bytes: Box<dyn Read>,
    pub gzip: bool,
    pub read: Counter,
    /// The file's size.
    pub total: u64,
}

pub(super) const WORKBOOK: &str = "an Excel workbook";
pub(super) const PDF: &str = "a PDF file";
pub(super) const PICTURE: &str = "a picture";
/// Beginnings of files that people mistake for tables.
const MAGIC: &[(&[u8], &str)] = &[
    (b"PK\x03\x04", WORKBOOK),
    (b"\xd0\xcf\x11\xe0", WORKBOOK),
    (b"%PDF", PDF),
    (b"\x89PNG", PICTURE),
    (b"\xff\xd8\xff", PICTURE),
];

impl Input {
    pub(super) fn open(&self) -> Result<Opened, FileError> {
        let unreadable = |e: io::Error| FileError::Unreadable(e.to_string());
        let (mut plain, total): (Box<dyn Read>, u64) = match self {
            Self::File(path) => {
                let file = File::open(path).map_err(unreadable)?;
                let about = file.metadata().map_err(unreadable)?;
                if about.is_dir() {
                    return Err(FileError::Unreadable("it is a folder".into()));
                }
                (Box::new(BufReader::with_capacity(1 << 16, file)), about.len())
            }
            Self::Bytes(bytes) => (Box::new(io::Cursor::new(Arc::clone(bytes))), bytes.len() as u64),
        };
        let mut start = [0u8; 4];
        let held = read_full(&mut plain, &mut start).map_err(unreadable)?;
        let start = &start[..held];
        if let Some((_, what)) = MAGIC.iter().find(|(magic, _)| start.starts_with(magic)) {
            return Err(FileError::NotText(what));
        }
        let gzip = start.starts_with(&[0x1f, 0x8b]);
        let read = Counter::default();
        let whole = io::Cursor::new(start.to_vec()).chain(plain);
        let counted = Counted { inner: whole, read: read.clone() };
        let bytes: Box<dyn Read> = if gzip {
            Box::new(MultiGzDecoder::new(BufReader::with_capacity(1 << 16, counted)))
        } else {
            Box::new(counted)
        };
        // One more byte than is allowed, so that the reader can tell "exactly" from "more".
        Ok(Opened { bytes: Box::new(bytes.take(MAX_TEXT + 1)), gzip, read, total })
    }
}

/// Reads until `buffer` is full or the input ends; the number of bytes read.
pub(super) fn read_full(input: &mut dyn Read, buffer: &mut [u8]) -> io::Result<usize> {
    let mut held = 0;
    while held < buffer.len() {
        match input.read(&mut buffer[held..]) {
            Ok(0) => break,
            Ok(n) => held += n,
            Err(e) if e.kind() == io::ErrorKind::Interrupted => {}
            Err(e) => return Err(e),
        }
    }
    Ok(held)
}

struct Counted<R> {
    inner: R,
    read: Counter,
}

impl<R: Read> Read for Counted<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let n = self.inner.read(buffer)?;
        self.read.0.set(self.read.0.get() + n as u64);
        Ok(n)
    }
}
