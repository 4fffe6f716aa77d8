/* node compile.cjs FOLDER WHEEL: with the files of a bundle in a folder, Python starts as in a page and compiles what it
   loads; see compile_modules.py. What it made is then in FOLDER/compiled.zip. */
"use strict";
const fs = require("node:fs"), path = require("node:path");
const [folder, wheel] = process.argv.slice(2), file = name => new Uint8Array(fs.readFileSync(path.join(folder, name)));

(async () => {
  const { loadPyodide } = require(path.join(folder, "pyodide.js"));
  const python = await loadPyodide({ indexURL: folder });
  python.unpackArchive(file(wheel), "wheel", { extractDir: "/lib/python3.12/site-packages" });
  python.unpackArchive(file("kit.zip"), "zip", { extractDir: "/kit" });
  python.FS.writeFile("/python_stdlib.zip", file("python_stdlib.zip"));
  python.FS.chdir("/kit");
  python.runPython(fs.readFileSync(path.join(__dirname, "compile_modules.py"), "utf8"));
  fs.writeFileSync(path.join(folder, "compiled.zip"), python.FS.readFile("/compiled.zip"));
})().catch(problem => { console.error(String(problem?.message || problem)); process.exit(1); });
