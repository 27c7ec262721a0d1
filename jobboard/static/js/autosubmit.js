// Forms marked data-autosubmit save themselves when a choice changes, and the page stays.
// Without this file their Save button does it; it comes back when saving failed. What was typed stays.

const waiting = new Set(); // forms with a change that is not sent yet
let saving = Promise.resolve();

for (const form of document.querySelectorAll("form[data-autosubmit]")) {
  form.querySelector("[data-autosubmit-button]").hidden = true;
  form.addEventListener("change", () => {
    waiting.add(form);
    // One after the other: with the arrow keys two changes come in one breath, and the last must win.
    // All forms of the page stand in this line: a guest's profile is one thing, written as a whole.
    saving = saving.then(() => (waiting.delete(form) ? saveAndTell(form) : null));
  });
}

// Whoever follows a link at once leaves nothing behind.
addEventListener("pagehide", () => {
  for (const form of waiting) save(form);
});

async function saveAndTell(form) {
  const status = form.querySelector("[data-autosubmit-status]");
  const button = form.querySelector("[data-autosubmit-button]");
  const undo = form.querySelector("[data-autosubmit-undo]");
  const answer = await save(form);
  const problems = answer?.problems;

  clear(form);
  for (const [name, words] of Object.entries(problems ?? {})) mark(form, name, words);
  for (const [name, words] of Object.entries(answer?.understood ?? {})) understood(form, name, words);
  const { saved, refused, failed } = status.dataset;
  const outcome = answer?.saved ? saved : problems ? refused : failed;
  status.textContent = [outcome, answer?.says].filter(Boolean).join(" ");
  if (answer?.saved) {
    offer(undo, answer.undo);
    if (document.activeElement === button && !undo.hidden) undo.focus();
    await renew();
  }
  // What is wrong is said beside its field, and saves itself once it is right.
  button.hidden = Boolean(answer?.saved || problems);
}

function understood(form, name, words) {
  const place = form.querySelector(`[data-understood="${name}"]`);
  if (place) place.textContent = words;
}

function mark(form, name, words) {
  understood(form, name, "");
  const found = form.elements[name];
  const field = found instanceof RadioNodeList ? found[0] : found;
  const error = document.createElement("span");
  error.className = "error";
  error.id = `${field.id}_refused`;
  error.setAttribute("role", "alert");
  error.textContent = words;
  field.parentElement.classList.add("field-wrong");
  field.parentElement.append(error); // below the field, which stays where it is
  field.setAttribute("aria-invalid", "true");
  const described = (field.getAttribute("aria-describedby") ?? "").split(" ").filter(Boolean);
  field.setAttribute("aria-describedby", [...new Set([...described, error.id])].join(" "));
}

function clear(form) {
  for (const error of form.querySelectorAll(".problem, .error")) error.remove();
  for (const box of form.querySelectorAll(".field-wrong")) box.classList.remove("field-wrong");
  for (const field of form.querySelectorAll("[aria-invalid]")) field.removeAttribute("aria-invalid");
}

// Of all ways back one stands on the page, the one of its last act.
function offer(undo, act) {
  for (const other of document.querySelectorAll("[data-autosubmit-undo]")) other.hidden = true;
  if (!act) return;
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

// What the server made of it; null where it gave no such answer.
async function save(form) {
  try {
    // Not form.action: a button of that name hides the address.
    const response = await fetch(form.getAttribute("action"), {
      method: "POST",
      body: new FormData(form),
      headers: { "X-Requested-With": "autosubmit" },
      redirect: "error",
      keepalive: true,
    });
    return response.ok ? await response.json() : null;
  } catch {
    return null;
  }
}
