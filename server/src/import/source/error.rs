//! Why a file cannot be read, or not any further.

use crate::import::Language;

/// Why a file cannot be read as a table, or not any further. Each is one sentence that names the fix.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum FileError {
    /// The disk or the operating system says no.
    #[error("the file cannot be read: {0}")]
    Unreadable(String),
    /// There is no line in it.
    #[error("the file is empty")]
    Empty,
    /// A gzip file that ends early or is damaged.
    #[error(
        "the packed file is damaged or not complete: it can be read up to line {line}; copy or download it once more"
    )]
    Damaged {
        /// The last line that could be read.
        line: u64,
    },
    /// Not a text file.
    #[error("this is {0}, not a text table: save it as \"CSV UTF-8\" and import that file")]
    NotText(&'static str),
    /// The encoding is none of the known ones.
    #[error(
        "the text is neither UTF-8 nor UTF-16 nor GB18030 (GBK): save the file as \"CSV UTF-8\", or name its encoding"
    )]
    Encoding,
    /// The text is larger than can be imported at once.
    #[error("the file holds more than {} MB of text: split it and import the parts", MAX_TEXT / 1_000_000)]
    TooLarge,
    /// The header cannot be read.
    #[error("line {line}, which should name the columns, cannot be read: is a quotation mark not closed?")]
    Header {
        /// Where the header is.
        line: u64,
    },
    /// So many quotation marks are not closed that the file is not a table.
    #[error(
        "in more than {} rows up to line {line} a quotation mark is not closed: export the file again",
        super::record::MAX_UNCLOSED
    )]
    Quotes {
        /// Where reading stopped.
        line: u64,
    },
    /// Columns that are needed are missing.
    #[error("{en}")]
    Columns {
        /// The sentence in English.
        en: String,
        /// The sentence in Chinese.
        zh: String,
    },
    /// A person stopped it.
    #[error("stopped")]
    Cancelled,
}

/// The most text that one file may hold once it is unpacked, in bytes: a guard against packed bombs.
pub const MAX_TEXT: u64 = 2_000_000_000;

impl FileError {
    /// A stable code, for programs.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Unreadable(_) => "unreadable",
            Self::Empty => "empty",
            Self::Damaged { .. } => "damaged",
            Self::NotText(_) => "not_text",
            Self::Encoding => "encoding",
            Self::TooLarge => "too_large",
            Self::Header { .. } => "header",
            Self::Quotes { .. } => "quotes",
            Self::Columns { .. } => "columns",
            Self::Cancelled => "cancelled",
        }
    }

    /// One sentence in the given language.
    pub fn sentence(&self, language: Language) -> String {
        if language == Language::En {
            return self.to_string();
        }
        match self {
            Self::Unreadable(cause) => format!("读不了这个文件：{cause}"),
            Self::Empty => "文件是空的".into(),
            Self::Damaged { line } => format!("压缩文件损坏或不完整，只能读到第 {line} 行；请重新复制或下载"),
            Self::NotText(what) => format!("这是{}，不是文本表格；请另存为“CSV UTF-8”再导入", not_text_zh(what)),
            Self::Encoding => {
                "文字编码既不是 UTF-8、UTF-16，也不是 GB18030（GBK）；请另存为“CSV UTF-8”，或指明编码".into()
            }
            Self::TooLarge => format!("文件文字超过 {} MB；请拆开分次导入", MAX_TEXT / 1_000_000),
            Self::Header { line } => format!("第 {line} 行应是列名，但读不了：是不是引号没有闭合？"),
            Self::Quotes { line } => format!("到第 {line} 行为止，引号没有闭合的行太多；请重新导出文件"),
            Self::Columns { zh, .. } => zh.clone(),
            Self::Cancelled => "已停止".into(),
        }
    }
}

fn not_text_zh(what: &str) -> &str {
    match what {
        super::input::WORKBOOK => "Excel 工作簿",
        super::input::PDF => "PDF 文件",
        super::input::PICTURE => "图片",
        _ => "二进制文件",
    }
}
