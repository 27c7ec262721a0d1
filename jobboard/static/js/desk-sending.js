// Once a page is sent off, the editor no longer keeps it by itself. Left alone it would: a button of the
// workflow adds fields to the form, which count as a change, and what is kept then carries the approval
// a second time, or writes the draft over the page that has just gone live.

let isSent = false;
let keeping;

document.addEventListener("w-autosave:save", (event) => {
  keeping = event;
  // A button with a window of its own sends the form without the event below.
  if (isSent || event.detail.formData.has("action-workflow-action")) event.preventDefault();
});

document.addEventListener("submit", (event) => {
  if (!event.target.matches("[data-edit-form]")) return;
  isSent = true;
  keeping?.preventDefault(); // it waits half a second before it goes
});
