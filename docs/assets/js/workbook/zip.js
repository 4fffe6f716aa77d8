/* Zips, as far as texts need them: written without compression, read with what browsers have for it. */
(() => {
  "use strict";
  const MOST = 1 << 20, MOST_FILES = 2000; /* bytes of a file that is read, and files that are looked at */
  const LOCAL = 0x04034b50, ENTRY = 0x02014b50, END = 0x06054b50, UTF8 = 0x0800;
  const TABLE = Uint32Array.from({ length: 256 }, (_, at) => { let sum = at; for (let bit = 0; bit < 8; bit++) sum = sum & 1 ? 0xedb88320 ^ (sum >>> 1) : sum >>> 1; return sum; });
  const checksum = bytes => ~bytes.reduce((sum, byte) => TABLE[(sum ^ byte) & 255] ^ (sum >>> 8), -1) >>> 0;
  const numbers = (...pairs) => {
    const bytes = new DataView(new ArrayBuffer(pairs.reduce((sum, [size]) => sum + size, 0)));
    let at = 0;
    for (const [size, value] of pairs) { if (size === 2) bytes.setUint16(at, value, true); else bytes.setUint32(at, value, true); at += size; }
    return new Uint8Array(bytes.buffer);
  };

  /* A zip of { path: text }, as a Blob. */
  workbook.zip = (files, now = new Date()) => {
    const time = now.getHours() << 11 | now.getMinutes() << 5 | now.getSeconds() >> 1, day = now.getFullYear() - 1980 << 9 | now.getMonth() + 1 << 5 | now.getDate();
    const parts = [], entries = [];
    let at = 0, size = 0;
    for (const [path, text] of Object.entries(files)) {
      const name = new TextEncoder().encode(path), data = new TextEncoder().encode(text);
      const told = [[2, 20], [2, UTF8], [2, 0], [2, time], [2, day], [4, checksum(data)], [4, data.length], [4, data.length], [2, name.length], [2, 0]];
      parts.push(numbers([4, LOCAL], ...told), name, data);
      entries.push(numbers([4, ENTRY], [2, 20], ...told, [2, 0], [2, 0], [2, 0], [4, 0], [4, at]), name);
      at += 30 + name.length + data.length;
      size += 46 + name.length;
    }
    const count = Object.keys(files).length;
    return new Blob([...parts, ...entries, numbers([4, END], [2, 0], [2, 0], [2, count], [2, count], [4, size], [4, at], [2, 0])], { type: "application/zip" });
  };

  const inflated = async bytes => {
    const parts = [];
    let size = 0;
    for await (const part of new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate-raw"))) {
      size += part.length;
      if (size > MOST) throw new Error("A file in this zip is too large.");
      parts.push(part);
    }
    return new Uint8Array(await new Blob(parts).arrayBuffer());
  };

  /* The files in a zip whose paths are wanted, as { path: bytes }. */
  workbook.unzip = async (buffer, wanted) => {
    const view = new DataView(buffer), bytes = new Uint8Array(buffer), found = {};
    try {
      let end = buffer.byteLength - 22;
      while (view.getUint32(end, true) !== END) end--;
      let at = view.getUint32(end + 16, true);
      for (let left = Math.min(view.getUint16(end + 10, true), MOST_FILES); left && view.getUint32(at, true) === ENTRY; left--) {
        const [flags, method] = [8, 10].map(place => view.getUint16(at + place, true)), size = view.getUint32(at + 20, true);
        const [name, extra, comment] = [28, 30, 32].map(place => view.getUint16(at + place, true)), local = view.getUint32(at + 42, true);
        const path = new TextDecoder().decode(bytes.subarray(at + 46, at + 46 + name)).replaceAll("\\", "/");
        if (wanted(path) && !(flags & 1) && (method === 0 || method === 8)) {
          const begin = local + 30 + view.getUint16(local + 26, true) + view.getUint16(local + 28, true), data = bytes.subarray(begin, begin + size);
          found[path] = method ? await inflated(data) : data;
        }
        at += 46 + name + extra + comment;
      }
    } catch { throw new Error("This is not a readable zip file."); }
    return found;
  };
})();
