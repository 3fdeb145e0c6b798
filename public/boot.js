// Starts the app: checks what the browser can do, loads the WebAssembly module, registers the service worker.
//
// Not hashed, so it stays small and names no hashed file: those come as data attributes of <html>.
// What it tells the app is `window.jipan`:
//   buildId    the build this page belongs to
//   offline    "ready" | "insecure" | "in-app" | "unsupported" | "failed": whether the page opens without a network
//   missing    names of features this browser lacks
//   waiting    whether a new version is ready
//   update()   switches to it and loads the page once more
//   check()    asks the server for a new version now
// and the event "jipan-update" on window: detail.state is "waiting" (offer it) or "active" (another tab switched).

const root = document.documentElement;
const { build, js, wasm } = root.dataset;

const stored = (key) => {
  try {
    return JSON.parse(localStorage.getItem(key));
  } catch {
    return null; // Storage blocked, or a value that is not ours.
  }
};
const language = stored("jipan.lang") ?? navigator.language ?? "zh";
const say = (zh, en) => (String(language).startsWith("zh") ? zh : en);
const theme = stored("jipan.theme");
if (["light", "dark", "contrast"].includes(theme)) root.dataset.theme = theme;

// ---- what this browser can do

const inApp = /MicroMessenger|\bQQ\/|DingTalk|Weibo|Lark\/|Feishu|AlipayClient|FBAN|FBAV|Instagram|Line\//i.test(navigator.userAgent);
const missing = Object.entries({
  WebAssembly: "WebAssembly" in window,
  indexedDB: (() => { try { return Boolean(window.indexedDB); } catch { return false; } })(),
  serviceWorker: "serviceWorker" in navigator,
  locks: "locks" in navigator,
  secureContext: window.isSecureContext,
}).filter(([, there]) => !there).map(([name]) => name);

function offlineState() {
  if (!window.isSecureContext) return "insecure";
  if (!("serviceWorker" in navigator)) return inApp ? "in-app" : "unsupported";
  return missing.includes("indexedDB") ? "unsupported" : "ready";
}

// ---- the update, one tap, one reload

let registration = null;
let accepted = false;
let reloading = false;
const tell = (state) => window.dispatchEvent(new CustomEvent("jipan-update", { detail: { state, buildId: build } }));

window.jipan = {
  buildId: build,
  offline: offlineState(),
  missing,
  waiting: false,
  update() {
    accepted = true;
    // A worker that already took over (in another tab) leaves nothing to wait for.
    if (registration?.waiting) registration.waiting.postMessage({ type: "SKIP_WAITING" });
    else location.reload();
  },
  async check() {
    await registration?.update();
  },
};

function offer() {
  window.jipan.waiting = true;
  tell("waiting");
}

async function register() {
  let controlled = Boolean(navigator.serviceWorker.controller);
  navigator.serviceWorker.addEventListener("controllerchange", () => {
    const first = !controlled;
    controlled = true;
    if (first && !accepted) return; // The first worker ever took this page over: nothing changed for the person.
    if (!accepted) return tell("active"); // Another tab switched; this one may hold unsaved text and goes on.
    if (!reloading) {
      reloading = true;
      location.reload();
    }
  });
  registration = await navigator.serviceWorker.register("/sw.js", { updateViaCache: "none" });
  if (registration.waiting && controlled) offer();
  registration.addEventListener("updatefound", () => {
    const worker = registration.installing;
    worker?.addEventListener("statechange", () => {
      if (worker.state === "installed" && navigator.serviceWorker.controller) offer();
    });
  });
  const look = () => document.visibilityState === "visible" && registration.update().catch(() => {});
  document.addEventListener("visibilitychange", look);
  setInterval(look, 60 * 60 * 1000);
}

// ---- words

function note(text) {
  const box = Object.assign(document.createElement("div"), { className: "boot-note" });
  box.setAttribute("role", "note");
  const close = Object.assign(document.createElement("button"), { textContent: say("知道了", "OK") });
  close.addEventListener("click", () => {
    try { sessionStorage.setItem("jipan.boot-note", "seen"); } catch { /* Shown again next time. */ }
    box.remove();
  });
  box.append(Object.assign(document.createElement("span"), { textContent: text }), close);
  document.body.append(box);
}

function advise() {
  try { if (sessionStorage.getItem("jipan.boot-note")) return; } catch { /* Then it is shown. */ }
  const texts = {
    "in-app": say("这里不能离线使用。请点右上角菜单，选“在浏览器打开”。",
      "No offline use here. Open the menu at the top right and choose “open in browser”."),
    insecure: say("这个地址不是 HTTPS，所以不能离线使用，也不能安装。请向管理员要 HTTPS 地址。",
      "This address is not HTTPS: the app cannot work offline or be installed. Ask your administrator for the HTTPS address."),
    unsupported: say("这个浏览器（或隐私窗口）不能保存数据，离线时无法使用。请换用新版 Chrome、Edge、Safari 或 Firefox 的普通窗口。",
      "This browser (or private window) cannot keep data for offline use. Use a normal window of a current Chrome, Edge, Safari or Firefox."),
  };
  const text = texts[window.jipan.offline];
  if (text) note(text);
}

function fail(text) {
  const splash = document.getElementById("splash") ?? document.body.appendChild(Object.assign(document.createElement("div"), { id: "splash" }));
  const retry = Object.assign(document.createElement("button"), { textContent: say("再试一次", "Try again") });
  retry.addEventListener("click", () => location.reload());
  splash.setAttribute("role", "alert");
  splash.replaceChildren(Object.assign(document.createElement("p"), { textContent: text }), retry);
  retry.focus();
}

// ---- start

async function start() {
  if (missing.includes("WebAssembly")) {
    return fail(say("这个浏览器太旧，无法打开基盘。请换用新版 Chrome、Edge、Safari 或 Firefox。",
      "This browser is too old for Jipan. Please use a current Chrome, Edge, Safari or Firefox."));
  }
  document.getElementById("splash-text").textContent = say("正在打开…", "Opening…");
  try {
    const app = await import(js);
    await app.default({ module_or_path: wasm });
    document.getElementById("splash")?.remove();
  } catch (error) {
    console.error(error);
    return fail(say("没能打开。您的数据没有受影响。请检查网络后再试一次。",
      "Could not open. Your data is not affected. Check the network and try again."));
  }
  advise();
  if ("serviceWorker" in navigator && window.isSecureContext) {
    register().catch((error) => {
      console.warn(error);
      window.jipan.offline = "failed";
    });
  }
}

start();
