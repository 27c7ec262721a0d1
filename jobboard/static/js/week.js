// Paints the usual week: a bar for each day, drawn with a pointer or moved with the arrow keys.
// It writes into the fields of the times, which stay as they are without this file.

const DAY = 24 * 60;
const STEP = 30; // minutes
const SVG = "http://www.w3.org/2000/svg";
const USUAL = [9 * 60, 17 * 60];

for (const painter of document.querySelectorAll("[data-painter]")) paintIn(painter);

function paintIn(painter) {
  const form = painter.closest("form");
  const words = painter.dataset;
  let latest = USUAL;
  painter.hidden = false;
  document.querySelector(`#${words.hint}`).hidden = false;
  // The bars say the same; what is wrong stays in sight.
  const times = form.querySelector("[data-times]");
  times.open = times.querySelector(".field-wrong") !== null;
  painter.append(hoursOfDay());
  for (let day = 0; day < 7; day += 1) {
    const starts = form.elements[`starts_${day}_1`];
    const ends = form.elements[`ends_${day}_1`];
    const name = document.createElement("span");
    const button = document.createElement("button");
    name.textContent = words.days.split(",")[day];
    name.setAttribute("aria-hidden", "true");
    button.type = "button";
    button.setAttribute("aria-describedby", words.hint);
    painter.append(name, button);

    const draw = () => {
      const span = read(starts, ends);
      button.replaceChildren(picture(span));
      const told = span ? `${starts.value}–${ends.value}` : words.free;
      button.setAttribute("aria-label", `${name.textContent}: ${told}`);
    };
    const write = (span) => {
      starts.value = span ? clock(span[0]) : "";
      ends.value = span ? clock(span[1]) : "";
      if (span) latest = span;
      draw();
    };
    const tell = () => starts.dispatchEvent(new Event("input", { bubbles: true }));

    starts.addEventListener("input", draw);
    ends.addEventListener("input", draw);
    draw();

    let from = null;
    let hasMoved = false;
    const at = (event) => {
      const box = button.getBoundingClientRect();
      const share = Math.min(Math.max((event.clientX - box.left) / box.width, 0), 1);
      return Math.round((share * DAY) / STEP) * STEP;
    };
    button.addEventListener("pointerdown", (event) => {
      button.setPointerCapture(event.pointerId);
      from = at(event);
      hasMoved = false;
    });
    button.addEventListener("pointermove", (event) => {
      if (from === null) return;
      const to = at(event);
      if (Math.abs(to - from) < STEP) return;
      hasMoved = true;
      write([Math.min(from, to), Math.max(from, to)]);
    });
    button.addEventListener("pointerup", () => {
      if (hasMoved) tell();
      from = null;
    });
    button.addEventListener("pointercancel", () => {
      from = null;
    });
    // A press without a stroke, by pointer or key: the hours of the day before, or none.
    button.addEventListener("click", () => {
      if (hasMoved) {
        hasMoved = false;
        return;
      }
      write(read(starts, ends) ? null : latest);
      tell();
    });
    button.addEventListener("keydown", (event) => {
      const by = { ArrowLeft: -STEP, ArrowRight: STEP }[event.key];
      const span = read(starts, ends);
      if (by === undefined || !span) return;
      event.preventDefault();
      const [start, end] = span;
      const moved = event.shiftKey ? [start, end + by] : [start + by, end + by];
      if (moved[0] < 0 || moved[1] > DAY || moved[1] - moved[0] < STEP) return;
      write(moved);
      tell();
    });
  }
}

function read(starts, ends) {
  if (!starts.value || !ends.value) return null;
  const [start, end] = [minutes(starts.value), minutes(ends.value)];
  return [start, end > start ? end : end + DAY];
}

function minutes(text) {
  const [hour, minute] = text.split(":").map(Number);
  return hour * 60 + minute;
}

function clock(minute) {
  const rest = minute % DAY;
  return [Math.floor(rest / 60), rest % 60].map((part) => String(part).padStart(2, "0")).join(":");
}

function picture(span) {
  const plot = document.createElementNS(SVG, "svg");
  plot.setAttribute("aria-hidden", "true");
  for (const hour of [6, 12, 18]) {
    const x = `${(100 * hour) / 24}%`;
    plot.append(shape("line", { class: "axis", x1: x, x2: x, y1: "0", y2: "100%" }));
  }
  if (span) {
    const until = Math.min(span[1], DAY);
    plot.append(
      shape("rect", {
        class: "part",
        x: `${(100 * span[0]) / DAY}%`,
        width: `${(100 * (until - span[0])) / DAY}%`,
        y: "25%",
        height: "50%",
        rx: "3",
      }),
    );
  }
  return plot;
}

function shape(name, attributes) {
  const element = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  return element;
}

function hoursOfDay() {
  const line = document.createElement("span");
  line.className = "hours soft";
  line.setAttribute("aria-hidden", "true");
  for (const words of ["0", "6", "12", "18", "24"]) {
    const hour = document.createElement("span");
    hour.textContent = words;
    line.append(hour);
  }
  return line;
}
