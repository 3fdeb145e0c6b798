//! Words of the pages before the application.

use super::messages;

messages! {
    no_contact => "还连不上服务器", "The server cannot be reached yet";
    no_contact_why => "第一次打开需要网络，之后离线也能用。请检查网络后再试。", "The first opening needs the network; after that the app works offline. Check the network and try again.";
    try_again => "再试一次", "Try again";
    elsewhere => "基盘已在另一个标签页打开", "Jipan is open in another tab";
    elsewhere_why => "这个浏览器（或不是 HTTPS 的地址）不能让几个标签页一起工作，所以同一时间只在一个里用。没发出的修改都在，从最后打开的那个发。", "This browser (or an address without HTTPS) cannot let several tabs work together, so one works at a time. Unsent changes are kept; the tab opened last sends them.";
    use_here => "在这里使用", "Use it here";
    not_durable => "这个浏览器不保存数据：关掉页面，未发出的修改会丢失。", "This browser keeps no data: unsent changes are lost when the page is closed.";
    evicted => "浏览器清掉了本机的数据，会从服务器重新下载。没发出的修改没有丢。", "The browser deleted the data on this device; it is downloaded again from the server. No unsent change was lost.";
    evicted_lost(n: usize) => "浏览器清掉了本机的数据，{n} 项还没发出的修改也没了。其余的会从服务器重新下载；导出过文件的话，可以在“同步”里导入。", "The browser deleted the data on this device, and {n} unsent change with it. The rest is downloaded again from the server; if you exported a file, import it on the sync page." | "The browser deleted the data on this device, and {n} unsent changes with it. The rest is downloaded again from the server; if you exported a file, import it on the sync page.";
    evicted_kept(n: usize) => "浏览器清掉了本机的数据。这一页上还有 {n} 项没发出的修改，已经重新存好；其余的会从服务器重新下载。", "The browser deleted the data on this device. {n} unsent change was still on this page and is saved again; the rest is downloaded from the server." | "The browser deleted the data on this device. {n} unsent changes were still on this page and are saved again; the rest is downloaded from the server.";
    freed => "本机快满了，腾掉了旧的往来记录（服务器上都在）。没发出的修改都在。", "This device is nearly full. Old history was removed from it (the server has all of it); unsent changes are kept.";
    full => "本机满了，刚才的修改没存上，文字还在。腾出空间后，到“同步”里点“再存一次”。", "This device is full: the last change is not saved, its text is kept. Free some space, then choose “Save again” on the sync page.";
    understood => "知道了", "All right";
    not_found => "没有这个页面", "There is no such page";
    part_missing => "这一页还没下载到这台设备", "This page is not on this device yet";
    part_missing_why => "您的数据没有受影响。请检查网络后再试一次，还不行就刷新页面。", "Your data is not affected. Check the network and try again; if that does not help, reload the page.";
    go_home => "回到今日", "Back to Today";
    unnamed_place => "基盘", "Jipan";
}
