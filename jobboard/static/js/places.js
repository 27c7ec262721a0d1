// Fields with data-places offer towns while one types (combobox.js).
// Without this file the field takes typed text as it is.

for (const input of document.querySelectorAll("input[data-places]")) {
  const { places, placesLabel, placesFound } = input.dataset;
  combobox(input, {
    label: placesLabel,
    found: placesFound,
    options: async (text) =>
      (await comboboxAnswer(places, "places", text)).map((title) => ({ title })),
    choose: (option) => {
      input.value = option.title;
    },
  });
}
