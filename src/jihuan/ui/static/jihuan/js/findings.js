"use strict";
// Findings at their cells: a flag in the margin for each cell that has some, and the way between flag, cell and sentence.
(() => {
  const cellOf = (pointer) => {
    const all = [...document.querySelectorAll("[data-pointers]")];
    const holds = (test) => all.find((cell) => cell.dataset.pointers.split(" ").some(test));
    return holds((one) => one === pointer) ?? holds((one) => one === `${pointer}/raw`) ?? (pointer.split("/").length > 3 || !pointer.startsWith("/projects") ? holds((one) => one.startsWith(`${pointer}/`)) : null);
  };
  const rank = ["blocks", "answer", "style", "trial"];

  const unfold = (finding) => {
    for (const open of document.querySelectorAll(".finding.here")) open.classList.remove("here");
    if (!finding) return;
    finding.classList.add("here");
    const cause = finding.closest("details.cause");
    for (let fold = finding.closest("details"); fold; fold = fold.parentElement.closest("details")) fold.open = true;
    const panel = finding.closest("[data-findings]");
    panel.scrollTop += (cause ?? finding).getBoundingClientRect().top - panel.getBoundingClientRect().top - 48;
  };

  const flag = () => {
    const panel = document.querySelector("[data-findings]");
    for (const old of document.querySelectorAll(".flag")) old.remove();
    if (!panel) return;
    const found = new Map();
    for (const finding of panel.querySelectorAll("[data-at]")) {
      const cell = cellOf(finding.dataset.at);
      if (cell) found.set(cell, [...(found.get(cell) ?? []), finding]);
    }
    for (const [cell, findings] of found) {
      const worst = rank.find((shelf) => findings.some((finding) => finding.dataset.shelf === shelf));
      const button = document.createElement("button");
      button.type = "button";
      button.className = `flag ${worst}`;
      button.textContent = { blocks: "✕", answer: "!", style: "·", trial: "?" }[worst] + (findings.length > 1 ? findings.length : "");
      button.title = panel.dataset.flag.replace("{n}", findings.length);
      button.setAttribute("aria-label", button.title);
      let turn = 0;
      button.addEventListener("click", () => {
        unfold(findings[turn % findings.length]);
        turn += 1;
      });
      (cell.matches("textarea") ? cell.nextElementSibling : cell).after(button); // a field's note stays next to it
    }
  };

  document.addEventListener("click", (event) => {
    const link = event.target.closest("[data-goes]");
    const cell = link && cellOf(link.dataset.goes);
    if (!cell) return;
    event.preventDefault();
    cell.focus();
    cell.scrollIntoView({ block: "center" });
  });
  document.addEventListener("focusin", (event) => {
    const cell = event.target.closest("[data-pointers]");
    if (!cell) return;
    const flagged = [...document.querySelectorAll("[data-at]")].find((finding) => cellOf(finding.dataset.at) === cell);
    if (flagged) unfold(flagged);
  });
  // An address that ends in #finding-7 or in the pointer of a cell leads there as soon as the panel is here.
  let led = false;
  const lead = () => {
    const name = decodeURIComponent(location.hash.slice(1));
    if (led || !name || !document.querySelector("[data-findings]")) return;
    led = true;
    const finding = name.startsWith("finding-") ? document.getElementById(name) : null;
    const cell = cellOf(finding ? finding.dataset.at : name);
    unfold(finding);
    if (!cell) return;
    cell.focus({ preventScroll: true });
    unfold(finding ?? document.querySelector(".finding.here"));
    cell.scrollIntoView({ block: "center" });
  };

  // What was unfolded stays so when the findings come anew, and so does the place in the panel.
  let kept = { open: [], top: 0 };
  document.addEventListener("htmx:beforeSwap", () => {
    const panel = document.querySelector("[data-findings]");
    if (panel) kept = { open: [...panel.querySelectorAll("details[data-cause][open]")].map((one) => one.dataset.cause), top: panel.scrollTop };
  });
  const restore = () => {
    const panel = document.querySelector("[data-findings]");
    for (const one of panel?.querySelectorAll("details[data-cause]") ?? []) if (kept.open.includes(one.dataset.cause)) one.open = true;
    if (panel) panel.scrollTop = kept.top;
  };

  // A mend of a draft is typed into its cell, so that it is saved, shown and taken back like any other correction.
  document.addEventListener("submit", (event) => {
    const form = event.target.closest("form[data-mends]");
    const cell = form && cellOf(form.dataset.mends);
    if (!cell?.matches("textarea.cell") || cell.value !== form.elements.before.value) return;
    event.preventDefault();
    form.querySelector("button").disabled = true;
    cell.value = form.elements.after.value;
    cell.dispatchEvent(new Event("input", { bubbles: true }));
    cell.dispatchEvent(new FocusEvent("focusout", { bubbles: true }));
    cell.scrollIntoView({ block: "center" });
  });

  document.addEventListener("htmx:afterSettle", () => {
    restore();
    flag();
    lead();
  });
  document.addEventListener("DOMContentLoaded", flag);
})();
