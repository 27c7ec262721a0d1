// Forms marked data-autosubmit save themselves when a choice changes, and the page stays.
// Without this file their Save button does it; it comes back when saving failed. What was typed stays.

for (const form of document.querySelectorAll("form[data-autosubmit]")) {
  const button = form.querySelector("[data-autosubmit-button]");
  const status = form.querySelector("[data-autosubmit-status]");
  const undo = form.querySelector("[data-autosubmit-undo]");
  let saving = Promise.resolve();

  button.hidden = true;
  form.addEventListener("change", () => {
    // One after the other: with the arrow keys two changes come in one breath, and the last must win.
    saving = saving.then(async () => {
      const { saved, says, act } = await save(form);
      status.textContent = [says, saved ? "" : form.dataset.failed].filter(Boolean).join(" ");
      if (saved && !says) status.textContent = form.dataset.saved;
      button.hidden = saved;
      if (saved) {
        offer(undo, act);
        await renew();
      }
    });
  });
}

// Only the last act can be taken back: one way back on the page at a time.
function offer(undo, act) {
  for (const other of document.querySelectorAll("[data-autosubmit-undo]")) other.hidden = true;
  if (!undo || !act) return;
  undo.value = act;
  undo.hidden = false;
}

// What the page says of all that is saved, marked data-renews with its address. Left as it is when that fails.
async function renew() {
  for (const part of document.querySelectorAll("[data-renews]")) {
    try {
      const response = await fetch(part.dataset.renews, { redirect: "error", cache: "no-store" });
      if (!response.ok) continue;
      const page = new DOMParser().parseFromString(await response.text(), "text/html");
      const fresh = page.querySelector("[data-renews]");
      if (fresh && !fresh.isEqualNode(part)) part.replaceWith(document.adoptNode(fresh));
    } catch {
      // Saved it is all the same.
    }
  }
}

async function save(form) {
  try {
    // Not form.action: a button of that name hides the address.
    const response = await fetch(form.getAttribute("action"), {
      method: "POST",
      body: new FormData(form),
      headers: { "X-Requested-With": "autosubmit" },
      redirect: "error",
      keepalive: true, // whoever follows a link at once leaves nothing behind
    });
    // Plain text is said to the person: what was understood (200), or what is wrong (422).
    const isPlain = (response.headers.get("Content-Type") ?? "").startsWith("text/plain");
    const says = isPlain ? await response.text() : "";
    const saved = response.status === 204 || (response.status === 200 && isPlain);
    return { saved, says: saved || response.status === 422 ? says : "", act: response.headers.get("X-Undo") };
  } catch {
    return { saved: false, says: "", act: null };
  }
}
