//! The frame: navigation, command palette, keyboard help.

use super::messages;

messages! {
    main => "主导航", "Main";
    skip => "跳到内容", "Skip to content";
    today => "今日", "Today";
    customers => "客户", "Customers";
    graph => "关系", "Graph";
    insights => "洞察", "Insights";
    more => "更多", "More";
    map => "维护图", "Map";
    tiers => "分级", "Tiers";
    service => "服务", "Service";
    loyalty => "忠诚度", "Loyalty";
    campaigns => "活动", "Campaigns";
    team => "团队", "Team";
    sync => "同步", "Sync";
    import => "导入", "Import";
    settings => "设置", "Settings";
    admin => "管理", "Admin";
    sign_out => "退出登录", "Sign out";
    fold => "收起导航", "Fold navigation";
    unfold => "展开导航", "Unfold navigation";
    new_note => "记一笔", "Quick note";
    new_customer => "新客户", "New customer";
    palette => "找人或做事", "Find or do";
    palette_hint => "输入姓名、拼音、电话尾号，或一个动作", "Type a name, the end of a phone number, or an action";
    palette_actions => "动作", "Actions";
    palette_found => "找到的", "Found";
    palette_nothing(text: &str) => "没有“{text}”", "Nothing for “{text}”";
    palette_count(n: usize) => "{n} 条", "{n} result" | "{n} results";
    palette_keys => "↑↓ 移动，↵ 打开，Esc 关上", "↑↓ move, ↵ open, Esc close";
    shortcuts => "键盘快捷键", "Keyboard shortcuts";
    shortcut_palette => "找人或做事", "Find or do";
    shortcut_search => "搜索", "Search";
    shortcut_new => "记一笔", "Quick note";
    shortcut_help => "这张表", "This list";
    shortcut_down => "下一位", "Next";
    shortcut_up => "上一位", "Previous";
    shortcut_open => "打开", "Open";
    shortcut_select => "选择", "Select";
    not_found => "没有这个页面", "No such page";
    not_found_detail => "地址可能写错了，或者这条记录已经删掉。", "The address may be wrong, or the record was deleted.";
    to_today => "回到今日", "Go to Today";
}
