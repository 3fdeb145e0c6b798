//! The status line and the sync page.

use super::messages;

messages! {
    synced(when: &str) => "已同步 · {when}", "Synced · {when}";
    syncing => "正在同步", "Syncing";
    waiting(n: usize) => "{n} 项待发", "{n} waiting";
    waiting_saved(n: usize) => "{n} 项待发 · 已存在本机", "{n} waiting · saved here";
    offline_clear => "离线 · 都已发出", "Offline · all sent";
    offline_waiting(n: usize) => "离线 · {n} 项待发，连上就发", "Offline · {n} waiting, sent when back";
    offline_long(days: u32, n: usize) => "离线 {days} 天 · {n} 项待发，可导出", "Offline {days} day · {n} waiting, can be exported" | "Offline {days} days · {n} waiting, can be exported";
    conflict(n: usize) => "{n} 处两人都改了，等你定", "{n} change to settle" | "{n} changes to settle";
    held(n: usize) => "{n} 项发不出去，看原因", "{n} could not be sent, see why";
    needs_sign_in(n: usize) => "要重新登录 · {n} 项存在本机", "Sign in again · {n} saved here";
    needs_sign_in_only => "要重新登录", "Sign in again";
    not_saved => "没存上，文字还在", "Not saved, your text is kept";
    first_replica(done: u64, total: u64) => "第一次下载 {done} / {total}", "First download {done} / {total}";
    title => "同步", "Sync";
    status => "同步状态", "Sync status";
    sync_now => "现在同步", "Sync now";
    last_synced(when: &str) => "上次同步：{when}", "Last synced: {when}";
    all_sent => "都已发出", "Everything is sent";
    all_sent_detail => "这台设备上没有还没发出的更改。", "There is nothing unsent on this device.";
    queue => "待发", "Waiting";
    sent => "已发", "Sent";
    conflicts => "等你定", "To settle";
    held_title => "发不出去", "Could not be sent";
    export_unsent => "导出没发出的", "Export unsent changes";
    discard => "丢弃", "Discard";
    discard_question => "丢弃这项更改？", "Discard this change?";
    discard_detail => "它还没发给别人，丢弃后只能从历史里看到。", "Nobody else has it. Afterwards it is only in the history.";
    settle_title(name: &str, field: &str) => "{name}的{field}，两个人都改了", "{name}: two people changed the {field}";
    settle_detail => "选一个留下。没选的进历史，随时能换回来。", "Choose the one to keep. The other stays in the history.";
    keep(value: &str) => "留下 {value}", "Keep {value}";
    keep_both => "两个都留着", "Keep both";
    choose_first => "先选一个", "Choose one first";
    mine_here => "我，这台设备", "Me, this device";
    was(value: &str) => "原来是 {value}", "Was {value}";
    settled => "已定下", "Settled";
    device => "设备", "Device";
    devices => "设备", "Devices";
    device_name => "这台设备的名字", "Name of this device";
    history_to(month: &str) => "往来到 {month}", "History to {month}";
    offline_use => "照常使用，连上再同步", "Go on as usual, it syncs later";
    update_ready => "新版本好了", "A new version is ready";
    update_now => "现在换上", "Update now";
    offline_insecure => "这个地址不是 HTTPS，断网时打不开", "This address is not HTTPS, so it will not open offline";
    evicted => "浏览器清掉了本机的数据，正在重新下载", "The browser removed this device's data. Downloading again";
}
