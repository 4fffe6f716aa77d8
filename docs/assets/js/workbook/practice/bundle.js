/* The files that lie beside the pages, as blobs. They are classic scripts in base64, since nothing else can be loaded
   from a disk, and come in parts, so that it can be told how far that is. */
(() => {
  "use strict";
  const { root, index } = window.practice;
  const waiting = new Map(), blobs = new Map();
  let told = null;

  /* A script has answered before it is over, or it was not the one that was asked for: cut off, or another one's page. */
  const script = (path, failed) => {
    const over = function () { this.remove(); failed(new Error("A file of Python cannot be loaded. Is the folder `practice` whole, and is there a network? Then load this page again.")); };
    document.head.append(Object.assign(document.createElement("script"), { src: new URL(path, root), onload: over, onerror: over }));
  };
  const bytesOf = text => {
    const binary = atob(text), bytes = new Uint8Array(binary.length);
    for (let at = 0; at < binary.length; at++) bytes[at] = binary.charCodeAt(at);
    return bytes;
  };
  workbook.part = (hash, text) => waiting.get(hash)(bytesOf(text));
  const part = hash => new Promise((done, failed) => { waiting.set(hash, done); script(`parts/${hash}.js`, failed); });

  /* What is in the bundle. */
  workbook.contents = () => told ||= new Promise((done, failed) => {
    workbook.bundle = done;
    script(`index-${index}.js`, failed);
  }).catch(problem => { told = null; throw problem; });

  /* Files as { name: { blob, gzip } }. `tell(done, all)` is told bytes. */
  workbook.filesOf = async (names, tell = () => {}) => {
    const { files } = await workbook.contents();
    const all = names.flatMap(name => files[name].parts).reduce((sum, [, size]) => sum + size, 0);
    let done = 0;
    const fetched = name => blobs.get(name) || blobs.set(name, Promise.all(files[name].parts.map(([hash]) => part(hash))).then(parts => ({ blob: new Blob(parts), gzip: files[name].gzip }))
      .catch(problem => { blobs.delete(name); throw problem; })).get(name);
    const entries = [];
    tell(0, all);
    for (const name of names) {
      entries.push([name, await fetched(name)]);
      done += files[name].parts.reduce((sum, [, size]) => sum + size, 0);
      tell(done, all);
    }
    return Object.fromEntries(entries);
  };
})();
