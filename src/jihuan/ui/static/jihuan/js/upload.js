"use strict";
// Drop zone: every file is sent by itself, with its progress and its result on a line of its own.
(() => {
  const form = document.querySelector("[data-drop]");
  if (!form) return;
  const words = JSON.parse(form.dataset.words);
  const atOnce = Number(form.dataset.atOnce);
  const input = form.querySelector("#files");
  const folder = form.querySelector("[data-folder]");
  const panel = document.querySelector("[data-arriving]");
  const list = panel.querySelector("ul");
  const told = panel.querySelector("[data-progress]");
  const bar = panel.querySelector("[data-all-files]");
  const after = panel.querySelector("[data-after]");
  const queue = [];
  const tally = { draft: 0, known: 0, confirmed: 0, unreadable: 0, failed: 0, skipped: 0 };
  let busy = 0;
  let total = 0;
  let done = 0;

  const element = (name, className, text = "") => {
    const node = document.createElement(name);
    node.className = className;
    node.textContent = text;
    return node;
  };

  const say = (text, values) => text.replace(/\{(\w+)\}/g, (_whole, name) => values[name]);

  // "第 12 个，共 50 个" while it runs, the counts when it is over.
  const count = () => {
    bar.max = Math.max(total, 1);
    bar.value = done;
    bar.hidden = done === total;
    const kinds = Object.entries(tally).filter(([, n]) => n > 0).map(([kind, n]) => say(words.kinds[kind], { n }));
    const head = done === total ? say(words.done, { n: total }) : say(words.progress, { done, total, n: total });
    told.textContent = [head, ...kinds].join(" · ");
    if (done < total) return;
    list.prepend(...list.querySelectorAll("li.bad")); // what needs somebody comes first
    after.hidden = tally.draft + tally.known === 0 || total < 2;
  };

  const over = (kind) => {
    tally[kind] += 1;
    done += 1;
    count();
  };

  const line = (file, path) => {
    const item = element("li", "");
    const state = element("span", "state", words.waiting);
    const progress = document.createElement("progress");
    progress.max = 100;
    progress.value = 0;
    progress.setAttribute("aria-label", path);
    const result = element("span", "result");
    item.append(element("span", "name", path), progress, state, result);
    list.append(item);
    return { file, path, item, progress, state, result };
  };

  const link = (row, text, href) => {
    const anchor = element("a", "button small", text);
    anchor.href = href;
    row.item.insertBefore(anchor, row.result);
  };

  const retry = (row) => {
    const button = element("button", "button small", words.again);
    button.type = "button";
    button.addEventListener("click", () => {
      row.item.remove();
      total -= 1;
      done -= 1;
      tally.failed -= 1;
      add([{ file: row.file, path: row.path }]);
    });
    row.item.insertBefore(button, row.result);
  };

  const failed = (row, message) => {
    row.item.classList.add("bad");
    row.progress.remove();
    row.state.textContent = words.unreadable;
    row.result.textContent = message;
    retry(row);
    over("failed");
  };

  const finished = (row, answer) => {
    row.progress.remove();
    row.state.textContent = answer.state === "draft" && answer.known ? words.known : (words[answer.state] ?? answer.state);
    row.result.textContent = answer.message;
    row.item.classList.toggle("bad", answer.state === "unreadable");
    if (answer.href) link(row, answer.state === "draft" ? words.open : words.view, answer.href);
    over(answer.state === "draft" && answer.known ? "known" : answer.state in tally ? answer.state : "known");
  };

  const received = (request, row) => {
    if (request.responseURL && !request.responseURL.endsWith(new URL(form.action).pathname)) return failed(row, words.signed_out);
    let answer = null;
    try {
      answer = JSON.parse(request.responseText).files[0];
    } catch {
      answer = null;
    }
    return answer ? finished(row, answer) : failed(row, words.failed);
  };

  const send = (row) => {
    const data = new FormData();
    data.append("files", row.file);
    data.append("csrfmiddlewaretoken", form.querySelector("[name=csrfmiddlewaretoken]").value);
    const request = new XMLHttpRequest();
    request.open("POST", form.action);
    request.setRequestHeader("Accept", "application/json");
    row.state.textContent = words.sending;
    request.upload.addEventListener("progress", (event) => {
      if (!event.lengthComputable) return;
      row.progress.value = (event.loaded / event.total) * 100;
      if (event.loaded === event.total) {
        row.state.textContent = words.reading;
        row.progress.removeAttribute("value");
      }
    });
    request.addEventListener("load", () => received(request, row));
    request.addEventListener("error", () => failed(row, words.failed));
    request.addEventListener("loadend", () => {
      busy -= 1;
      next();
    });
    request.send(data);
  };

  const next = () => {
    while (busy < atOnce && queue.length) {
      busy += 1;
      send(queue.shift());
    }
  };

  const add = (files) => {
    if (!files.length) return;
    panel.hidden = false;
    total += files.length;
    for (const { file, path } of files) queue.push(line(file, path));
    count();
    next();
  };

  // ---- folders: what systems and office programs leave in them is not sent

  const leftover = (name) => /^(\.|~\$)/.test(name) || /^(thumbs\.db|desktop\.ini)$/i.test(name);

  const take = (files) => {
    const wanted = files.filter(({ file, path }) => !path.split("/").some(leftover));
    tally.skipped += files.length - wanted.length;
    wanted.sort((one, two) => one.path.localeCompare(two.path, "zh-Hans-CN", { numeric: true }));
    add(wanted);
  };

  const read = (entry) => new Promise((resolve) => entry.file(resolve, () => resolve(null)));
  const batch = (reader) => new Promise((resolve) => reader.readEntries(resolve, () => resolve([])));

  const walk = async (entry, into) => {
    if (entry.isFile) {
      const file = await read(entry);
      if (file) into.push({ file, path: entry.fullPath.replace(/^\//, "") });
      return;
    }
    const reader = entry.createReader();
    for (let found = await batch(reader); found.length; found = await batch(reader)) {
      for (const inner of found) await walk(inner, into);
    }
  };

  const dropped = async (transfer) => {
    const entries = [...transfer.items].map((item) => item.webkitGetAsEntry?.()).filter(Boolean);
    const loose = [...transfer.files].map((file) => ({ file, path: file.name }));
    if (!entries.some((entry) => entry.isDirectory)) return add(loose);
    const found = [];
    for (const entry of entries) await walk(entry, found);
    return take(found);
  };

  input.addEventListener("change", () => {
    add([...input.files].map((file) => ({ file, path: file.name })));
    input.value = "";
  });
  folder.addEventListener("change", () => {
    take([...folder.files].map((file) => ({ file, path: file.webkitRelativePath || file.name })));
    folder.value = "";
  });
  for (const kind of ["dragover", "dragleave", "drop"]) {
    document.addEventListener(kind, (event) => {
      if (!event.dataTransfer?.types.includes("Files")) return;
      event.preventDefault();
      form.classList.toggle("over", kind === "dragover");
      if (kind === "drop") dropped(event.dataTransfer);
    });
  }
  window.addEventListener("beforeunload", (event) => {
    if (done < total) event.preventDefault();
  });
})();
