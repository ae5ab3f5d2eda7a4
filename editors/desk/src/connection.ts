/** The one connection of the page: what editors ask, and what the page asks beside it. */

import { LSPClient, type LSPClientConfig } from "@codemirror/lsp-client";
import { signal } from "@preact/signals";

import { told } from "./notices";
import { UnreachableError, type Way } from "./transport";
import { language } from "./words";

/** How far a job is; of `total` 0 it is not known how much there is to do. */
export interface Progress {
  done: number;
  total: number;
  words: string;
}

interface Options {
  /** Nobody waits for the answer. */
  quietly?: boolean;
  progress?: (progress: Progress) => void;
  signal?: AbortSignal;
}

/** Jobs take their time, and are stopped by the user alone. */
const NO_LIMIT = 2_000_000_000;

/** A policy: what it is asked for by, and its title. */
export interface Named {
  name: string;
  title: string;
}

/** A policy of the folder with its files; names are paths within it. */
export interface PolicyFiles extends Named {
  files: string[];
}

/** What lies in the folder. */
export interface Folder {
  folder: string;
  uri: string;
  policies: PolicyFiles[];
  bundled: Named[];
  /** Extras whose libraries are not there. */
  lacks: string[];
}

/** What the page asks its program. Words of refusals are the messages of the errors it throws. */
export class Desk {
  readonly lsp: LSPClient;
  /** What lies in the folder, as it was last looked at. */
  readonly folder = signal<Folder | null>(null);
  /** Whether the program is gone. */
  readonly lost = signal(false);
  /** How many answers are awaited; a job that tells how far it is does not count. */
  readonly awaited = signal(0);
  /** What tells this page from others that are open on the same folder. */
  readonly page = `${Date.now()}-${Math.random()}`;
  private readonly listening = new Map<string, (progress: Progress) => void>();
  private way: Way | null = null;
  private gone: Promise<never> = new Promise(() => undefined);
  private asked = 0;

  constructor(
    private readonly open: () => Promise<Way>,
    config: LSPClientConfig = {},
  ) {
    this.lsp = new LSPClient({
      ...config,
      timeout: NO_LIMIT,
      initializationOptions: { language: language.value },
      sanitizeHTML: (html) => html,
      // Changes come with the versions of the texts that they are of.
      extensions: [{ clientCapabilities: { workspace: { workspaceEdit: { documentChanges: true } } } }],
      notificationHandlers: {
        ...config.notificationHandlers,
        "desk/progress": (_, told: Progress & { token: string }) => {
          this.listening.get(told.token)?.(told);
          return true;
        },
      },
    });
  }

  /** Speak with the program, from now on or anew; the texts of open files are told again. */
  async connect(): Promise<void> {
    const way = await this.open();
    if (this.lsp.connected) this.lsp.disconnect();
    this.way = way;
    // What is asked of a program that is gone is never answered: whoever waits is told.
    this.gone = way.lost.then((): never => {
      if (this.way === way) this.lost.value = true;
      throw new UnreachableError();
    });
    this.gone.catch(() => undefined);
    this.lsp.connect(way);
    await Promise.race([this.lsp.initializing, this.gone]);
    this.lost.value = false;
  }

  /** Connect and look at the folder, whether for the first time or again; where there is nobody, the
   * page says that the program is gone. */
  async begin(): Promise<void> {
    try {
      await this.connect();
      await this.look();
    } catch (error) {
      this.lost.value = true;
      told(error);
    }
  }

  /** End the program, with all that it does, and begin with a new one. */
  private again(): Promise<void> {
    this.way?.close();
    return this.begin();
  }

  /** Look at what lies in the folder. */
  async look(): Promise<Folder> {
    return (this.folder.value = await this.request<Folder>("desk/folder"));
  }

  /** Ask what editors ask. Throws as `request` does. */
  async ofEditor<T>(method: string, params: object): Promise<T> {
    try {
      return await Promise.race([this.lsp.request<object, T>(method, params), this.gone]);
    } catch (error) {
      throw asError(error);
    }
  }

  /** Ask something. Throws an `Error` with the words of a refusal, or of a lost connection. */
  async request<T>(method: string, params: object = {}, options: Options = {}): Promise<T> {
    const token = `${++this.asked}`;
    const asked = { ...params, token };
    const stop = () => (this.way?.stops === false ? void this.again() : this.lsp.notification("desk/stop", { token }));
    if (options.progress) this.listening.set(token, options.progress);
    options.signal?.addEventListener("abort", stop);
    const counted = options.progress || options.quietly ? 0 : 1;
    this.awaited.value += counted;
    try {
      options.signal?.throwIfAborted();
      return await this.ofEditor<T>(method, asked);
    } finally {
      this.awaited.value -= counted;
      this.listening.delete(token);
      options.signal?.removeEventListener("abort", stop);
    }
  }
}

/** What an answer of the protocol says that is an error; it comes as plain data. */
function asError(told: unknown): unknown {
  if (told instanceof Error || typeof told !== "object" || told === null || !("message" in told)) return told;
  return new Error(String(told.message), { cause: told });
}
