// Counts that a page was read: after two seconds in view, once, without cookies or anything of the reader.
// The employer sees the sum of a day.

const READ_FOR = 2000; // ms in view: less is a page that opened behind another, or a look-ahead

const { count: address, what } = document.currentScript.dataset;
let timer;

function start() {
  clearTimeout(timer);
  if (document.visibilityState === "visible") timer = setTimeout(send, READ_FOR);
}

function send() {
  document.removeEventListener("visibilitychange", start);
  const body = new URLSearchParams({ what });
  fetch(address, { method: "POST", body, credentials: "omit", keepalive: true }).catch(() => {});
}

document.addEventListener("visibilitychange", start);
start();
