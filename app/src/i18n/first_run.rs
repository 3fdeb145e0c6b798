//! First run: the owner's account, the first customers.

use super::messages;

messages! {
    setup_title => "建好店主账号", "Create the owner account";
    setup_detail => "数据存在你自己的机器上，断网也能用。", "Your data stays on your own machine and works offline.";
    setup_code => "启动码", "Set-up code";
    setup_code_hint => "服务器启动时在终端里写着", "The server printed it in the terminal when it started";
    setup_code_wrong => "启动码不对", "The set-up code is wrong";
    organisation => "店名或公司名", "Name of the shop or company";
    your_name => "你的名字", "Your name";
    create => "建好账号", "Create account";
    title => "先放进几位客户", "Bring in some customers";
    detail => "数据存在你自己的机器上，断网也能用。随时能清空重来。", "Your data stays on your own machine and works offline. You can start over at any time.";
    import => "导入一个文件", "Import a file";
    import_detail => "Excel、CSV 或通讯录。先试跑，看清楚再存；整批都能撤回。", "Excel, CSV or vCard. Try it first, save when it looks right, undo the whole batch.";
    import_note => "认得纷享销客、Zoho 的列名 · 十万行约一分钟", "Knows the column names of Zoho and Fxiaoke · 100,000 rows take about a minute";
    one => "从一位客户开始", "Start with one customer";
    one_detail => "姓名和电话就够，三下点完。", "A name and a phone number will do. Three taps.";
    demo => "先用示例数据看看", "Look around with sample data";
    demo_detail => "一家布行的客户，两年往来。清空时不碰你自己的数据。", "A fabric shop's customers over two years. Clearing it never touches your own data.";
    checklist => "五分钟，到第一张有用的图", "Five minutes to the first useful chart";
    step_account => "建好店主账号", "Create the owner account";
    step_start => "选一种开头", "Choose how to start";
    step_chart => "看到第一张图：谁在撑起你的店", "See the first chart: who carries your shop";
    step_invite => "请同事扫码加入", "Invite colleagues by QR code";
    step_done => "已完成", "Done";
    skip => "以后再说", "Later";
}
