"use strict";
// Drop zone: every file is sent by itself, with its progress and its result on a line of its own.
(() => {
  const form = document.querySelector("[data-drop]");
  if (!form) return;
  const words = JSON.parse(form.dataset.words);
  const input = form.querySelector("input[type=file]");
  const panel = document.querySelector("[data-arriving]");
  const list = panel.querySelector("ul");
  const queue = [];
  let busy = 0;

  const element = (name, className, text = "") => {
    const node = document.createElement(name);
    node.className = className;
    node.textContent = text;
    return node;
  };

  const line = (file) => {
    const item = element("li", "");
    const state = element("span", "state", words.waiting);
    const progress = document.createElement("progress");
    progress.max = 100;
    progress.value = 0;
    progress.setAttribute("aria-label", file.name);
    const result = element("span", "result");
    item.append(element("span", "name", file.name), progress, state, result);
    list.append(item);
    return { file, item, progress, state, result };
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
      add([row.file]);
    });
    row.item.insertBefore(button, row.result);
  };

  const failed = (row, message) => {
    row.item.classList.add("bad");
    row.progress.remove();
    row.state.textContent = words.unreadable;
    row.result.textContent = message;
    retry(row);
  };

  const finished = (row, answer) => {
    row.progress.remove();
    row.state.textContent = words[answer.state] ?? answer.state;
    row.result.textContent = answer.message;
    row.item.classList.toggle("bad", answer.state === "unreadable");
    if (answer.href) link(row, answer.state === "draft" ? words.open : words.view, answer.href);
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
    while (busy < 2 && queue.length) {
      busy += 1;
      send(queue.shift());
    }
  };

  const add = (files) => {
    panel.hidden = false;
    for (const file of files) queue.push(line(file));
    next();
  };

  input.addEventListener("change", () => {
    add([...input.files]);
    input.value = "";
  });
  for (const kind of ["dragover", "dragleave", "drop"]) {
    document.addEventListener(kind, (event) => {
      if (!event.dataTransfer?.types.includes("Files")) return;
      event.preventDefault();
      form.classList.toggle("over", kind === "dragover");
      if (kind === "drop") add([...event.dataTransfer.files]);
    });
  }
})();
