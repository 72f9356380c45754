"use strict";
// A self-evaluation: every keystroke is scored by the server without being kept; choices type into their cells. Saving is confirm.js.
(() => {
  const page = document.querySelector("[data-evaluation]");
  const root = document.querySelector("[data-cells]");
  if (!page || !root) return;
  const field = document.querySelector("[name=csrfmiddlewaretoken]").value;
  const token = () => /(?:^|; )csrftoken=([^;]+)/.exec(document.cookie)?.[1] ?? field;
  const cells = () => [...root.querySelectorAll("textarea.cell")];
  const cell = (name) => document.getElementById(name);
  const trial = "trial" in page.dataset;
  const store = `jihuan:trial:${page.dataset.user}:${page.dataset.draft}`;
  const tried = () => JSON.parse(sessionStorage.getItem(store) ?? "{}");
  const others = () => (trial ? Object.entries(tried()).filter(([name]) => !cell(name)) : []); // tried out on other screens
  let turn = 0;
  let timer = 0;

  // ---- choices: radio, checkbox and select stand for a text cell

  const choices = (name) => root.querySelectorAll(`[data-sets="${CSS.escape(name)}"]`);
  const type = (name, text) => {
    const target = cell(name);
    if (!target || target.value === text) return;
    target.value = text;
    target.dispatchEvent(new Event("input", { bubbles: true }));
  };
  const mirror = (target) => {
    for (const choice of choices(target.name)) {
      if (choice.type === "radio" || choice.type === "checkbox") choice.checked = target.value === choice.value;
      else choice.value = target.value;
    }
  };
  root.addEventListener("change", (event) => {
    const name = event.target.dataset.sets;
    if (name) type(name, event.target.type === "checkbox" && !event.target.checked ? "" : event.target.value);
  });

  // ---- what the server says

  const note = (target, sentence) => {
    if (!target.nextElementSibling?.matches(".cell-note")) return;
    if (sentence) target.dataset.state = "error";
    else if (target.dataset.state === "error") delete target.dataset.state;
    target.nextElementSibling.textContent = sentence ?? "";
  };
  const show = (figures) => {
    for (const place of document.querySelectorAll("[data-figure]")) {
      const text = figures.texts[place.dataset.figure];
      if (text !== undefined && place.textContent !== text) place.textContent = text;
    }
    for (const row of root.querySelectorAll("[data-row]")) row.dataset.status = figures.states[row.dataset.row] ?? "";
    for (const box of root.querySelectorAll("[data-cause-of]")) box.hidden = !figures.asks.includes(box.dataset.causeOf);
    for (const box of root.querySelectorAll("[data-points-of]")) box.hidden = !figures.points.includes(box.dataset.pointsOf);
  };

  // Weights that follow from others: shown at once, and never sent as if somebody had typed them.
  const derive = (texts, kept) => {
    for (const [name, text] of Object.entries(texts)) {
      const target = cell(name);
      if (!target || target === document.activeElement) continue;
      const untouched = target.value === target.dataset.base || "derived" in target.dataset;
      if (kept) target.dataset.base = text;
      if (!untouched) continue;
      target.value = text;
      if (!kept && text !== target.dataset.base) target.dataset.derived = "";
      else delete target.dataset.derived;
      mirror(target);
    }
  };

  const score = async () => {
    const mine = ++turn;
    const body = new URLSearchParams({ csrfmiddlewaretoken: token() });
    for (const one of cells()) if (!("derived" in one.dataset) && one.value !== one.dataset.base) body.append(one.name, one.value);
    for (const [name, text] of others()) body.append(name, text);
    let answer = null;
    try {
      const response = await fetch(page.dataset.preview, { method: "POST", body, headers: { Accept: "application/json" } });
      answer = response.ok ? await response.json() : null;
    } catch {
      answer = null;
    }
    if (answer === null || mine !== turn) return;
    show(answer);
    if (!trial) return;
    derive(answer.cells, false);
    for (const one of cells()) note(one, answer.wrong[one.name]);
  };
  const soon = (after) => {
    clearTimeout(timer);
    timer = setTimeout(score, after);
  };

  root.addEventListener("input", (event) => {
    const target = event.target.closest("textarea.cell");
    if (!target) return;
    delete target.dataset.derived;
    mirror(target);
    soon(150);
  });
  document.body.addEventListener("jihuan:saved", (event) => {
    const { cell: saved, answer } = event.detail;
    mirror(saved);
    if (!answer.figures) return;
    derive(answer.figures.cells, true);
    if (cells().every((one) => one.value === one.dataset.base)) {
      turn += 1;
      show(answer.figures);
    }
  });
  document.addEventListener("click", (event) => {
    if (event.target.closest(".flag")) document.querySelector(".finding.here")?.scrollIntoView({ block: "center" });
  });

  // ---- trying out: nothing is sent to be kept; what was typed on any screen outlives it until it is taken over or thrown away

  const tell = () => {
    const place = document.querySelector("[data-others]");
    const count = others().length;
    if (place) place.textContent = count ? place.dataset.others.replace("{n}", count) : "";
  };
  const keep = () => {
    const typed = cells().filter((one) => one.value !== one.dataset.base && !("derived" in one.dataset));
    const all = [...others(), ...typed.map((one) => [one.name, one.value])];
    sessionStorage.setItem(store, JSON.stringify(Object.fromEntries(all)));
  };
  if (trial) {
    for (const [name, text] of Object.entries(tried())) {
      const target = cell(name);
      if (target) target.value = text;
    }
    root.addEventListener("input", keep);
    document.querySelector("[data-discard]")?.addEventListener("click", () => sessionStorage.removeItem(store));
    // What is taken over is what was scored: everything that was typed, and nothing that only follows from it.
    document.getElementById("fill-form").addEventListener("formdata", ({ formData }) => {
      for (const one of cells()) if ("derived" in one.dataset) formData.delete(one.name);
      for (const [name, text] of others()) formData.append(name, text);
    });
    tell();
  } else if (document.querySelector(".notice.adopted")) sessionStorage.removeItem(store);
  cells().forEach(mirror);
  if (others().length || cells().some((one) => one.value !== one.dataset.base)) soon(0);
})();
