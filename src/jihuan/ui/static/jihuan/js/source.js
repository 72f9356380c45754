"use strict";
// The cell with the focus carries data-places; the source panel marks them and scrolls there.
(() => {
  const SVG = "http://www.w3.org/2000/svg";

  const clear = (panel) => {
    for (const mark of panel.querySelectorAll("rect.mark")) mark.remove();
    for (const marked of panel.querySelectorAll(".marked")) marked.classList.remove("marked");
  };

  const markPage = (panel, rest) => {
    const [number, box] = rest.split(":");
    const page = panel.querySelector(`.page[data-page="${CSS.escape(number)}"]`);
    if (!page || !box) return page;
    const [x0, y0, x1, y1] = box.split(",").map(Number);
    const rect = document.createElementNS(SVG, "rect");
    rect.setAttribute("class", "mark");
    rect.setAttribute("x", x0 - 2);
    rect.setAttribute("y", y0 - 2);
    rect.setAttribute("width", Math.max(4, x1 - x0 + 4));
    rect.setAttribute("height", Math.max(4, y1 - y0 + 4));
    page.querySelector("svg").append(rect);
    return rect;
  };

  const markLines = (panel, rest) => {
    const [first, last] = rest.split("-").map(Number);
    const lines = [...panel.querySelectorAll("[data-line]")].slice(first - 1, last);
    for (const line of lines) line.classList.add("marked");
    return lines[0];
  };

  const markKey = (panel, key) => {
    let found = [...panel.querySelectorAll(`[data-key="${CSS.escape(key)}"]`)];
    if (!found.length && key.endsWith(":")) found = [...panel.querySelectorAll(`[data-key^="${CSS.escape(key)}"]`)];
    for (const node of found) node.classList.add("marked");
    return found[0];
  };

  const mark = (panel, key) => {
    const [kind] = key.split(":", 1);
    const rest = key.slice(kind.length + 1);
    if (kind === "page") return markPage(panel, rest);
    if (kind === "line") return markLines(panel, rest);
    return markKey(panel, key);
  };

  const scrollTo = (panel, node) => {
    const body = panel.querySelector("[data-source-body]");
    const at = node.getBoundingClientRect();
    const box = body.getBoundingClientRect();
    if (at.top >= box.top + 16 && at.bottom <= box.bottom - 16) return;
    body.scrollTop += at.top - box.top - Math.max(24, (box.height - at.height) / 3);
  };

  const show = (places) => {
    const panel = document.querySelector("[data-source]");
    if (!panel) return;
    clear(panel);
    const marks = places.split(" ").filter(Boolean).map((key) => mark(panel, key)).filter(Boolean);
    if (marks.length) scrollTo(panel, marks[0]);
  };

  let last = "";
  document.addEventListener("focusin", (event) => {
    const cell = event.target.closest("[data-places]");
    if (cell) show((last = cell.dataset.places));
  });
  document.addEventListener("click", (event) => {
    const cell = event.target.closest("[data-places]");
    if (cell) show((last = cell.dataset.places));
  });
  // The panel may arrive after the focus.
  document.addEventListener("htmx:afterSettle", () => {
    const panel = document.querySelector("[data-source][data-start]");
    show(last || (panel ? panel.dataset.start : ""));
  });
})();
