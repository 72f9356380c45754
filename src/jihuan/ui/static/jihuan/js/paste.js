"use strict";
// A block copied from Excel or WPS, pasted into the indicator table: one value into each cell, taken back with one button.
(() => {
  const draft = document.querySelector("[data-draft]");
  const root = document.querySelector("[data-cells]");
  if (!draft || !root) return;
  const words = JSON.parse(draft.dataset.words);
  const bar = document.querySelector(".saving-bar");

  // Excel quotes a value with a line break or a quotation mark in it.
  const block = (text) => {
    const rows = [[""]];
    let quoted = false;
    const source = text.replace(/\r\n?/g, "\n").replace(/\n$/, "");
    for (let at = 0; at < source.length; at += 1) {
      const row = rows[rows.length - 1];
      const sign = source[at];
      if (quoted && sign === '"' && source[at + 1] === '"') {
        row[row.length - 1] += '"';
        at += 1;
      } else if (sign === '"' && (quoted || row[row.length - 1] === "")) quoted = !quoted;
      else if (sign === "\t" && !quoted) row.push("");
      else if (sign === "\n" && !quoted) rows.push([""]);
      else row[row.length - 1] += sign;
    }
    return rows;
  };

  // The cell of a table at a row and a column; none where a merged cell above covers it.
  const grid = (table) => {
    const columns = [...table.tHead.rows[0].cells].map((head) => head.className);
    return [...table.tBodies[0].rows].map((row) =>
      columns.map((name) => [...row.cells].find((cell) => cell.className === name)?.querySelector("textarea.cell") ?? null),
    );
  };

  const put = (cell, value) => {
    cell.value = value;
    cell.dispatchEvent(new Event("input", { bubbles: true }));
  };

  const offer = (before) => {
    bar.querySelector("[data-unpaste]")?.remove();
    const button = document.createElement("button");
    button.type = "button";
    button.className = "button small";
    button.dataset.unpaste = "";
    button.textContent = words.unpaste.replace("{n}", before.size);
    button.addEventListener("click", () => {
      for (const [cell, value] of before) put(cell, value);
      button.remove();
    });
    bar.querySelector("[data-state]").after(button);
  };

  root.addEventListener("paste", (event) => {
    const cell = event.target.closest(".indicators textarea.cell");
    const text = event.clipboardData?.getData("text/plain") ?? "";
    if (!cell || !text.includes("\t")) return;
    event.preventDefault();
    const cells = grid(cell.closest("table"));
    const top = cells.findIndex((row) => row.includes(cell));
    const left = cells[top].indexOf(cell);
    const before = new Map();
    block(text).forEach((values, down) => {
      values.forEach((value, across) => {
        const target = cells[top + down]?.[left + across];
        if (!target || value.trim() === "" || target.value === value.trim()) return;
        before.set(target, target.value);
        put(target, value.trim());
      });
    });
    if (before.size) offer(before);
  });
})();
