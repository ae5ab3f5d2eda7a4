// Search runs in a Worker, which a browser refuses to a page that was opened from a folder. There the
// script of the search runs in a hidden frame instead, and answers as a Worker would.
if (location.protocol === "file:") {
  window.IFrameWorker = window.Worker = class extends EventTarget {
    constructor(url) {
      super();
      this.waiting = [];
      const frame = document.createElement("iframe");
      frame.hidden = true;
      document.body.appendChild(frame);
      const inside = frame.contentWindow;
      const worker = this;
      inside.document.open();
      inside.document.write("<!doctype html><title>search</title>");
      inside.document.close();
      const added = (address) =>
        new Promise((done, failed) => {
          const script = inside.document.createElement("script");
          script.src = address;
          script.onload = done;
          script.onerror = failed;
          inside.document.body.appendChild(script);
        });
      // One after another: each of them rests on those before it.
      inside.importScripts = (...addresses) =>
        addresses.reduce((before, each) => before.then(() => added(each)), Promise.resolve());
      inside.postMessage = (data) => worker.dispatchEvent(new MessageEvent("message", { data }));
      this.inside = inside;
      added(String(url)).then(() => {
        const late = this.waiting;
        this.waiting = null;
        late.forEach((data) => this.postMessage(data));
      });
    }
    postMessage(data) {
      if (this.waiting) this.waiting.push(data);
      else this.inside.dispatchEvent(new this.inside.MessageEvent("message", { data }));
    }
    terminate() {}
  };
}
