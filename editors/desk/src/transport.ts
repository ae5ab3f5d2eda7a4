/** How messages go to and fro: over a connection to this machine's program, or to a worker. */

import type { Transport } from "@codemirror/lsp-client";

/** A way for messages that can be closed, and tells when the other end is gone. */
export interface Way extends Transport {
  close(): void;
  lost: Promise<void>;
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
    socket.addEventListener("error", () => reject(new Error("no connection")));
    socket.addEventListener("open", () =>
      resolve({
        send(message) {
          if (socket.readyState !== WebSocket.OPEN) throw new Error("no connection");
          socket.send(message);
        },
        subscribe: (handler) => void handlers.add(handler),
        unsubscribe: (handler) => void handlers.delete(handler),
        close: () => socket.close(),
        lost,
      }),
    );
  });
}
