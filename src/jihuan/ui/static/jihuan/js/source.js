"use strict";
// The cell with the focus carries data-places; the source panel marks them and scrolls there. A click in the source goes to its cell.
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
    const within = (line) => first <= Number(line.dataset.line) && Number(line.dataset.line) <= last;
    const lines = [...panel.querySelectorAll("[data-line]")].filter(within);
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
    if (kind === "page" && panel.querySelector(".page")) return markPage(panel, rest);
    if (kind === "line") return markLines(panel, rest);
    return markKey(panel, key);
  };

  const scrollTo = (panel, node) => {
    const body = panel.querySelector("[data-source-body]");
    const at = node.getBoundingClientRect();
    const box = body.getBoundingClientRect();
    if (at.left < box.left || at.right > box.right) body.scrollLeft += at.left - box.left - Math.max(24, (box.width - at.width) / 2);
    if (at.top >= box.top + 16 && at.bottom <= box.bottom - 16) return;
    body.scrollTop += at.top - box.top - Math.max(24, (box.height - at.height) / 3);
  };

  // ---- a record knows its table or row; the cell in it with the same text is found here

  const span = (key) => {
    const [kind, ...rest] = key.split(":");
    if (kind === "line") return { on: "line", from: Number(rest[0].split("-")[0]), to: Number(rest[0].split("-")[1]) };
    if (kind === "page" && rest[1]) {
      const [, top, , bottom] = rest[1].split(",").map(Number);
      return { on: `page ${rest[0]}`, from: top, to: bottom };
    }
    if (kind === "table") return { on: `table ${rest[0]}`, from: Number(rest[1]) || 0, to: Number(rest[1]) || Infinity };
    if (kind === "sheet") return { on: `sheet ${rest[0]}`, from: Number(/\d+/.exec(rest[1])?.[0] ?? 0), to: Infinity };
    return null;
  };

  const nearest = (panel, places, text) => {
    const near = span(places.split(" ")[0]);
    if (!near || !panel.dataset.printed) return places;
    const slack = near.on.startsWith("page") ? 3 : 0;
    const wanted = text.replace(/\s+/g, "");
    let best = places;
    let least = Infinity;
    for (const [key, printed] of JSON.parse(panel.dataset.printed)) {
      if (printed !== wanted) continue;
      const here = span(key.split(" ")[0]);
      if (here?.on !== near.on || here.from < near.from - slack || here.from > near.to) continue;
      if (here.from - near.from < least) [best, least] = [key, here.from - near.from];
    }
    return best;
  };

  const show = (places) => {
    const panel = document.querySelector("[data-source]");
    if (!panel) return;
    clear(panel);
    const marks = places.split(" ").filter(Boolean).map((key) => mark(panel, key)).filter(Boolean);
    if (marks.length) scrollTo(panel, marks[0]);
    else bring(panel, places);
  };

  // Of a long file the panel has a stretch only: the one with the place is brought, once.
  let asked = "";
  const bring = (panel, places) => {
    const word = places.split(" ")[0];
    if (!word || word === asked || !panel.dataset.more || !window.htmx) return;
    asked = word;
    window.htmx.ajax("GET", `${panel.dataset.more}?start=${encodeURIComponent(word)}`, { target: panel, swap: "outerHTML" });
  };

  let last = null;
  const look = () => {
    const panel = document.querySelector("[data-source]");
    if (!panel) return;
    if (last) show(last.matches(".shown") ? nearest(panel, last.dataset.places, last.textContent) : last.dataset.places);
    else if (panel.dataset.start) show(panel.dataset.start);
  };
  for (const kind of ["focusin", "click"]) {
    document.addEventListener(kind, (event) => {
      const cell = event.target.closest("[data-places]");
      if (cell) {
        last = cell;
        look();
      }
    });
  }
  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-zoom]");
    if (!button) return;
    const large = button.closest("[data-source]").querySelector("[data-source-body]").classList.toggle("large");
    button.setAttribute("aria-pressed", large);
    look();
  });

  // ---- from the source to the cell

  // How much of the source a place takes, if the click was in it: the smallest is the one that is meant.
  const size = (places, at) => {
    let least = Infinity;
    for (const word of places.split(" ").filter(Boolean)) {
      const [kind, number] = word.split(":");
      if (kind === "page" && at.page === number) {
        const [x0, y0, x1, y1] = (word.split(":")[2] ?? "").split(",").map(Number);
        if (x0 - 2 <= at.x && at.x <= x1 + 2 && y0 - 2 <= at.y && at.y <= y1 + 2) least = Math.min(least, (x1 - x0) * (y1 - y0));
      } else if (kind === "line" && at.line !== undefined) {
        const [first, final] = number.split("-").map(Number);
        if (first <= at.line && at.line <= final) least = Math.min(least, final - first);
      } else if (at.key && (word === at.key || (word.endsWith(":") && at.key.startsWith(word)))) least = Math.min(least, word === at.key ? 0 : 1);
    }
    return least;
  };

  const clicked = (event) => {
    const page = event.target.closest(".page");
    if (page) {
      const drawing = page.querySelector("svg");
      const box = drawing.getBoundingClientRect();
      const across = drawing.viewBox.baseVal.width / box.width;
      return { page: page.dataset.page, x: (event.clientX - box.left) * across, y: (event.clientY - box.top) * across };
    }
    const line = event.target.closest("[data-line]");
    if (line) return { line: Number(line.dataset.line), text: line.textContent };
    const part = event.target.closest("[data-key]");
    return part ? { key: part.dataset.key, text: part.textContent } : null;
  };

  // Of cells at one place those whose words are printed there, then those that have any: an empty one has the place of its row.
  const best = (cells, text) => {
    const bare = (words) => words.replace(/\s+/g, "");
    const words = (cell) => bare(cell.value ?? cell.textContent);
    const full = cells.filter(words);
    const printed = text === undefined ? [] : full.filter((cell) => bare(text).includes(words(cell)));
    return [printed, full, cells].find((some) => some.length) ?? [];
  };

  // Several cells of one place (a line of text, a merged cell): every click goes to the next of them.
  document.addEventListener("click", (event) => {
    const body = event.target.closest("[data-source-body]");
    const at = body && !String(getSelection()) ? clicked(event) : null;
    if (!at) return;
    const cells = [...document.querySelectorAll("textarea.cell[data-places], .shown[data-places]")].filter((cell) => cell.offsetParent !== null);
    const sizes = cells.map((cell) => size(cell.dataset.places, at));
    const least = Math.min(...sizes);
    const meant = best(cells.filter((_cell, number) => sizes[number] === least && least < Infinity), at.text);
    const nothing = body.parentElement.querySelector("[data-nothing]");
    if (nothing) nothing.hidden = meant.length > 0;
    if (!meant.length) return;
    const cell = meant[(meant.indexOf(document.activeElement) + 1) % meant.length];
    cell.focus();
    cell.scrollIntoView({ block: "center" });
  });

  // The panel may arrive after the focus.
  document.addEventListener("htmx:afterSettle", look);
})();
