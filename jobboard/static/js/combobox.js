// A text field that offers options while one types: a combobox after the ARIA practices. The scripts
// after this one say what is offered, and what it means to choose.

const COMBOBOX_WAIT = 180; // ms without a key before the server is asked
const COMBOBOX_SHORTEST = 2;

// `options(text)` gives a promise of options, `title` and perhaps `note` each; `choose(option)` is called
// for the one taken; `label` names the list, `found` stands before its length where a reader hears it.
function combobox(input, { label, found, options, choose }) {
  const list = document.createElement("ul");
  const status = document.createElement("span");
  const known = new Map();
  let offered = [];
  let timer;
  let active = -1;

  list.id = `${input.id}-options`;
  list.className = "suggestions";
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", label);
  list.hidden = true;
  status.className = "hidden";
  status.setAttribute("role", "status");
  input.after(list, status);
  input.autocomplete = "off";
  input.setAttribute("role", "combobox");
  input.setAttribute("aria-autocomplete", "list");
  input.setAttribute("aria-controls", list.id);
  input.setAttribute("aria-expanded", "false");

  input.addEventListener("input", () => {
    clearTimeout(timer);
    if (input.value.trim().length < COMBOBOX_SHORTEST) close();
    else timer = setTimeout(ask, COMBOBOX_WAIT);
  });
  input.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && !list.hidden) close();
    else if (event.key === "ArrowDown" && !list.hidden) move(active + 1);
    else if (event.key === "ArrowUp" && !list.hidden) move(active - 1);
    else if (event.key === "ArrowDown" && input.value.trim().length >= COMBOBOX_SHORTEST) ask();
    else if (event.key === "Enter" && active >= 0) take(active);
    else return;
    event.preventDefault();
  });
  input.addEventListener("blur", close);
  // Before the field loses the focus: a click would come too late.
  list.addEventListener("pointerdown", (event) => event.preventDefault());
  list.addEventListener("click", (event) => {
    const item = event.target.closest("li");
    if (item) take([...list.children].indexOf(item));
  });

  async function ask() {
    const text = input.value.trim();
    const found = known.get(text) ?? (await options(text));
    known.set(text, found);
    // An answer that comes after the next letter, or after the field was left, is not shown.
    if (text === input.value.trim() && document.activeElement === input) show(found);
  }

  function show(next) {
    offered = next;
    list.replaceChildren(...offered.map(item));
    active = -1;
    input.removeAttribute("aria-activedescendant");
    list.hidden = offered.length === 0;
    input.setAttribute("aria-expanded", String(!list.hidden));
    status.textContent = `${found} ${offered.length}`;
  }

  function item({ title, note }, position) {
    const element = document.createElement("li");
    element.id = `${list.id}-${position}`;
    element.setAttribute("role", "option");
    element.setAttribute("aria-selected", "false");
    element.textContent = title;
    if (note) {
      const beside = document.createElement("span");
      beside.className = "suggestion-note";
      beside.textContent = note;
      element.append(" ", beside);
    }
    return element;
  }

  function move(to) {
    list.children[active]?.setAttribute("aria-selected", "false");
    // Past either end comes the field itself, then the other end.
    const places = list.children.length + 1;
    active = ((to + 1 + places) % places) - 1;
    const element = list.children[active];
    if (!element) return input.removeAttribute("aria-activedescendant");
    element.setAttribute("aria-selected", "true");
    element.scrollIntoView({ block: "nearest" });
    input.setAttribute("aria-activedescendant", element.id);
  }

  function take(position) {
    choose(offered[position]);
    close();
  }

  function close() {
    clearTimeout(timer);
    active = -1;
    list.hidden = true;
    input.setAttribute("aria-expanded", "false");
    input.removeAttribute("aria-activedescendant");
    status.textContent = "";
  }
}

// What an address answers under `name` for the typed text; nothing where it does not answer.
async function comboboxAnswer(address, name, text) {
  try {
    const response = await fetch(`${address}?${new URLSearchParams({ q: text })}`);
    return response.ok ? (await response.json())[name] : [];
  } catch {
    return [];
  }
}
