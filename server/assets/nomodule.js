// Runs only where module scripts do not exist: such a browser cannot run the app at all. Old syntax on purpose.
document.addEventListener("DOMContentLoaded", function () {
  var text = document.getElementById("splash-text");
  if (text) {
    text.textContent = "这个浏览器太旧，无法打开基盘。请换用新版 Chrome、Edge、Safari 或 Firefox。 " +
      "This browser is too old for Jipan. Please use a current Chrome, Edge, Safari or Firefox.";
  }
});
