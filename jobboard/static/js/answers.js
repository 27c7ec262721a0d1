// A ready answer goes into the field without a new page, below what is typed there.
// Without this file its button loads the page with the words in the field.

for (const form of document.querySelectorAll("form[data-answers]")) {
  form.addEventListener("submit", (event) => {
    const slug = form.elements.answer.value;
    const answer = form.querySelector(`template[data-answer="${CSS.escape(slug)}"]`);
    if (!answer) return;
    const isComment = answer.dataset.use === "comment";
    const field = document.querySelector(isComment ? "#id_body" : form.dataset.answers);
    if (!field) return;
    event.preventDefault();
    const words = answer.content.textContent;
    if (!field.value.includes(words)) field.value = [field.value.trim(), words].filter(Boolean).join("\n\n");
    field.focus();
  });
}
