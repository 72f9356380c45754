"use strict";
// Drop zone: every file is sent by itself, with its progress and its result on a line of its own. Where the server cannot be
// reached the files wait and are sent again; what was left unfinished is told when the page is opened again.
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
  const [stop, goOn, allAgain] = ["stop", "go-on", "all-again"].map((name) => panel.querySelector(`[data-${name}]`));
  const left = document.querySelector("[data-left]");
  const store = `jihuan:${form.dataset.user}:folder`;
  const wait = 4000;
  const queue = [];
  const broken = new Set();
  const tally = { draft: 0, known: 0, confirmed: 0, unreadable: 0, failed: 0, skipped: 0 };
  let stopped = false;
  let offline = false;
  let name = "";
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

  // A page that was left, or a browser that ended, has lost the files: the name of their folder is kept, to choose it again.
  const remember = () => {
    try {
      if (done < total && total > 1) localStorage.setItem(store, JSON.stringify({ name, done, total }));
      else localStorage.removeItem(store);
    } catch {
      left.hidden = true;
    }
  };

  // "第 12 个，共 50 个" while it runs, the counts when it is over.
  const count = () => {
    bar.max = Math.max(total, 1);
    bar.value = done;
    bar.hidden = done === total;
    const kinds = Object.entries(tally).filter(([, n]) => n > 0).map(([kind, n]) => say(words.kinds[kind], { n }));
    const head = done === total ? say(words.done, { n: total }) : say(words.progress, { done, total, n: total });
    told.textContent = [...(offline ? [words.offline] : []), head, ...kinds].join(" · ");
    told.classList.toggle("bad-text", offline);
    stop.hidden = done === total || stopped;
    goOn.hidden = done === total || !stopped;
    allAgain.hidden = broken.size < 2;
    remember();
    if (done < total) return;
    list.prepend(...list.querySelectorAll("li.bad")); // what needs somebody comes first
    after.hidden = tally.draft + tally.known === 0 || total < 2;
  };

  const over = (kind) => {
    tally[kind] += 1;
    done += 1;
    count();
  };

  const line = ({ file, open, path }) => {
    const item = element("li", "");
    const state = element("span", "state", words.waiting);
    const progress = document.createElement("progress");
    progress.max = 100;
    progress.value = 0;
    progress.setAttribute("aria-label", path);
    const result = element("span", "result");
    item.append(element("span", "name", path), progress, state, result);
    list.append(item);
    return { file, open, path, item, progress, state, result };
  };

  const link = (row, text, href) => {
    const anchor = element("a", "button small", text);
    anchor.href = href;
    if (total > 1) anchor.target = "_blank"; // the others go on
    row.item.insertBefore(anchor, row.result);
  };

  const again = (rows) => {
    for (const row of rows) {
      row.item.remove();
      broken.delete(row);
    }
    total -= rows.length;
    done -= rows.length;
    tally.failed -= rows.length;
    add(rows.map(({ file, open, path }) => ({ file, open, path })));
  };

  const retry = (row) => {
    const button = element("button", "button small", words.again);
    button.type = "button";
    button.addEventListener("click", () => again([row]));
    row.item.insertBefore(button, row.result);
    broken.add(row);
  };

  const failed = (row, message) => {
    row.item.classList.add("bad");
    row.progress.remove();
    row.state.textContent = words.not_sent;
    row.result.textContent = message;
    retry(row);
    over("failed");
  };

  // The server or the network is away: the file waits for its turn again. A file that is gone by now will not come back by itself.
  const unreachable = async (row) => {
    try {
      await row.file.slice(0, 1).arrayBuffer();
    } catch {
      failed(row, words.changed);
      return;
    }
    row.state.textContent = words.waiting;
    row.progress.value = 0;
    queue.unshift(row);
    if (!offline) setTimeout(probe, wait);
    offline = true;
    count();
  };

  const probe = () => {
    offline = false;
    count();
    next();
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
    if ([502, 503, 504].includes(request.status)) return unreachable(row);
    if (request.responseURL && !request.responseURL.endsWith(new URL(form.action).pathname)) return failed(row, words.signed_out);
    let answer = null;
    try {
      answer = JSON.parse(request.responseText).files[0];
    } catch {
      answer = null;
    }
    return answer ? finished(row, answer) : failed(row, words.failed);
  };

  const send = async (row) => {
    try {
      row.file ??= await row.open();
    } catch (word) {
      busy -= 1;
      failed(row, words[word]);
      next();
      return;
    }
    const data = new FormData();
    data.append("files", row.file);
    data.append("path", row.path);
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
    request.addEventListener("error", () => unreachable(row));
    request.addEventListener("loadend", () => {
      busy -= 1;
      if (row.open && row.item.querySelector("progress") === null) row.file = null; // out of an archive: it can be opened again
      next();
    });
    request.send(data);
  };

  const next = () => {
    while (busy < atOnce && queue.length && !stopped && !offline) {
      busy += 1;
      send(queue.shift());
    }
  };

  const add = (files) => {
    if (!files.length) return;
    panel.hidden = false;
    left.hidden = true;
    stopped = false;
    if (done === total) name = files[0].path.includes("/") ? files[0].path.split("/")[0] : "";
    total += files.length;
    for (const found of files) queue.push(line(found));
    count();
    next();
  };

  // ---- folders: what systems and office programs leave in them is not sent

  const leftover = (name) => /^(\.|~\$)/.test(name) || /^(thumbs\.db|desktop\.ini)$/i.test(name);

  // Every archive gives its files; one that cannot be opened here is sent as it is, and the server says why not.
  const unpacked = async (files) => {
    const found = [];
    for (const one of files) {
      const inner = /\.zip$/i.test(one.path) ? await window.jihuanUnzip(one.file, Number(form.dataset.most)).catch(() => null) : null;
      const folder = one.path.slice(0, one.path.length - one.file.name.length);
      if (inner?.length) found.push(...inner.map(({ path, open }) => ({ path: folder + path, open, file: null })));
      else found.push(one);
    }
    return found;
  };

  const take = async (given) => {
    const files = await unpacked(given);
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
    if (!entries.some((entry) => entry.isDirectory)) return take(loose);
    const found = [];
    for (const entry of entries) await walk(entry, found);
    return take(found);
  };

  input.addEventListener("change", () => {
    take([...input.files].map((file) => ({ file, path: file.name })));
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

  stop.addEventListener("click", () => {
    stopped = true;
    count();
  });
  goOn.addEventListener("click", () => {
    stopped = false;
    count();
    next();
  });
  allAgain.addEventListener("click", () => again([...broken]));

  try {
    const unfinished = JSON.parse(localStorage.getItem(store));
    if (unfinished) {
      left.hidden = false;
      left.querySelector("[data-left-text]").textContent = say(words.left, { ...unfinished, name: unfinished.name || words.files });
      left.querySelector("button").addEventListener("click", () => {
        localStorage.removeItem(store);
        left.hidden = true;
      });
    }
  } catch {
    left.hidden = true;
  }
})();
