//! Signing in, invitations, new passwords.

use super::messages;

messages! {
    title => "登录", "Sign in";
    welcome => "你好", "Welcome";
    login => "账号", "Login";
    password => "密码", "Password";
    submit => "登录", "Sign in";
    signing_in => "正在登录", "Signing in";
    wrong => "账号或密码不对", "Login or password is wrong";
    wait(seconds: i64) => "试得太多了，{seconds} 秒后再试。", "Too many tries. Try again in {seconds} second." | "Too many tries. Try again in {seconds} seconds.";
    offline => "登录要连上一次网。", "Signing in needs the network once.";
    forgot => "忘了密码？请管理员发一个链接给你。", "Forgot it? Ask an administrator for a link.";
    expired => "登录过期了，请再登录一次。没发出的都还在本机。", "Your session ended. Sign in again. Unsent changes are kept on this device.";
    other_person(name: &str) => "这台设备上还有{name}的资料，各归各的。", "{name}'s data is on this device too, kept apart.";
    invitation_title(organisation: &str) => "加入{organisation}", "Join {organisation}";
    choose_login => "给自己定个账号", "Choose a login";
    choose_password => "定个密码", "Choose a password";
    password_hint(n: usize) => "至少 {n} 个字", "At least {n} character" | "At least {n} characters";
    new_password => "新密码", "New password";
    join => "加入", "Join";
    set_password => "就用这个密码", "Set password";
    link_used => "这个链接已经用过或过期了。请再要一个。", "This link was used or has expired. Ask for a new one.";
    back_title(name: &str) => "{name}，请再登录一次", "{name}, please sign in again";
    reset_title(name: &str) => "{name}，定个新密码", "{name}, choose a new password";
    invited_title(name: &str) => "{name}，欢迎加入", "Welcome, {name}";
    invited_detail => "定个账号和密码，以后就用它们登录。", "Choose a login and a password. You sign in with them from now on.";
    reset_detail => "定好就直接登录。其他设备要用新密码再登录。", "You are signed in right away. Other devices need the new password.";
    login_hint => "2 到 64 个字，没有空格", "2 to 64 characters, no spaces";
    password_rule => "8 到 200 个字，别用容易猜到的", "8 to 200 characters, not easy to guess";
    checking_link => "正在看这个链接", "Checking the link";
    link_bad_title => "这个链接不能用了", "This link does not work any more";
    to_sign_in => "去登录", "Go to sign-in";
    language => "语言", "Language";
    kept_here => "没发出的更改都还在这台设备上。", "Unsent changes are kept on this device.";
}
