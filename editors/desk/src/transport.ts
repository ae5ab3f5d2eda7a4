/** How messages go to and fro: over a connection to this machine's program, or to a worker. */

import type { Transport } from "@codemirror/lsp-client";

import { words } from "./words";

const say = words({
  tooLarge: [
    "内容过大（{size} MB），一次最多 {most} MB；请分成几部分。",
    "This is too large ({size} MB); at most {most} MB can be taken at once. Divide it.",
  ],
});

/** The most bytes of a message, as the program takes them: a larger one would end the connection. */
const LARGEST = 64_000_000;

/** A way for messages that can be closed, and tells when the other end is gone. */
export interface Way extends Transport {
  close(): void;
  lost: Promise<void>;
  /** Whether a job hears that it is to stop; if not, it ends with the program alone. */
  stops: boolean;
}

/** Whether the program runs inside the browser; the edition without a server says so in its page. */
export const inBrowser = document.querySelector('meta[name="linkage-rules-program"][content="worker"]') !== null;

/** There is nobody at the other end. */
export class UnreachableError extends Error {}

interface Said {
  kind: "said" | "ready" | "failed" | "loading";
  words: string;
}

type Handler = (message: string) => void;

/** Messages to the program that served the page. */
export function overSocket(): Promise<Way> {
  return new Promise((resolve, reject) => {
    const address = new URL("connection", location.href);
    address.protocol = address.protocol === "https:" ? "wss:" : "ws:";
    address.search = address.hash = "";
    const socket = new WebSocket(address);
    const handlers = new Set<Handler>();
    const lost = new Promise<void>((gone) => socket.addEventListener("close", () => gone()));
    socket.addEventListener("message", (event) => {
      for (const handler of handlers) handler(event.data as string);
    });
    socket.addEventListener("error", () => reject(new UnreachableError()));
    socket.addEventListener("open", () =>
      resolve({
        send(message) {
          if (socket.readyState !== WebSocket.OPEN) throw new UnreachableError();
          // A character takes at most three bytes of UTF-8.
          const size = message.length * 3 > LARGEST ? new Blob([message]).size : 0;
          if (size > LARGEST) throw new Error(say("tooLarge", { size: Math.ceil(size / 1_000_000), most: LARGEST / 1_000_000 }));
          socket.send(message);
        },
        subscribe: (handler) => void handlers.add(handler),
        unsubscribe: (handler) => void handlers.delete(handler),
        close: () => socket.close(),
        lost,
        stops: true,
      }),
    );
  });
}

/** Messages to the program inside the browser; `loading` is told how much of it has come. */
export function overWorker(loading: (words: string) => void): Promise<Way> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(new URL("./worker.ts", import.meta.url), { type: "module" });
    const handlers = new Set<Handler>();
    let gone = () => {};
    const lost = new Promise<void>((resolve) => (gone = resolve));
    worker.addEventListener("error", (event) => {
      reject(new Error(event.message));
      gone();
    });
    worker.addEventListener("message", ({ data }: MessageEvent<Said>) => {
      if (data.kind === "said") for (const handler of handlers) handler(data.words);
      else if (data.kind === "loading") loading(data.words);
      else if (data.kind === "failed") reject(new Error(data.words));
      else
        resolve({
          send: (message) => worker.postMessage(message),
          subscribe: (handler) => void handlers.add(handler),
          unsubscribe: (handler) => void handlers.delete(handler),
          close: () => (worker.terminate(), gone()),
          lost,
          stops: data.words === "stops",
        });
    });
  });
}
