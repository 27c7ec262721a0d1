// Fields with data-places offer towns while one types: a combobox after the ARIA practices.
// Without this file the field takes typed text as it is.

const WAIT = 180; // ms without a key before the server is asked
const SHORTEST = 2;

for (const input of document.querySelectorAll("input[data-places]")) offerPlaces(input);

function offerPlaces(input) {
  const list = document.createElement("ul");
  const status = document.createElement("span");
  const known = new Map();
  let timer;
  let active = -1;

  list.id = `${input.id}-places`;
  list.className = "suggestions";
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", input.dataset.placesLabel);
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
    if (input.value.trim().length < SHORTEST) close();
    else timer = setTimeout(ask, WAIT);
  });
  input.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && !list.hidden) close();
    else if (event.key === "ArrowDown" && !list.hidden) move(active + 1);
    else if (event.key === "ArrowUp" && !list.hidden) move(active - 1);
    else if (event.key === "Enter" && active >= 0) choose(list.children[active]);
    else return;
    event.preventDefault();
  });
  input.addEventListener("blur", close);
  // Before the field loses the focus: a click would come too late.
  list.addEventListener("pointerdown", (event) => event.preventDefault());
  list.addEventListener("click", (event) => choose(event.target.closest("li")));

  async function ask() {
    const text = input.value.trim();
    const labels = known.get(text) ?? (await fetchPlaces(input.dataset.places, text));
    known.set(text, labels);
    // An answer that comes after the next letter, or after the field was left, is not shown.
    if (text === input.value.trim() && document.activeElement === input) show(labels);
  }

  function show(labels) {
    list.replaceChildren(...labels.map(option));
    active = -1;
    input.removeAttribute("aria-activedescendant");
    list.hidden = labels.length === 0;
    input.setAttribute("aria-expanded", String(!list.hidden));
    status.textContent = `${input.dataset.placesFound} ${labels.length}`;
  }

  function option(label, position) {
    const item = document.createElement("li");
    item.id = `${list.id}-${position}`;
    item.setAttribute("role", "option");
    item.setAttribute("aria-selected", "false");
    item.textContent = label;
    return item;
  }

  function move(to) {
    list.children[active]?.setAttribute("aria-selected", "false");
    // Past either end comes the field itself, then the other end.
    const places = list.children.length + 1;
    active = ((to + 1 + places) % places) - 1;
    const item = list.children[active];
    if (!item) return input.removeAttribute("aria-activedescendant");
    item.setAttribute("aria-selected", "true");
    item.scrollIntoView({ block: "nearest" });
    input.setAttribute("aria-activedescendant", item.id);
  }

  function choose(item) {
    if (!item) return;
    input.value = item.textContent;
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

async function fetchPlaces(address, text) {
  try {
    const response = await fetch(`${address}?${new URLSearchParams({ q: text })}`);
    return response.ok ? (await response.json()).places : [];
  } catch {
    return [];
  }
}
