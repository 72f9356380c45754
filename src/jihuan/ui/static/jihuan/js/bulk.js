"use strict";
// A list with ticks: one box for all of the page, and the number of those that are ticked on the button.
(() => {
  const form = document.querySelector("[data-bulk]");
  if (!form) return;
  const boxes = [...document.querySelectorAll(`input[type=checkbox][form="${CSS.escape(form.id)}"]`)];
  const all = form.querySelector("[data-all]");
  const button = form.querySelector("button");

  const count = () => {
    const chosen = boxes.filter((box) => box.checked).length;
    button.disabled = chosen === 0;
    form.querySelector("[data-chosen]").textContent = chosen || "";
    if (all) {
      all.checked = chosen === boxes.length;
      all.indeterminate = chosen > 0 && chosen < boxes.length;
    }
  };

  all?.addEventListener("change", () => {
    for (const box of boxes) box.checked = all.checked;
    count();
  });
  document.addEventListener("change", (event) => {
    if (boxes.includes(event.target)) count();
  });
  count();
})();
