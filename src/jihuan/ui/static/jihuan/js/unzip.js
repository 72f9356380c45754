"use strict";
// Archives are opened in the browser: their files are sent one by one like those of a folder. jihuanUnzip(file, most) gives
// [{ path, open }], where open() gives the File, of so many bytes at most, or throws a word of the drop zone; null for what
// cannot be opened here.
(() => {
  const END = 0x06054b50;
  const ENTRY = 0x02014b50;
  const MOST = 5000;
  const KIND = { stored: 0, deflated: 8 };

  // Names are UTF-8 where the archive says so; those of Chinese Windows are GBK and say nothing.
  const decoded = (bytes, utf8) => {
    if (utf8) return new TextDecoder().decode(bytes);
    try {
      return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
    } catch {
      return new TextDecoder("gb18030").decode(bytes);
    }
  };

  const view = async (blob) => new DataView(await blob.arrayBuffer());

  const directory = async (file) => {
    const tail = await view(file.slice(Math.max(0, file.size - 65557)));
    for (let at = tail.byteLength - 22; at >= 0; at -= 1) {
      if (tail.getUint32(at, true) !== END) continue;
      const [count, size, start] = [tail.getUint16(at + 10, true), tail.getUint32(at + 12, true), tail.getUint32(at + 16, true)];
      if (count === 0xffff || start === 0xffffffff || count > MOST || start + size > file.size) return null;
      return { count, table: await view(file.slice(start, start + size)) };
    }
    return null;
  };

  const content = async (file, entry, most) => {
    if (entry.locked) throw "locked";
    if (entry.size > most) throw "large";
    const head = await view(file.slice(entry.at, entry.at + 30));
    const from = entry.at + 30 + head.getUint16(26, true) + head.getUint16(28, true);
    const packed = file.slice(from, from + entry.packed);
    if (entry.kind !== KIND.stored && entry.kind !== KIND.deflated) throw "packed";
    if (packed.size !== entry.packed || (entry.kind === KIND.stored && entry.packed !== entry.size)) throw "broken";
    if (entry.kind === KIND.stored) return packed;
    const parts = [];
    let size = 0;
    const reader = packed.stream().pipeThrough(new DecompressionStream("deflate-raw")).getReader();
    for (let next = await reader.read(); !next.done; next = await reader.read()) {
      size += next.value.length;
      if (size > most) {
        await reader.cancel();
        throw "large";
      }
      parts.push(next.value);
    }
    if (size !== entry.size) throw "broken";
    return new Blob(parts);
  };

  window.jihuanUnzip = async (file, most) => {
    if (typeof DecompressionStream === "undefined") return null;
    const found = await directory(file);
    if (!found) return null;
    const { count, table } = found;
    const files = [];
    let at = 0;
    for (let number = 0; number < count; number += 1) {
      if (at + 46 > table.byteLength || table.getUint32(at, true) !== ENTRY) return null;
      const [flags, length, extra, comment] = [8, 28, 30, 32].map((offset) => table.getUint16(at + offset, true));
      const [packed, size, start] = [20, 24, 42].map((offset) => table.getUint32(at + offset, true));
      const entry = { locked: (flags & 1) === 1, kind: table.getUint16(at + 10, true), packed, size, at: start };
      const path = decoded(new Uint8Array(table.buffer, at + 46, length), (flags & 0x800) !== 0).replaceAll("\\", "/");
      if (!path.endsWith("/")) {
        files.push({
          path: `${file.name}/${path}`,
          open: async () => {
            try {
              return new File([await content(file, entry, most)], path.split("/").pop());
            } catch (fault) {
              throw typeof fault === "string" ? fault : "broken";
            }
          },
        });
      }
      at += 46 + length + extra + comment;
    }
    return files;
  };
})();
