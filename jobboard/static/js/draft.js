// A form marked data-draft keeps what one types as a draft, a moment after the last key.
// Without this file its button "Save and go on later" does it. Nothing here ever holds up the form.

const WAIT = 1500; // ms without a change before it is saved

for (const form of document.querySelectorAll("form[data-draft]")) keepDraft(form);

function keepDraft(form) {
  const status = form.querySelector("[data-draft-status]");
  const clock = new Intl.DateTimeFormat([], { hour: "2-digit", minute: "2-digit" });
  let timer;
  let saving = Promise.resolve();
  let isUnsaved = false;
  let left = false;
  let version = form.dataset.draftVersion; // of the draft that this page shows

  form.addEventListener("input", later);
  form.addEventListener("change", later);
  // What the form itself sends is newer: a save that comes after it would bring the draft back.
  form.addEventListener("submit", () => {
    left = true;
    clearTimeout(timer);
  });
  // The page may come back from the browser's own memory, where it knows only what it sent itself.
  addEventListener("pageshow", (event) => {
    left = false;
    if (event.persisted) version = null;
  });
  // A phone may close a page that nobody looks at; and a lost connection comes back.
  document.addEventListener("visibilitychange", () => {
    if (document.hidden && isUnsaved) now();
  });
  addEventListener("online", () => {
    if (isUnsaved) now();
  });

  function later() {
    isUnsaved = true;
    clearTimeout(timer);
    timer = setTimeout(now, WAIT);
  }

  function now() {
    clearTimeout(timer);
    saving = saving.then(save); // one after the other: the last one wins
  }

  async function save() {
    if (left) return;
    const data = new FormData(form);
    data.delete("upload"); // files are sent with the form alone
    if (version !== null) data.set("seen", version);
    isUnsaved = false;
    const answer = await send(form.dataset.draft, data);
    if (answer?.saved) {
      version = answer.version;
      status.textContent = `${form.dataset.saved} ${clock.format(new Date())}`;
    } else {
      isUnsaved = true;
      status.textContent = answer?.says ?? form.dataset.failed;
    }
  }
}

// What the server made of it; null where it gave no answer.
async function send(address, data) {
  try {
    const response = await fetch(address, {
      method: "POST",
      body: data,
      headers: { "X-Requested-With": "draft" },
      redirect: "error",
      keepalive: document.hidden, // while the page is looked at a text may be longer than that allows
    });
    return await response.json();
  } catch {
    return null;
  }
}
