// Forms marked data-autosubmit save themselves when a choice changes, and the page stays.
// Without this file their Save button does it; it comes back when saving failed.

for (const form of document.querySelectorAll("form[data-autosubmit]")) {
  const button = form.querySelector("[data-autosubmit-button]");
  const status = form.querySelector("[data-autosubmit-status]");
  let saving = Promise.resolve();

  button.hidden = true;
  form.addEventListener("change", () => {
    // One after the other: with the arrow keys two changes come in one breath, and the last must win.
    saving = saving.then(async () => {
      const saved = await save(form);
      status.textContent = saved ? form.dataset.saved : form.dataset.failed;
      button.hidden = saved;
    });
  });
}

async function save(form) {
  try {
    // Not form.action: a button of that name hides the address.
    const response = await fetch(form.getAttribute("action"), {
      method: "POST",
      body: new FormData(form),
      headers: { "X-Requested-With": "autosubmit" },
      redirect: "error",
    });
    return response.status === 204;
  } catch {
    return false;
  }
}
