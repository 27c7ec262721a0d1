// Fields with data-search offer what the site holds while one types, and lead there (combobox.js).
// Without this file the field is sent as any search.

for (const input of document.querySelectorAll("input[data-search]")) {
  const { search, searchLabel, searchFound } = input.dataset;
  combobox(input, {
    label: searchLabel,
    found: searchFound,
    options: async (text) =>
      (await comboboxAnswer(search, "suggestions", text)).map((found) => ({
        title: found.title,
        note: found.kind,
        address: found.address,
      })),
    choose: (option) => location.assign(option.address),
  });
}
