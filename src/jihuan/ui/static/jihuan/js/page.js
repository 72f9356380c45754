"use strict";
// Every page: "/" goes to the search, "?" shows the shortcuts, menus close when the focus leaves them, the open tab is in sight.
document.documentElement.classList.add("js");

(() => {
  const typing = (node) => node.closest("input, textarea, select, [contenteditable]") !== null;

  const showShortcuts = () => {
    const sheet = document.getElementById("shortcuts");
    if (sheet && !sheet.open) sheet.showModal();
  };

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || typing(event.target)) return;
    if (event.key === "/") {
      const box = document.querySelector("main [data-search]") ?? document.querySelector("[data-search]");
      if (!box) return;
      event.preventDefault();
      box.focus();
      box.select();
    } else if (event.key === "?") {
      event.preventDefault();
      showShortcuts();
    }
  });

  document.addEventListener("click", (event) => {
    if (event.target.closest("[data-shortcuts]")) showShortcuts();
    for (const menu of document.querySelectorAll("details.menu[open]")) {
      if (!menu.contains(event.target)) menu.open = false;
    }
  });

  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    for (const menu of document.querySelectorAll("details.menu[open]")) {
      menu.open = false;
      menu.querySelector("summary").focus();
    }
  });

  // On a phone the page that is open is in sight among the tabs.
  const rail = document.querySelector(".rail");
  const here = rail?.querySelector("[aria-current]");
  if (here) rail.scrollLeft = here.offsetLeft - (rail.clientWidth - here.offsetWidth) / 2;

  // Selects that filter a list send their form at once; the button is for browsers without script.
  document.addEventListener("change", (event) => {
    if (event.target.matches("[data-sends]")) event.target.form.requestSubmit();
  });
})();
