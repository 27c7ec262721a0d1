// Keys for going through applicants. Each one presses what is on the page, so nothing needs them.
// They rest while one writes, and can be switched off; the choice stays in this browser.

const STORED = "triage-keys";
const board = document.querySelector("[data-triage]");
const label = board.querySelector("[data-keys-switch]");
const box = label.querySelector("input");

label.hidden = false;
box.checked = stored() !== "off";
box.addEventListener("change", () => {
  store(box.checked ? "on" : "off");
  show();
});
show();
document.addEventListener("keydown", (event) => {
  if (!box.checked || event.ctrlKey || event.metaKey || event.altKey || event.repeat) return;
  if (event.isComposing || isField(event.target)) return;
  const fold = find("data-opens", event.key);
  const target = find("data-key", event.key);
  if (!fold && !target) return;
  event.preventDefault();
  if (fold) open(fold);
  else target.click();
});

function find(name, key) {
  return [...board.querySelectorAll(`[${name}]`)].find((one) => one.getAttribute(name) === key);
}

// A radio button is a field too: its arrow keys choose, and Enter sends the form.
function isField(element) {
  return element.isContentEditable || element.matches("input, textarea, select");
}

function open(fold) {
  fold.open = !fold.open;
  const first = fold.open && fold.querySelector("input[type=radio]");
  (first || fold.querySelector("summary")).focus();
}

function show() {
  board.toggleAttribute("data-keys-off", !box.checked);
}

// A browser may refuse to store anything.
function stored() {
  try {
    return localStorage.getItem(STORED);
  } catch {
    return null;
  }
}

function store(value) {
  try {
    localStorage.setItem(STORED, value);
  } catch {
    // It holds for this page.
  }
}
