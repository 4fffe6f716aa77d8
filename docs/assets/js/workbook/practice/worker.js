/* What runs in a web worker: Python, for those who do a student's jobs, for the one who judges, or for both. It is made
   of this text, as a page that was opened from a disk may load no other. */
(() => {
  "use strict";
  const inWorker = () => {
    const PLACE = "http://bundle/", MOST = 560; /* MiB, as in a worker of the command line */
    let python, run, desk;

    const read = async ({ blob, gzip }) => new Uint8Array(await new Response(gzip ? blob.stream().pipeThrough(new DecompressionStream("gzip")) : blob).arrayBuffer());

    /* Memory that ends where it does elsewhere. */
    const Memory = WebAssembly.Memory;
    WebAssembly.Memory = function (wanted) { return new Memory({ ...wanted, maximum: Math.min(wanted.maximum ?? Infinity, MOST * 16) }); };

    const start = async ({ files, wheel, core, judges, runs }) => {
      const had = new Map(await Promise.all(Object.entries(files).map(async ([name, file]) => [name, await read(file)])));
      const found = url => had.get(String(url).replace(PLACE, ""));
      const text = url => new TextDecoder().decode(found(url));
      self.fetch = async url => new Response(found(url));
      WebAssembly.instantiateStreaming = async (_, imports) => ({ module: core, instance: await WebAssembly.instantiate(core, imports) }); /* compiled once, by the page */
      self.importScripts = (...urls) => { for (const url of urls) (0, eval)(text(url)); };
      self.importScripts("pyodide.js");
      python = await self.loadPyodide({ indexURL: PLACE, stdout() {}, stderr() {}, env: { HOME: "/home/pyodide", UV: "uv" } });
      for (const way of ["fetch", "WebSocket", "XMLHttpRequest", "EventSource"]) self[way] = undefined; /* nothing more comes, and nothing goes: Python's sockets are WebSockets here */
      python.unpackArchive(had.get(wheel), "wheel", { extractDir: "/lib/python3.12/site-packages" });
      python.unpackArchive(had.get("kit.zip"), "zip", { extractDir: "/kit" });
      if (had.has("compiled.zip")) python.unpackArchive(had.get("compiled.zip"), "zip", { extractDir: "/" }); /* beside the sources of both */
      had.clear();
      python.runPython("import importlib, os, sys, time; importlib.invalidate_caches(); os.chdir('/kit'); sys.path.insert(0, '/kit')\nfrom grader.protocol.load_numpy import load_numpy\nload_numpy()");
      python.runPython("sys.meta_path[:] = [one for one in sys.meta_path if type(one).__name__ != 'JsFinder']\nfor one in ('js', 'pyodide_js'): sys.modules.pop(one, None)"); /* there is no such module elsewhere */
      if (judges) desk = python.runPython("from grader.practice.desk import Desk\nDesk(lambda clock: setattr(time, 'monotonic', clock))");
      if (runs) run = python.runPython("from grader.practice.run import InPlace\nInPlace().run");
      return { ready: true };
    };

    /* Answers of a unit, when they are first needed. */
    const unpack = async files => {
      for (const file of Object.values(files)) python.unpackArchive(await read(file), "zip", { extractDir: "/kit" });
      return { unpacked: true };
    };

    const judge = ({ what, body, recordings }) => {
      const given = python.toPy(recordings.map(({ frames, hung, seconds }) => [frames, hung, seconds]));
      const told = desk.answer(what, JSON.stringify(body), given);
      const [answer, job, terms] = told.toJs();
      given.destroy();
      told.destroy();
      return { answer: answer && JSON.parse(answer), job, terms: terms && JSON.parse(terms) };
    };

    const doJob = job => {
      postMessage({ began: true });
      const packed = python.toPy(job);
      const clean = run(packed, frame => { const bytes = frame.toJs(); frame.destroy(); postMessage({ frame: bytes }, [bytes.buffer]); });
      packed.destroy();
      return { done: true, clean, heap: python._module.HEAPU8.length };
    };

    onmessage = async ({ data }) => {
      try {
        postMessage(data.start ? await start(data.start) : data.unpack ? await unpack(data.unpack) : data.judge ? judge(data.judge) : doJob(data.run));
      } catch (problem) { postMessage({ failed: String(problem?.message || problem) }); }
    };
  };
  workbook.workerText = `"use strict";(${inWorker})();`;
})();
