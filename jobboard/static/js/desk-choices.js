// A long list of ticks on the editors' desk: what is chosen stands there, the rest comes as one types.

const folded = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();

window.wagtail.app.register(
  "choices",
  class extends window.StimulusModule.Controller {
    static targets = ["tools", "search", "all", "status"];

    // Without a mark on each: a page may carry a thousand of them.
    get choices() {
      return [...this.element.querySelectorAll(".choices-list label")];
    }

    connect() {
      this.toolsTarget.hidden = false;
      this.show();
    }

    // With nothing typed the chosen ones; a tick that is taken back stays until the next search.
    show() {
      const words = folded(this.searchTarget.value).split(/\s+/).filter(Boolean);
      const holds = (text) => words.every((word) => folded(text).includes(word));
      const showsAll = this.allTarget.ariaPressed === "true";
      for (const choice of this.choices) {
        const others = choice.querySelector("small");
        const isNamed = holds(choice.querySelector("span").textContent);
        const also = isNamed ? [] : (others?.dataset.names ?? "").split("\n").filter(holds);
        choice.hidden = words.length ? !isNamed && !also.length : !showsAll && !choice.control.checked;
        if (others) others.textContent = also.join(", "); // why it was found
      }
      this.count();
    }

    toggle() {
      this.allTarget.ariaPressed = String(this.allTarget.ariaPressed !== "true");
      this.searchTarget.value = "";
      this.show();
    }

    // Enter ticks the only one that was found, and never sends the form.
    take() {
      const found = this.choices.filter((choice) => !choice.hidden);
      if (this.searchTarget.value.trim() && found.length === 1) found[0].control.click();
    }

    count() {
      const { chosen, found } = this.statusTarget.dataset;
      const ticked = this.choices.filter((choice) => choice.control.checked).length;
      const shown = this.choices.filter((choice) => !choice.hidden).length;
      const parts = [chosen.replace("{n}", ticked)];
      if (this.searchTarget.value.trim()) parts.push(found.replace("{n}", shown));
      this.statusTarget.textContent = parts.join(" ");
    }
  },
);
