// A form marked data-draft keeps what one types as a draft, a moment after the last key.
// Without this file its button "Save and go on later" does it. Nothing here ever holds up the form.

const WAIT = 1500; // ms without a change before it is saved

for (const form of document.querySelectorAll("form[data-draft]")) keepDraft(form);

function keepDraft(form) {
  const status = form.querySelector("[data-draft-status]");
  const clock = new Intl.DateTimeFormat([], { hour: "2-digit", minute: "2-digit" });
  let timer;
  let saving = Promise.resolve();
  let left = false;

  form.addEventListener("input", later);
  form.addEventListener("change", later);
  // What the form itself sends is newer: a save that comes after it would bring the draft back.
  form.addEventListener("submit", () => {
    left = true;
    clearTimeout(timer);
  });
  // The page may come back from the browser's own memory.
  addEventListener("pageshow", () => {
    left = false;
  });

  function later() {
    clearTimeout(timer);
    timer = setTimeout(() => {
      saving = saving.then(save); // one after the other: the last one wins
    }, WAIT);
  }

  async function save() {
    if (left) return;
    const data = new FormData(form);
    data.delete("upload"); // files are sent with the form alone
    const answer = await send(form.dataset.draft, data);
    if (answer === 204) status.textContent = `${form.dataset.saved} ${clock.format(new Date())}`;
    else status.textContent = answer === 401 ? form.dataset.signedOut : form.dataset.failed;
  }
}

async function send(address, data) {
  try {
    const response = await fetch(address, {
      method: "POST",
      body: data,
      headers: { "X-Requested-With": "draft" },
      redirect: "error",
    });
    return response.status;
  } catch {
    return 0;
  }
}
