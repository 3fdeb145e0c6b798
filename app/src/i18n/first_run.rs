//! First run: the owner's account, the first customers.

use super::messages;

messages! {
    setup_title => "建好店主账号", "Create the owner account";
    setup_detail => "数据存在你自己的机器上，断网也能用。账号存好就能开始。", "Your data stays on your own machine and works offline. This account is all it takes to begin.";
    setup_code => "启动码", "Set-up code";
    setup_code_hint => "服务器启动时在终端里写着", "The server printed it in the terminal when it started";
    setup_code_wrong => "启动码不对", "The set-up code is wrong";
    organisation => "店名或公司名", "Name of the shop or company";
    your_name => "你的名字", "Your name";
    create => "建好账号", "Create account";
    title => "先放进几位客户", "Bring in some customers";
    detail => "数据存在你自己的机器上，断网也能用。随时能清空重来。", "Your data stays on your own machine and works offline. You can start over at any time.";
    import => "导入一个文件", "Import a file";
    import_detail => "CSV 表格。先试跑，看清楚再存；同一个文件再导不会重复。", "A CSV table. Try it first, save when it looks right; the same file again adds nothing twice.";
    import_note => "认得纷享销客、Zoho 的列名 · 十万行约一分钟", "Knows the column names of Zoho and Fxiaoke · 100,000 rows take about a minute";
    one => "从一位客户开始", "Start with one customer";
    one_detail => "姓名和电话就够，三下点完。", "A name and a phone number will do. Three taps.";
    demo => "先用示例数据看看", "Look around with sample data";
    demo_detail => "一家布行的客户，三年往来。清空时不碰你自己的数据。", "A fabric shop's customers over three years. Clearing it never touches your own data.";
    checklist => "五分钟，到第一张有用的图", "Five minutes to the first useful chart";
    step_account => "建好店主账号", "Create the owner account";
    step_start => "选一种开头", "Choose how to start";
    step_chart => "看到第一张图：谁在撑起你的店", "See the first chart: who carries your shop";
    step_invite => "请同事扫码加入", "Invite colleagues by QR code";
    step_done => "已完成", "Done";
    skip => "以后再说", "Later";
    your_login => "账号", "Login";
    your_login_hint => "登录时用，2 到 64 个字，没有空格", "To sign in with: 2 to 64 characters, no spaces";
    currency => "记账货币", "Currency of your books";
    currency_hint => "以后所有合计都用它", "All sums are in it from now on";
    zone => "时区", "Time zone";
    zone_hint => "决定哪一刻起算第二天", "It says when a new day begins";
    creating => "正在建账号", "Creating the account";
    about_shop => "你的店", "Your shop";
    about_you => "你的账号", "Your account";
    demo_size => "多少位客户", "How many customers";
    demo_load => "放进示例数据", "Load the sample data";
    demo_running => "正在放进示例数据", "Loading the sample data";
    demo_done(n: u64) => "放好了，{n} 位示例客户", "Done: {n} sample customer" | "Done: {n} sample customers";
    needs_network => "这一步要连上服务器，别的都能离线做。", "This step needs the server; everything else works offline.";
    job_offline => "连不上服务器。它在那边接着做，连上就能看到进度。", "The server cannot be reached. It goes on there; the progress shows again when it is back.";
    job_failed => "没做完", "It did not finish";
    job_cancelled => "已停下。写进去的都在。", "Stopped. What was written is kept.";
    phase_reading => "正在读", "Reading";
    phase_writing => "正在写", "Writing";
    phase_saving => "正在存", "Saving";
    phase_checking => "正在核对", "Checking";
    phase_scoring => "正在算等级", "Working out the tiers";
    records => "条记录", "records";
    staff_empty => "还没有分给你的客户", "No customers are yours yet";
    staff_empty_detail => "记下第一位，或请主管把客户分给你。", "Add the first one, or ask your manager for customers.";
}
