"use strict";
// Cells of an editable sheet: height, and the keyboard way from cell to cell. Saving is confirm.js.
(() => {
  const root = document.querySelector("[data-cells]");
  if (!root) return;
  const cells = () => [...root.querySelectorAll("textarea.cell")].filter((cell) => cell.offsetParent !== null); // those that can be seen
  const grows = CSS.supports("field-sizing", "content");

  const fit = (cell) => {
    if (grows) return;
    cell.style.height = "auto";
    cell.style.height = `${cell.scrollHeight + 2}px`;
  };
  cells().forEach(fit);
  root.addEventListener("input", (event) => fit(event.target));

  const go = (cell) => {
    if (!cell) return;
    cell.focus();
    cell.select();
  };

  // The nearest cell in a direction, by where cells are on the screen: rows and merged cells need no bookkeeping.
  const towards = (from, key) => {
    const here = from.getBoundingClientRect();
    const across = key === "ArrowLeft" || key === "ArrowRight";
    const sign = key === "ArrowLeft" || key === "ArrowUp" ? -1 : 1;
    let best = null;
    let least = Infinity;
    for (const cell of cells()) {
      const there = cell.getBoundingClientRect();
      const ahead = across ? sign * (there.left - here.left) : sign * (there.top - here.top);
      if (cell === from || ahead <= 4) continue;
      const aside = across
        ? Math.max(0, there.top - here.bottom, here.top - there.bottom)
        : Math.max(0, there.left - here.right, here.left - there.right);
      const distance = ahead + aside * 8;
      if (distance < least) [best, least] = [cell, distance];
    }
    return best;
  };

  root.addEventListener("keydown", (event) => {
    const cell = event.target.closest("textarea.cell");
    if (!cell || event.isComposing) return;
    if (event.altKey && event.key.startsWith("Arrow")) {
      event.preventDefault();
      go(towards(cell, event.key));
    } else if (event.key === "Enter" && !event.shiftKey && !event.altKey) {
      event.preventDefault();
      const all = cells();
      go(all[all.indexOf(cell) + 1]);
    }
  });
})();
