//! What went wrong: what happened, what is safe, what to do.

use super::messages;
use crate::api::ApiError;

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
    try_again_online => "连不上服务器。你填的还在这里，看看网络，再试一次。", "The server cannot be reached. What you entered is still here. Check the network and try again.";
    session_ended => "登录过期了，没发出的都还在本机。请再登录一次。", "Your session ended. Unsent changes are kept on this device. Please sign in again.";
    too_large => "太大了，服务器收不下。什么都没改。分成几份再试。", "This is too large for the server. Nothing was changed. Try it in smaller parts.";
    server_failed => "服务器出错了，你填的还在这里。过一会儿再试；还不行，请管理员看服务器日志。", "The server failed. What you entered is still here. Try again in a while; if it goes on, ask your administrator to look at the server's log.";
    not_understood => "服务器没看懂这个请求，什么都没改。请重新打开页面再试。", "The server did not understand the request. Nothing was changed. Reload the page and try again.";
    refused_unknown(code: &str) => "服务器没同意（{code}），什么都没改。请把括号里的代码告诉管理员。", "The server refused ({code}). Nothing was changed. Tell your administrator the code in brackets.";
    bad_setup_code => "启动码不对，或已经用过。服务器每次启动会在终端里写一个新的，请照着再输一遍。", "The set-up code is wrong or was already used. The server prints a new one in its terminal at every start. Type that one.";
    bad_credentials => "账号或密码不对。请再输一遍；忘了就请管理员发一个重设链接。", "Login or password is wrong. Type them again, or ask an administrator for a reset link.";
    too_many_attempts(span: &str) => "试得太多了，先停一停。{span}后再试，账号没有被锁。", "Too many tries. Try again in {span}; the account is not locked.";
    bad_link => "这个链接已经用过或过期了。请管理员再发一个。", "This link was used or has expired. Ask an administrator for a new one.";
    login_taken => "这个账号有人用了，换一个。", "Somebody has this login. Choose another one.";
    team_taken => "已经有同名的团队，换个名字。", "There is a team of this name. Choose another name.";
    bad_login => "账号要 2 到 64 个字，中间不能有空格。", "A login has 2 to 64 characters and no spaces.";
    bad_name => "名字要填，最多 100 个字。", "A name has 1 to 100 characters.";
    weak_password => "密码要 8 到 200 个字，也别用容易猜到的，比如 12345678。", "A password has 8 to 200 characters and is not easy to guess, such as 12345678.";
    unknown_staff => "找不到这位同事，可能刚被别人改过。请刷新名单再试。", "This colleague was not found; somebody may have changed the list. Reload it and try again.";
    unknown_team => "找不到这个团队，可能刚被别人改过。请刷新再试。", "This team was not found; somebody may have changed it. Reload and try again.";
    last_administrator => "至少要留一位在用的管理员，所以没有改。请先让另一位同事当管理员。", "At least one active administrator must remain, so nothing was changed. Make a colleague administrator first.";
    bad_currency => "货币要写三个大写字母，比如 CNY。", "A currency is three capital letters, such as CNY.";
    bad_zone => "没有这个时区，请重新选。", "There is no such time zone. Choose again.";
    other_person => "这台设备上的更改是另一位同事做的，要由本人登录后才会发出。它们都还在本机。", "The changes on this device were made by somebody else and are sent when that person signs in. They are kept here.";
    job_busy => "另一个导入或示例数据还在跑。等它完成再试；你选的还在这里。", "Another import or demo base is still running. Try again when it is done; your choices are still here.";
    unknown_job => "找不到这项工作了，服务器可能重启过。已写进去的都在；不放心就再做一次，不会重复。", "This job is no longer known; the server may have been restarted. What was written is kept. Run it again if in doubt, nothing is doubled.";
    unknown_upload => "服务器上找不到这个文件了。请再选一次文件。", "The server no longer has this file. Choose the file again.";
    cut_off => "文件没传完整，服务器什么都没存。请再传一次。", "The file did not arrive whole. Nothing was saved. Send it again.";
    bad_file => "这个文件读不了，什么都没存。请另存为 CSV 再试。", "This file cannot be read. Nothing was saved. Save it as CSV and try again.";
    bad_columns => "列对得不全，什么都没存。请看“每一列是什么”，补上要填的。", "The columns do not fit yet. Nothing was saved. Check what each column is and add what is missing.";
    not_empty => "已经有客户了，示例数据只能放进空的客户库。", "There are customers already. Sample data only goes into an empty base.";
}

/// What happened, what is safe and what to do, in one or two sentences.
pub fn error_words(error: &ApiError) -> String {
    match error {
        ApiError::Network => try_again_online().to_owned(),
        ApiError::NeedsAuth => session_ended().to_owned(),
        ApiError::TooLarge => too_large().to_owned(),
        ApiError::Outdated => format!("{}{}{}", outdated(), gap(), outdated_action()),
        ApiError::Invalid(_) => not_understood().to_owned(),
        ApiError::Server => server_failed().to_owned(),
        ApiError::Refused(refusal) => {
            let wait = refusal.retry_after;
            refusal_words(&refusal.code, wait).unwrap_or_else(|| refused_unknown(&refusal.code))
        }
    }
}

/// The words of a refusal code; `None` for a code this page does not know (a newer server).
fn refusal_words(code: &str, retry_after: Option<u32>) -> Option<String> {
    let words = match code {
        "too_many_attempts" => {
            return Some(too_many_attempts(&super::format::duration(i64::from(retry_after.unwrap_or(60)))));
        }
        "forbidden" => return Some(format!("{}{}{}", denied(), gap(), denied_action())),
        "needs_auth" => session_ended(),
        "internal" => server_failed(),
        "bad_setup_code" => bad_setup_code(),
        "bad_credentials" => bad_credentials(),
        "bad_link" => bad_link(),
        "login_taken" => login_taken(),
        "team_taken" => team_taken(),
        "bad_login" => bad_login(),
        "bad_name" => bad_name(),
        "weak_password" => weak_password(),
        "unknown_staff" => unknown_staff(),
        "unknown_team" => unknown_team(),
        "last_administrator" => last_administrator(),
        "bad_currency" => bad_currency(),
        "bad_zone" => bad_zone(),
        "other_person" => other_person(),
        "busy" | "job_busy" => job_busy(),
        "unknown_job" => unknown_job(),
        "unknown_upload" => unknown_upload(),
        "cut_off" | "bad_form" | "no_file" => cut_off(),
        "bad_file" => bad_file(),
        "bad_columns" => bad_columns(),
        "not_empty" => not_empty(),
        _ => return None,
    };
    Some(words.to_owned())
}

/// What stands between two sentences.
fn gap() -> &'static str {
    if super::lang() == super::Lang::ZhCn { "" } else { " " }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::api::Refusal;
    use crate::i18n::{Lang, tests::with_lang};

    /// The codes in a Rust source: the text on the right of `=> "…"` and inside `refused("…")`.
    fn codes(source: &str) -> Vec<&str> {
        let pick = |mark: &'static str| {
            source.match_indices(mark).filter_map(move |(at, _)| source[at + mark.len()..].split('"').next())
        };
        let is_code = |text: &&str| !text.is_empty() && text.chars().all(|c| c.is_ascii_lowercase() || c == '_');
        [pick("=> \""), pick("refused(\""), pick("refused_as(\"")].into_iter().flatten().filter(is_code).collect()
    }

    #[test]
    fn every_code_the_server_refuses_with_has_words() {
        let server = std::path::Path::new("../server/src");
        let mut known = 0;
        for file in ["auth/error.rs", "backend/errors.rs", "backend/accounts.rs", "backend/base.rs"] {
            let source = std::fs::read_to_string(server.join(file)).unwrap_or_default();
            let after_code = source.find("pub fn code(").map_or(source.as_str(), |at| &source[at..]);
            for code in codes(after_code) {
                assert!(refusal_words(code, None).is_some(), "no words for {code} in {file}");
                known += 1;
            }
        }
        assert!(known >= 15, "the server's codes were not found ({known})");
    }

    #[test]
    fn an_error_says_what_to_do() {
        let refused = |code: &str, retry_after| ApiError::Refused(Refusal { code: code.into(), retry_after });
        with_lang(Lang::ZhCn, || {
            assert_eq!(
                error_words(&refused("too_many_attempts", Some(90))),
                "试得太多了，先停一停。1 分 30 秒后再试，账号没有被锁。"
            );
            assert!(error_words(&refused("from_the_future", None)).contains("from_the_future"));
        });
        with_lang(Lang::En, || assert!(error_words(&ApiError::Outdated).contains(". Update it.")));
    }
}
