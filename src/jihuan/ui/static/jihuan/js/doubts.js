"use strict";
// Cells in doubt: n and p go from one to the next (with Alt inside a cell), one click confirms a cell as it is,
// one click takes over what was corrected last time. Nothing is changed without a click.
(() => {
  const draft = document.querySelector("[data-draft]");
  const root = document.querySelector("[data-cells]");
  const form = document.getElementById("settle-form");
  if (!draft || !root || !form) return;
  const field = form.querySelector("[name=csrfmiddlewaretoken]").value;
  const token = () => /(?:^|; )csrftoken=([^;]+)/.exec(document.cookie)?.[1] ?? field;
  const waiting = () => [...root.querySelectorAll("textarea.cell[data-doubt], textarea.cell[data-proposed]")];

  const step = (by) => {
    const all = waiting();
    if (!all.length) return;
    const here = document.activeElement;
    let at = all.indexOf(here);
    if (at < 0 && here && root.contains(here)) {
      const after = all.findIndex((cell) => here.compareDocumentPosition(cell) & Node.DOCUMENT_POSITION_FOLLOWING);
      at = after < 0 ? (by > 0 ? all.length - 1 : all.length) : by > 0 ? after - 1 : after;
    } else if (at < 0) at = by > 0 ? -1 : 0;
    const cell = all[(at + by + all.length) % all.length];
    cell.focus();
    cell.scrollIntoView({ block: "center" });
  };

  const told = (open) => {
    for (const node of document.querySelectorAll("[data-open]")) node.textContent = node.dataset.open.replace("{n}", open);
    for (const button of document.querySelectorAll("[data-needs-settled]")) button.disabled = open > 0;
    if (open > 0) return;
    for (const node of document.querySelectorAll("[data-unsettled], .page-head .blocks")) node.remove();
  };

  const settled = (cell, open) => {
    delete cell.dataset.doubt;
    cell.setAttribute("aria-label", cell.getAttribute("aria-label").replace(/（[^（）]*）$/, ""));
    cell.parentElement.querySelector(".doubt")?.remove();
    const line = root.querySelector(`[data-doubt-of="${CSS.escape(cell.name)}"]`);
    if (line && !line.contains(cell)) line.remove();
    if (typeof open === "number") told(open);
  };

  const unproposed = (cell) => {
    delete cell.dataset.proposed;
    cell.parentElement.querySelector(".proposal")?.remove();
  };

  const settle = async (button) => {
    const first = button.value.split(" ")[0];
    const cell = root.querySelector(`textarea.cell[name="${CSS.escape(first)}"]`);
    if (cell && cell.value !== cell.dataset.base) return; // being saved: that settles it
    const body = new URLSearchParams({ pointers: button.value, text: cell ? cell.dataset.base : button.dataset.text, csrfmiddlewaretoken: token() });
    button.disabled = true;
    let answer = null;
    try {
      const response = await fetch(form.action, { method: "POST", body, headers: { Accept: "application/json" } });
      answer = await response.json();
    } catch {
      answer = null;
    }
    if (answer === null || answer.message) {
      button.disabled = false;
      button.textContent = answer?.message ?? button.textContent;
      button.classList.add("bad-text");
      return;
    }
    draft.dataset.version = answer.version;
    for (const version of document.querySelectorAll("[data-version-field]")) version.value = answer.version;
    const undo = document.querySelector("[data-undo]");
    if (undo) undo.disabled = false;
    const inCell = button.closest(".doubt") !== null;
    if (cell) settled(cell, answer.open);
    else {
      button.closest("li")?.remove();
      told(answer.open);
    }
    if (inCell) step(1);
  };

  document.addEventListener("click", (event) => {
    const walk = event.target.closest("[data-step]");
    if (walk) step(Number(walk.dataset.step));
    const button = event.target.closest("[data-settle]");
    if (button) {
      event.preventDefault();
      settle(button);
    }
    const proposal = event.target.closest("[data-propose]");
    if (proposal) {
      const cell = proposal.closest(".proposal").parentElement.querySelector("textarea.cell");
      cell.value = proposal.dataset.propose;
      cell.dispatchEvent(new Event("input", { bubbles: true }));
      cell.focus();
    }
  });

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.isComposing) return;
    const typing = event.target.closest("input, textarea, select") !== null;
    if (typing !== event.altKey) return;
    if (event.code === "KeyN" || event.code === "KeyP") {
      event.preventDefault();
      step(event.code === "KeyN" ? 1 : -1);
    } else if (event.altKey && event.key === "Enter" && event.target.matches("textarea.cell[data-doubt]")) {
      event.preventDefault();
      const button = event.target.parentElement.querySelector("[data-settle]");
      if (button) settle(button);
    }
  });

  document.body.addEventListener("jihuan:saved", (event) => {
    const { cell, open } = event.detail;
    if ("doubt" in cell.dataset) settled(cell, open);
    else if (typeof open === "number" && document.querySelector("[data-open]")) told(open);
    if ("proposed" in cell.dataset) unproposed(cell);
  });
})();
