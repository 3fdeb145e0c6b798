//! The report for the terminal.

use super::{Counts, Language, Note, Report};
use crate::import::date::DateOrder;
use crate::import::mapping::Target;
use std::fmt;

/// A report in a language; its `Display` is what the command line prints.
pub struct Told<'a> {
    pub(super) report: &'a Report,
    pub(super) language: Language,
}

/// How many examples of each reason the terminal shows.
const SHOWN: usize = 3;

impl Told<'_> {
    fn pick<'t>(&self, zh: &'t str, en: &'t str) -> &'t str {
        if self.language == Language::Zh { zh } else { en }
    }

    fn counts(&self, f: &mut fmt::Formatter<'_>, name: &str, c: &Counts) -> fmt::Result {
        if c.all() == 0 {
            return Ok(());
        }
        let [new, updated, unchanged] = match self.language {
            Language::Zh => ["新增", "更新", "未变"],
            Language::En => ["new", "updated", "unchanged"],
        };
        write!(f, "{name} {}: {} {new}, {} {updated}, {} {unchanged}", c.all(), c.new, c.updated, c.unchanged)?;
        if c.in_trash > 0 {
            write!(f, ", {} {}", c.in_trash, self.pick("在回收站", "in the trash"))?;
        }
        writeln!(f)
    }

    fn note(&self, note: Note) -> &'static str {
        match (note, self.language) {
            (Note::ValueDropped, Language::Zh) => "个值不在可选范围内，留空",
            (Note::ValueDropped, Language::En) => "values are not one of the known choices and were left empty",
            (Note::UnknownOwner, Language::Zh) => "个负责人不在员工名录中，客户留在公共池",
            (Note::UnknownOwner, Language::En) => "owners are nobody of the staff; their customers stay unassigned",
            (Note::UnknownRefundedOrder, Language::Zh) => "笔退款所指的订单不在文件中",
            (Note::UnknownRefundedOrder, Language::En) => "refunds name an order that is not in the file",
            (Note::Rounded, Language::Zh) => "个数的小数位过多，已四舍六入五成双",
            (Note::Rounded, Language::En) => "numbers had too many decimal places and were rounded half to even",
        }
    }
}

impl fmt::Display for Told<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let r = self.report;
        let separator = match r.format.delimiter {
            '\t' => self.pick("制表符", "tab").to_owned(),
            c => format!("\"{c}\""),
        };
        writeln!(f, "{}: {}, {}", self.pick("文件", "File"), r.format.encoding.name(), separator)?;
        let (read, taken, left) = (r.rows_read, r.rows_taken, r.rows_left_out());
        match self.language {
            Language::Zh => writeln!(f, "读到 {read} 行，采用 {taken} 行，未导入 {left} 行")?,
            Language::En => writeln!(f, "{read} rows read, {taken} taken, {left} left out")?,
        }
        self.counts(f, self.pick("客户", "Customers"), &r.customers)?;
        self.counts(f, self.pick("联系方式", "Contact points"), &r.contact_points)?;
        self.counts(f, self.pick("购买", "Purchases"), &r.purchases)?;
        if r.target == Target::Purchases {
            let (lines, orders, refunds) = (r.anonymous_lines, r.anonymous_purchases, r.refunds);
            match self.language {
                Language::Zh => writeln!(f, "其中退款 {refunds} 笔；无客户的 {lines} 行，合为 {orders} 笔匿名购买")?,
                Language::En => writeln!(
                    f,
                    "of these {refunds} refunds; {lines} lines without a customer, in {orders} anonymous purchases"
                )?,
            }
        }
        self.counts(f, self.pick("介绍", "Referrals"), &r.referrals)?;
        self.counts(f, self.pick("关系", "Relations"), &r.relations)?;
        for sum in &r.sums {
            let [exact, stored, difference] = match self.language {
                Language::Zh => ["精确合计", "存储合计", "差额"],
                Language::En => ["exact sum", "stored sum", "difference"],
            };
            let c = &sum.currency;
            writeln!(f, "{c}: {exact} {}, {stored} {}, {difference} {}", sum.exact, sum.stored, sum.difference)?;
        }
        if let Some(dates) = r.dates {
            let order = match (dates.order, self.language) {
                (DateOrder::MonthFirst, Language::Zh) => "日期按“月/日/年”读取",
                (DateOrder::DayFirst, Language::Zh) => "日期按“日/月/年”读取",
                (DateOrder::MonthFirst, Language::En) => "Dates were read as month/day/year",
                (DateOrder::DayFirst, Language::En) => "Dates were read as day/month/year",
            };
            let doubt = self.pick("；文件本身无法判断，请核对", "; the file does not tell, please check");
            writeln!(f, "{order}{}", if dates.ambiguous { doubt } else { "" })?;
        }
        for (note, count) in &r.notes {
            writeln!(f, "{count} {}", self.note(*note))?;
        }
        if !r.unmapped.is_empty() {
            writeln!(f, "{}: {}", self.pick("未用的列", "Columns not used"), r.unmapped.join(", "))?;
        }
        for (reason, left) in &r.left_out {
            writeln!(f, "{} × {}", left.count, reason.text(self.language))?;
            for example in left.examples.iter().take(SHOWN) {
                writeln!(f, "    {}", if self.language == Language::Zh { &example.zh } else { &example.en })?;
            }
        }
        let s = r.seconds;
        let writing = (s.rest - s.compare).max(0.0);
        match self.language {
            Language::Zh => {
                write!(f, "读取 {:.1} 秒，比较 {:.1} 秒，其余 {:.1} 秒", s.read, s.compare, writing)
            }
            Language::En => {
                write!(f, "read in {:.1} s, compared in {:.1} s, the rest {:.1} s", s.read, s.compare, writing)
            }
        }
    }
}
