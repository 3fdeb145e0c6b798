//! Settings and administration.

use super::messages;

messages! {
    title => "设置", "Settings";
    language => "语言", "Language";
    appearance => "外观", "Appearance";
    theme_auto => "跟系统", "System";
    theme_light => "浅色", "Light";
    theme_dark => "深色", "Dark";
    theme_contrast => "高对比", "High contrast";
    organisation => "商家名称", "Organisation";
    time_zone => "时区", "Time zone";
    currency => "货币", "Currency";
    account => "账号", "Account";
    my_name => "我的名字", "My name";
    staff => "同事", "Staff";
    invite => "请同事加入", "Invite a colleague";
    invite_detail => "把链接或二维码发给他。链接只能用一次。", "Send the link or the QR code. The link works once.";
    role => "角色", "Role";
    role_administrator => "管理员", "Administrator";
    role_manager => "主管", "Manager";
    role_staff => "员工", "Staff";
    scope => "能看到", "Can see";
    scope_own => "自己的客户", "Own customers";
    scope_team => "本团队的客户", "The team's customers";
    scope_all => "全部客户", "All customers";
    may_export => "可以导出", "May export";
    active => "在用", "Active";
    inactive => "已停用", "Inactive";
    deactivate => "停用", "Deactivate";
    reset_password => "发重设密码的链接", "Send a password link";
    link_expires(when: &str) => "链接到 {when} 失效", "The link expires {when}";
    this_device => "这台设备", "This device";
    storage_used(size: &str) => "本机用了 {size}", "{size} used on this device";
    version(build: &str) => "版本 {build}", "Version {build}";
    sign_out => "退出登录", "Sign out";
    sign_out_unsent(n: usize) => "还有 {n} 项没发出。退出会把它们留在本机，只有你再登录才会发。", "{n} change is not sent. It stays on this device until you sign in again." | "{n} changes are not sent. They stay on this device until you sign in again.";
    backup => "备份与恢复", "Backup and restore";
    trash => "回收站", "Trash";
    audit => "操作记录", "Audit log";
}
