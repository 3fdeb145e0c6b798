//! What went wrong: what happened, what is safe, what to do.

use super::messages;

messages! {
    title => "出了点问题", "Something went wrong";
    kept => "你填的都还在本机。", "What you entered is kept on this device.";
    network => "连不上服务器。", "The server cannot be reached.";
    network_action => "连上后会自动再试。", "It tries again by itself when the network is back.";
    server => "服务器出错了。", "The server has a problem.";
    denied => "你没有这个权限。", "You are not allowed to do this.";
    denied_action => "请管理员开通，或交给有权限的人。", "Ask an administrator, or pass it on.";
    denied_export => "没有权限导出", "Export is not allowed for you";
    not_found => "找不到这条记录。", "This record does not exist.";
    outdated => "这个页面的版本旧了。", "This page is out of date.";
    outdated_action => "换上新版本；没发出的会照样发出。", "Update it. Unsent changes are still sent.";
    storage_full => "本机空间满了，没存上。", "This device is full, nothing was saved.";
    storage_full_action => "清出一些空间，再点“再试一次”。", "Free some space, then try again.";
    storage_lost => "浏览器关掉了本机数据库。", "The browser closed the local database.";
    duplicate_order(number: &str) => "订单号 {number} 已经有了。", "Order number {number} exists already.";
    required => "这里要填", "Please fill this in";
    too_long(n: usize) => "最多 {n} 个字", "At most {n} character" | "At most {n} characters";
    not_a_phone => "这不像电话号码", "This does not look like a phone number";
    not_an_email => "这不像邮箱", "This does not look like an e-mail address";
    not_an_amount => "这不像金额", "This does not look like an amount";
    not_a_date => "这不像日期", "This does not look like a date";
    password_too_short(n: usize) => "密码至少 {n} 个字", "The password needs at least {n} character" | "The password needs at least {n} characters";
    details => "细节", "Details";
}
