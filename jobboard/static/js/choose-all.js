// A list marked data-choose-all gets a box that ticks all of its rows on this page.

for (const form of document.querySelectorAll("form[data-choose-all]")) {
  const rows = [...form.querySelectorAll("input[name=chosen]")];
  if (rows.length < 2) continue;
  const label = document.createElement("label");
  label.className = "option choose-all";
  const box = document.createElement("input");
  box.type = "checkbox";
  const words = document.createElement("span");
  words.textContent = form.dataset.chooseAll;
  label.append(box, words);
  form.prepend(label);
  box.addEventListener("change", () => {
    for (const row of rows) row.checked = box.checked;
  });
  form.addEventListener("change", () => {
    const ticked = rows.filter((row) => row.checked).length;
    box.checked = ticked === rows.length;
    box.indeterminate = ticked > 0 && ticked < rows.length;
  });
}
