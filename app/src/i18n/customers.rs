//! The list of customers.

use super::messages;

messages! {
    title => "客户", "Customers";
    search_hint => "姓名、拼音、电话尾号、公司、标签", "Name, pinyin, end of phone, company, tag";
    search_hint_short => "姓名、拼音首字母、电话尾号", "Name, initials, end of phone";
    all => "全部", "All";
    mine => "我的", "Mine";
    my_team => "我的团队", "My team";
    at_risk => "有风险", "At risk";
    overdue => "回访逾期", "Overdue";
    sum(amount: &str) => "合计 {amount}", "{amount} in total";
    risk_sum(amount: &str) => "在险 {amount}", "{amount} at risk";
    overdue_count(n: usize) => "回访逾期 {n} 位", "{n} overdue";
    last_12_months => "近 12 个月", "Last 12 months";
    sort_by(field: &str, direction: &str) => "按{field}，{direction}", "By {field}, {direction}";
    column_name => "名称", "Name";
    column_tier => "等级", "Tier";
    column_stage => "阶段", "Stage";
    column_last_contact => "最近联系", "Last contact";
    column_spend(currency: &str) => "12 个月 {currency}", "12 months {currency}";
    column_at_risk(currency: &str) => "在险 {currency}", "At risk {currency}";
    column_owner => "负责人", "Owner";
    column_place => "地区", "Place";
    field_spend => "消费金额", "spend";
    field_last_contact => "最近联系", "last contact";
    field_name => "名称", "name";
    field_created => "建档时间", "date added";
    add_condition => "条件", "Condition";
    save_view => "存成视图", "Save as view";
    views => "视图", "Views";
    start_follow_up => "发起回访", "Start follow-up";
    change_owner => "改负责人", "Change owner";
    add_tag => "打标签", "Add tag";
    snooze => "改天", "Snooze";
    given_to(n: usize, name: &str) => "已把 {n} 位交给{name}", "{n} customer given to {name}" | "{n} customers given to {name}";
    deleted(n: usize) => "已把 {n} 位移到回收站", "{n} customer moved to trash" | "{n} customers moved to trash";
    empty => "还没有客户", "No customers yet";
    empty_detail => "姓名和电话就够，三下点完。", "A name and a phone number will do. Three taps.";
    empty_action => "记下第一位", "Add the first one";
    no_match => "没有符合的客户", "No customer matches";
    no_match_detail => "去掉一个条件，或换个写法。", "Drop a condition or try another spelling.";
    clear_conditions => "去掉全部条件", "Clear all conditions";
    list_label(n: usize) => "客户名单，{n} 位", "Customer list, {n} customer" | "Customer list, {n} customers";
    choose_one => "选一位客户，这里看细节", "Choose a customer to see the details here";
}
