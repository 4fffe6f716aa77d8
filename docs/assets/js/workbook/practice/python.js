/* A Python of its own in a web worker, and the clock that is held over what it runs. */
(() => {
  "use strict";
  const START = 120_000; /* ms until it is there, on a slow machine */
  const SLOW = 1000; /* ms without an answer, after which it may be that none comes */
  const HEAP = 256 << 20; /* bytes of memory, which never shrinks, after which it is better to begin anew */
  const text = new TextDecoder(), stopped = () => Object.assign(new Error("Python was started anew."), { stopped: true });
  const START_FAILED = "Python does not start in this browser. Press Restart Python. Where that does not help, close other pages, or take another browser.";
  let address = null;

  /* A failure of ours as an error that says what to do; `details` are for whoever looks into it. */
  workbook.fallen = (details, words = "Python in this page failed, which is no mistake of yours. What you wrote is kept. Press Restart Python, then try again.") => Object.assign(new Error(words), { details: String(details).trim() });

  workbook.Python = class {
    /* `does`: judges, runs. `told` is told what becomes of it: starting, ready, slow, ended. */
    constructor(does, told) { Object.assign(this, { does, told, worker: null, ready: null, units: new Map(), life: 0 }); }

    start() {
      return this.ready ||= this.begin(this.life).catch(problem => { if (!problem.stopped) this.end(); throw problem; });
    }

    async begin(life) {
      const files = await workbook.runtime();
      if (life !== this.life) throw stopped(); /* ended meanwhile */
      address ||= URL.createObjectURL(new Blob([workbook.workerText], { type: "text/javascript" }));
      this.worker = new window.BrowserWorker(address);
      this.told("starting");
      try { await this.ask({ start: { ...files, ...this.does } }, START); } catch (problem) { throw problem.details ? workbook.fallen(problem.details, START_FAILED) : problem; }
      this.told("ready");
    }

    /* Send a message; gives what is answered. One that fails is in no state to be asked again, and is ended. */
    ask(message, most = 0) {
      return new Promise((done, failed) => {
        const worker = this.worker, fell = details => { clearTimeout(timer); failed(workbook.fallen(details)); this.end(); };
        const timer = most && setTimeout(() => fell(`Nothing was answered in ${most / 1000} seconds.`), most);
        this.stop = () => { clearTimeout(timer); failed(stopped()); };
        worker.onmessage = ({ data }) => { clearTimeout(timer); if (data.failed) fell(data.failed); else done(data); };
        worker.onerror = problem => fell(problem.message || "The web worker ended.");
        worker.postMessage(message);
      });
    }

    async judge(what, body, recordings) {
      await this.start();
      return this.ask({ judge: { what, body, recordings } });
    }

    /* The answers of some units. */
    async have(units) {
      await this.start();
      const missing = units.filter(unit => !this.units.has(unit));
      if (!missing.length) return;
      await this.ask({ unpack: await workbook.filesOf(missing.map(unit => `${unit}.zip`)) });
      for (const unit of missing) this.units.set(unit, true);
    }

    /* Do a job: { frames, hung, seconds }. `terms` are seconds: call, load, total. Ended by the clock or by itself, this
       Python is gone, and the next job starts it anew. */
    async run(job, terms) {
      await this.start();
      const parts = [];
      let since = 0, began = 0, loaded = false, timer = 0, slow = 0;
      const ended = await new Promise(done => {
        const worker = this.worker, late = () => done("hung");
        const arm = () => {
          clearTimeout(timer);
          clearTimeout(slow);
          slow = setTimeout(() => this.told("slow"), SLOW);
          const ends = [since + 1000 * terms.call, began + 1000 * terms.total, ...(loaded ? [] : [began + 1000 * terms.load])];
          timer = setTimeout(late, Math.max(Math.min(...ends) - performance.now(), 0));
        };
        this.stop = () => done("stopped");
        worker.onerror = () => done("gone");
        worker.onmessage = ({ data }) => {
          if (data?.began) { began = since = performance.now(); arm(); }
          else if (data?.frame) {
            const head = text.decode(data.frame.subarray(8, 20));
            parts.push(data.frame);
            loaded ||= head.startsWith('{"loaded"');
            if (!head.startsWith('{"output"')) { since = performance.now(); arm(); }
          } else if (data?.failed) done("gone");
          else if (data?.done) done(data.clean && data.heap < HEAP ? "clean" : "changed");
        };
        worker.postMessage({ run: job });
      });
      clearTimeout(timer);
      clearTimeout(slow);
      const seconds = began ? (performance.now() - began) / 1000 : 0;
      if (ended !== "clean" && ended !== "stopped") this.end();
      if (ended === "stopped") throw stopped();
      return { frames: joined(parts), hung: ended === "hung", seconds };
    }

    end() {
      const { worker, stop } = this;
      Object.assign(this, { worker: null, ready: null, stop: null, units: new Map(), life: this.life + 1 });
      worker?.terminate();
      stop?.();
      this.told("ended");
    }
  };

  const joined = parts => {
    const all = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
    let at = 0;
    for (const part of parts) { all.set(part, at); at += part.length; }
    return all;
  };
})();
