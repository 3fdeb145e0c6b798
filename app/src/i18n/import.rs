//! Import of files.

use super::messages;

messages! {
    title => "导入客户", "Import customers";
    choose_file => "选一个文件", "Choose a file";
    drop_here => "或把文件拖到这里", "or drop it here";
    formats => "Excel、CSV 或通讯录", "Excel, CSV or vCard";
    reading(name: &str) => "正在读 {name}", "Reading {name}";
    file_rows(n: usize) => "{n} 行", "{n} row" | "{n} rows";
    columns_title => "每一列是什么", "What each column is";
    column_from => "文件里的列", "Column in the file";
    column_to => "放到", "Goes to";
    column_skip => "不导入", "Skip";
    examples => "例子", "Examples";
    dry_run => "先试跑", "Try it first";
    dry_run_detail => "只看结果，什么都不存。", "Shows the result and saves nothing.";
    would_create(n: usize) => "新增 {n} 位", "{n} new";
    would_update(n: usize) => "更新 {n} 位", "{n} updated";
    would_skip(n: usize) => "{n} 行不变", "{n} row unchanged" | "{n} rows unchanged";
    would_fail(n: usize) => "{n} 行要改", "{n} row to fix" | "{n} rows to fix";
    start(n: usize) => "导入 {n} 行", "Import {n} row" | "Import {n} rows";
    running(name: &str) => "导入 {name}", "Importing {name}";
    finished(n: usize) => "导入好了，{n} 位", "{n} customer imported" | "{n} customers imported";
    undo => "撤回这次导入", "Undo this import";
    undone => "这次导入已撤回", "Import undone";
    failed_rows => "下载没进来的行", "Download the rows that failed";
    row(n: usize) => "第 {n} 行", "Row {n}";
    encoding(name: &str) => "文字编码：{name}", "Encoding: {name}";
    delimiter(name: &str) => "分隔符：{name}", "Separator: {name}";
    past => "以前的导入", "Past imports";
}
