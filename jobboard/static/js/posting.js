// The steps of a post: saves while one types, renews what reads along, adds a skill with one press.
// Without this file the buttons of the form do all of it.

const SAVE_AFTER = 2000; // ms without a change
const SHOW_AFTER = 500;

for (const form of document.querySelectorAll("form[data-posting]")) accompany(form);

function accompany(form) {
  const status = document.querySelector("#post-status");
  const clock = new Intl.DateTimeFormat([], { hour: "numeric", minute: "2-digit" });
  const saves = "autosave" in form.dataset;
  let isDirty = false;
  let isLeaving = false;
  let isStopped = false;
  let isWrong = false;
  let saveTimer;
  let showTimer;
  let saving = Promise.resolve();
  let isSaving = false;
  let asking;

  form.addEventListener("input", changed);
  form.addEventListener("change", changed);
  // A place that was chosen from those offered makes no event of its own.
  form.addEventListener("focusout", (event) => {
    if ("places" in event.target.dataset && event.target.value !== event.target.defaultValue) changed();
  });
  form.addEventListener("submit", (event) => {
    clearTimeout(saveTimer);
    if (isSaving) {
      // The version that this save makes has to go along, or the form would meet its own save.
      event.preventDefault();
      const button = event.submitter;
      saving.then(() => form.requestSubmit(button));
      return;
    }
    isLeaving = true;
  });
  form.addEventListener("click", (event) => {
    const button = event.target.closest("button[data-add]");
    if (!button) return;
    event.preventDefault();
    addSkill(form, button);
    changed();
  });
  // A step of the list: what is typed goes along, so that nothing is saved behind the next page's back.
  for (const link of document.querySelectorAll("a[data-go]")) {
    link.addEventListener("click", (event) => {
      if (!isDirty || event.metaKey || event.ctrlKey || event.shiftKey) return;
      event.preventDefault();
      const button = document.createElement("button");
      button.hidden = true;
      button.name = "action";
      button.value = `go:${link.dataset.go}`;
      form.append(button);
      form.requestSubmit(button);
    });
  }
  // Who leaves is saved on the way out; who leaves with what cannot be saved is asked first.
  addEventListener("beforeunload", (event) => {
    if (!isDirty || isLeaving) return;
    if (saves && !isStopped && !isWrong) save({ keepalive: true });
    else event.preventDefault();
  });
  // From the browser's own memory a page comes back with an old version in it.
  addEventListener("pageshow", (event) => {
    if (event.persisted) location.reload();
  });
  if (form.querySelector("[data-sum]")) sumUp(form);

  function changed() {
    isDirty = true;
    clearTimeout(saveTimer);
    clearTimeout(showTimer);
    if (saves && !isStopped) saveTimer = setTimeout(queue, SAVE_AFTER);
    if (form.dataset.preview) showTimer = setTimeout(show, SHOW_AFTER);
    if (form.querySelector("[data-sum]")) sumUp(form);
  }

  function queue() {
    saving = saving.then(save); // one after the other: each needs the version that the last one made
  }

  async function save(options = {}) {
    if (isLeaving || isStopped) return;
    isSaving = true;
    await saveOnce(options);
    isSaving = false;
  }

  async function saveOnce(options) {
    isDirty = isWrong = false;
    const answer = await send(form, "autosave", location.href, options);
    if (!answer) {
      isDirty = isWrong = true;
      return tell(form.dataset.failed);
    }
    const told = await answer.json().catch(() => ({}));
    if (told.version) {
      form.elements.version.value = told.version;
      form.elements.version.defaultValue = told.version;
      return tell(
        isDirty ? form.dataset.saving : `${form.dataset.saved} ${clock.format(new Date())}`,
      );
    }
    isDirty = isWrong = true;
    if (told.errors) {
      const labels = Object.values(told.errors).map((one) => `${one.label}: ${one.errors[0]}`);
      return tell(`${form.dataset.wrong} ${labels.join(" ")}`);
    }
    isStopped = Boolean(told.conflict);
    return tell(told.conflict ?? form.dataset.failed);
  }

  function tell(words) {
    status.textContent = words;
  }

  async function show() {
    asking?.abort();
    asking = new AbortController();
    const answer = await send(form, "preview", form.dataset.preview, { signal: asking.signal });
    if (!answer?.ok) return;
    const shown = new DOMParser().parseFromString(await answer.text(), "text/html");
    for (const part of shown.querySelectorAll("[data-live]")) {
      const here = document.querySelector(`[data-live="${part.dataset.live}"]`);
      // What somebody is in is not taken from under their hands.
      if (here && !here.contains(document.activeElement)) here.replaceWith(part);
    }
  }
}

async function send(form, action, address, options) {
  const data = new FormData(form);
  data.set("action", action);
  data.set("step", form.dataset.step);
  try {
    return await fetch(address, { method: "POST", body: data, redirect: "error", ...options });
  } catch {
    return null;
  }
}

function addSkill(form, button) {
  const box = form.elements[button.dataset.add];
  const lines = box.value.split("\n").filter((line) => line.trim());
  box.value = [...lines, button.dataset.label].join("\n");
  const item = button.closest("li");
  const next = item.nextElementSibling ?? item.previousElementSibling;
  const group = item.parentElement.parentElement;
  item.remove();
  if (next) next.querySelector("button").focus();
  else {
    group.remove();
    box.focus();
  }
}

function sumUp(form) {
  const words = form.querySelector("[data-sum]");
  const shares = [...form.querySelectorAll('[name^="share_"]')].map((one) => Number(one.value));
  const sum = shares.reduce((all, share) => all + (share || 0), 0);
  words.hidden = sum === 0;
  words.classList.toggle("is-off", sum !== 100);
  words.textContent = sum === 100 ? words.dataset.full : words.dataset.part.replace("#", sum);
}
