"use strict";
// Autosave of a draft: every cell is saved by itself; what has not reached the server stays in this browser and is sent again.
(() => {
  const draft = document.querySelector("[data-draft]");
  const root = document.querySelector("[data-cells]");
  if (!draft || !root) return;
  const words = JSON.parse(draft.dataset.words);
  const store = `jihuan:${draft.dataset.user}:${draft.dataset.draft}`;
  const field = document.querySelector("[name=csrfmiddlewaretoken]").value;
  // After signing in again in another window the cookie is newer than the page.
  const token = () => /(?:^|; )csrftoken=([^;]+)/.exec(document.cookie)?.[1] ?? field;
  const bar = document.querySelector("[data-state]");
  const wait = { typing: 1000, again: 5000 };
  const timers = new Map();
  const dirty = new Set();
  let sending = Promise.resolve();
  let offline = false;
  let signedOut = false;
  let recovered = false;

  const say = (text, values = {}) => text.replace(/\{(\w+)\}/g, (_whole, name) => values[name] ?? "");
  const note = (cell) => cell.nextElementSibling;

  // ---- what is kept in this browser

  const kept = () => {
    try {
      return JSON.parse(localStorage.getItem(store)) ?? {};
    } catch {
      return {};
    }
  };
  const keep = (cell) => {
    const all = kept();
    if (cell.value === cell.dataset.base) delete all[cell.name];
    else all[cell.name] = { value: cell.value, base: cell.dataset.base, pointers: cell.dataset.pointers, label: cell.getAttribute("aria-label") };
    try {
      if (Object.keys(all).length) localStorage.setItem(store, JSON.stringify(all));
      else localStorage.removeItem(store);
    } catch {
      offline = true;
    }
  };

  // ---- what people see

  const setState = (cell, state, message = "") => {
    cell.dataset.state = state;
    const place = note(cell);
    if (state === "error") place.textContent = message;
    else if (state !== "clash") place.textContent = "original" in cell.dataset ? say(words.was, { text: cell.dataset.original || words.empty }) : "";
    cell.toggleAttribute("aria-invalid", state === "error" || state === "clash");
    summary();
  };

  const summary = () => {
    const count = (state) => root.querySelectorAll(`textarea.cell[data-state="${state}"]`).length;
    const wrong = count("error") + count("clash");
    const open = count("unsaved") + count("saving");
    bar.classList.toggle("bad", wrong > 0 || offline || signedOut);
    if (signedOut) bar.textContent = words.signed_out;
    else if (offline && open) bar.textContent = say(words.offline, { n: open });
    else if (wrong) bar.textContent = say(words.error, { n: wrong });
    else if (count("saving")) bar.textContent = say(words.saving, { n: count("saving") });
    else if (open) bar.textContent = (recovered ? `${words.kept} · ` : "") + say(words.unsaved, { n: open });
    else bar.textContent = say(words.saved_at, { time: new Date().toTimeString().slice(0, 5) });
  };

  // ---- saving

  const clash = (cell, theirs) => {
    const place = note(cell);
    place.textContent = say(words.clash, { theirs: theirs || words.empty, mine: cell.value || words.empty });
    for (const [text, value] of [[words.mine, cell.value], [words.theirs, theirs]]) {
      const button = document.createElement("button");
      button.type = "button";
      button.textContent = text;
      button.addEventListener("click", () => {
        cell.dataset.base = theirs;
        cell.value = value;
        keep(cell);
        if (value === theirs) setState(cell, "saved");
        else schedule(cell, 0);
      });
      place.append(" ", button);
    }
    setState(cell, "clash");
  };

  const settled = (cell, sent, answer) => {
    offline = signedOut = false;
    draft.dataset.version = answer.version;
    for (const field of document.querySelectorAll("[data-version-field]")) field.value = answer.version;
    cell.dataset.base = answer.value;
    if (cell.value === sent) cell.value = answer.value;
    if (answer.original === null) delete cell.dataset.original;
    else cell.dataset.original = answer.original;
    keep(cell);
    const undo = document.querySelector("[data-undo]");
    if (undo) undo.disabled = false;
    if (cell.value === answer.value) setState(cell, "saved");
    else schedule(cell, 0);
    document.body.dispatchEvent(new CustomEvent("jihuan:saved", { detail: { cell, open: answer.open, answer } }));
  };

  const unreachable = (cell) => {
    setState(cell, "unsaved");
    schedule(cell, wait.again);
  };

  const save = async (cell) => {
    const sent = cell.value;
    if (sent === cell.dataset.base) {
      dirty.delete(cell);
      keep(cell);
      setState(cell, "saved");
      return;
    }
    setState(cell, "saving");
    const body = new URLSearchParams({ value: sent, base: cell.dataset.base, version: draft.dataset.version, csrfmiddlewaretoken: token() });
    for (const pointer of cell.dataset.pointers.split(" ")) body.append("pointer", pointer);
    let response = null;
    let answer = null;
    try {
      response = await fetch(draft.dataset.save, { method: "POST", body, headers: { Accept: "application/json" } });
      answer = await response.json();
    } catch {
      answer = null;
    }
    signedOut = answer === null && (response?.redirected || response?.status === 403);
    if (answer === null || response.status >= 500) {
      offline = true;
      unreachable(cell);
      return;
    }
    dirty.delete(cell);
    if (response.status === 409) clash(cell, answer.theirs);
    else if (!response.ok) setState(cell, "error", answer.message);
    else settled(cell, sent, answer);
  };

  const queue = (cell) => {
    clearTimeout(timers.get(cell));
    timers.delete(cell);
    sending = sending.then(() => save(cell));
    return sending;
  };

  const schedule = (cell, after) => {
    dirty.add(cell);
    clearTimeout(timers.get(cell));
    timers.set(cell, setTimeout(() => queue(cell), after));
  };

  const saveAll = () => Promise.all([...dirty].map(queue));

  root.addEventListener("input", (event) => {
    const cell = event.target.closest("textarea.cell");
    if (!cell) return;
    keep(cell);
    setState(cell, "unsaved");
    schedule(cell, wait.typing);
  });
  root.addEventListener("focusout", (event) => {
    if (dirty.has(event.target) && event.target.dataset.state === "unsaved" && !offline) queue(event.target);
  });
  document.addEventListener("keydown", (event) => {
    if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "s") {
      event.preventDefault();
      saveAll();
    } else if (event.key === "Escape" && event.target.matches("textarea.cell")) {
      const cell = event.target;
      cell.value = cell.dataset.base;
      schedule(cell, 0);
    }
  });
  window.addEventListener("online", saveAll);

  // ---- leaving, confirming, coming back

  for (const form of document.querySelectorAll("[data-confirm]")) {
    form.addEventListener("submit", async (event) => {
      if (!dirty.size) return;
      event.preventDefault();
      await saveAll();
      if (!dirty.size && !root.querySelector('[data-state="error"], [data-state="clash"]')) form.submit();
    });
  }

  // A cell that was typed into on another screen of this draft is shown above the form, and saved from there.
  const elsewhere = (name, { base, pointers, label }) => {
    const list = root.querySelector("[data-elsewhere]");
    if (!list) return null;
    const [item, link, cell, said] = ["li", "a", "textarea", "span"].map((tag) => document.createElement(tag));
    link.href = `?at=${name}#${name}`;
    link.textContent = label;
    Object.assign(cell, { className: "cell", name, rows: 1, value: base });
    cell.setAttribute("aria-label", label);
    Object.assign(cell.dataset, { pointers, base });
    said.className = "cell-note";
    item.append(link, cell, said);
    list.append(item);
    list.parentElement.hidden = false;
    return cell;
  };

  for (const [name, entry] of Object.entries(kept())) {
    const { value, base } = entry;
    const cell = root.querySelector(`textarea.cell[name="${CSS.escape(name)}"]`) ?? elsewhere(name, entry);
    if (!cell) continue;
    if (cell.value === value) {
      keep(cell);
      continue;
    }
    recovered = true;
    cell.dataset.base = base;
    cell.value = value;
    setState(cell, "unsaved");
    schedule(cell, 300);
  }
})();
