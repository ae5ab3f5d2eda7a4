/** The files of policies that are open: all of a policy, one of them in the editor. What is typed is
 * kept as a draft; what is saved is never laid over what somebody else has written meanwhile. */

import { LSPPlugin, Workspace, type LSPClient, type WorkspaceFile } from "@codemirror/lsp-client";
import { ChangeSet, EditorState, Text, type Extension, type TransactionSpec } from "@codemirror/state";
import type { EditorView } from "@codemirror/view";
import { signal } from "@preact/signals";

import type { Desk } from "../../connection";
import { notice, told } from "../../notices";
import { say } from "./words";

/** What has changed of a file. */
interface Update {
  file: WorkspaceFile;
  prevDoc: Text;
  changes: ChangeSet;
}

interface Document {
  text: string;
  digest: string;
}

interface Read {
  uri: string;
  saved: Document;
  draft: Document | null;
}

/** How long nobody may type before what was typed is kept as a draft, in milliseconds. */
const QUIET = 250;

/** A file that is open. */
export class PolicyFile implements WorkspaceFile {
  readonly languageId = "pol";
  version = 0;
  view: EditorView | null = null;
  /** The text that the program of the desk has. */
  doc: Text;
  /** Whether it holds what is not saved. */
  readonly unsaved = signal(false);
  /** What somebody else has written meanwhile, until the user has decided. */
  readonly conflict = signal<Document | null>(null);
  /** How many problems are told of it. */
  readonly problems = signal(0);
  /** What has changed and the program does not have yet. */
  pending: ChangeSet;
  private keeping: ReturnType<typeof setTimeout> | undefined;
  /** The text that is there again whatever ends: it was saved, or kept as a draft. */
  private kept: string;

  constructor(
    private readonly desk: Desk,
    readonly uri: string,
    readonly path: string,
    public saved: Document,
    public state: EditorState,
  ) {
    this.doc = state.doc;
    this.kept = state.sliceDoc();
    this.pending = ChangeSet.empty(state.doc.length);
  }

  getView(): EditorView | null {
    return this.view;
  }

  /** The text as it is now, with the ends of lines of the file. */
  get text(): string {
    return this.now.sliceDoc();
  }

  get now(): EditorState {
    return (this.view ?? this).state;
  }

  /** What was typed and the program is not told of. */
  get untold(): ChangeSet {
    const plugin = this.view && LSPPlugin.get(this.view);
    return plugin ? plugin.unsyncedChanges : this.pending;
  }

  /** Whether what was typed last would be gone with the page. */
  get atRisk(): boolean {
    return this.text !== this.kept;
  }

  /** Something was typed: it is kept as a draft once nobody types for a moment. */
  changed(): void {
    this.unsaved.value = this.text !== this.saved.text;
    clearTimeout(this.keeping);
    this.keeping = setTimeout(() => void this.keep(), QUIET);
  }

  /** Keep what was typed at once, where that is still to be done. */
  flush(): void {
    if (this.keeping !== undefined) void this.keep();
  }

  private async keep(): Promise<void> {
    clearTimeout(this.keeping);
    this.keeping = undefined;
    const { path, text, saved } = this;
    const { page } = this.desk;
    try {
      if (text === saved.text) await this.desk.request("desk/files/forget", { path, page }, { quietly: true });
      else await this.desk.request("desk/files/keep", { path, text, seen: saved.digest, page }, { quietly: true });
      this.kept = text;
    } catch (error) {
      // Of a program that is gone the next connection asks for it again.
      if (!this.desk.lost.value) told(error);
    }
  }

  /** Save it; false where somebody else has written the file meanwhile, which is then `conflict`. */
  async save(over: string = this.saved.digest): Promise<boolean> {
    const { path, text } = this;
    const { page } = this.desk;
    clearTimeout(this.keeping);
    this.keeping = undefined;
    const done = await this.desk.request<{ saved: Document | null; conflict: Document | null }>("desk/files/save", { path, text, seen: over, page });
    if (done.saved === null) {
      this.conflict.value = done.conflict;
      return false;
    }
    this.saved = done.saved;
    this.kept = text;
    this.conflict.value = null;
    this.unsaved.value = this.text !== done.saved.text;
    return true;
  }

  /** The disk has another text than before: it is taken, told as a conflict, or the same as here. */
  met(document: Document): void {
    if (document.text === this.text && document.digest !== "") {
      // Saved from here before the answer was lost, or written by somebody else alike.
      this.saved = document;
      this.conflict.value = null;
      this.unsaved.value = false;
    } else this.conflict.value = document;
  }

  /** Give up what is here for what the disk has: it stays in the history. */
  async yield(document: Document): Promise<void> {
    const { path, text } = this;
    await this.desk.request("desk/files/aside", { path, text });
    this.take(document);
  }

  /** Take what the disk has in place of what is here; that can be undone. */
  take(document: Document): void {
    this.saved = document;
    this.conflict.value = null;
    this.replace(document.text);
  }

  /** Put another text in the place of this one, as one change that can be undone. */
  replace(text: string): void {
    this.update({ changes: { from: 0, to: this.now.doc.length, insert: text }, userEvent: "input.replace" });
  }

  /** Make a change, whether the file is shown or not. */
  update(spec: TransactionSpec): void {
    if (this.view) {
      this.view.dispatch(spec);
      return;
    }
    const made = this.state.update(spec);
    this.state = made.state;
    this.pending = this.pending.compose(made.changes);
    this.changed();
  }
}

/** The files that are open, as the language server is told of them. */
export class Files extends Workspace {
  files: PolicyFile[] = [];
  /** The view in which files are shown, while the place is open. */
  view: EditorView | null = null;
  readonly shown = signal<PolicyFile | null>(null);
  /** Counts every change of a text that the program was told of. */
  readonly told = signal(0);
  /** What an editor state is made with; the place says it. */
  extensions: (file: { uri: string; path: string }) => Extension = () => [];
  /** Files that another place has opened, before there was an editor to show them in. */
  private readonly bare = new WeakSet<PolicyFile>();

  constructor(client: LSPClient) {
    super(client);
    // The browser asks whether the page is to be left while something is on its way to be kept.
    addEventListener("beforeunload", (event) => {
      if (this.files.some((file) => file.atRisk)) event.preventDefault();
    });
    addEventListener("pagehide", () => this.flush());
    addEventListener("visibilitychange", () => document.hidden && this.flush());
  }

  override getFile(uri: string): PolicyFile | null {
    return this.files.find((file) => file.uri === uri) ?? null;
  }

  at(path: string): PolicyFile | null {
    return this.files.find((file) => file.path === path) ?? null;
  }

  /** Open a file, with what was typed and not saved. */
  async open(desk: Desk, path: string): Promise<PolicyFile> {
    const before = this.at(path);
    if (before) return before;
    const read = await desk.request<Read>("desk/files/read", { path, page: desk.page });
    const again = this.at(path);
    if (again) return again;
    const text = read.draft?.text ?? read.saved.text;
    const state = this.state(text, read.uri, path);
    const seen = read.draft ? { text: read.draft.digest === read.saved.digest ? read.saved.text : "", digest: read.draft.digest } : read.saved;
    const file = new PolicyFile(desk, read.uri, path, seen, state);
    file.unsaved.value = read.draft !== null;
    if (read.draft && read.draft.digest !== read.saved.digest) file.conflict.value = read.saved;
    this.files = [...this.files, file];
    if (!this.view) this.bare.add(file);
    if (this.client.connected && isTold(path)) this.client.didOpen(file);
    return file;
  }

  private state(text: string, uri: string, path: string): EditorState {
    return EditorState.create({
      doc: text,
      extensions: [
        // The ends of lines stay what they are.
        text.includes("\r\n") ? EditorState.lineSeparator.of("\r\n") : [],
        this.extensions({ uri, path }),
      ],
    });
  }

  /** Show a file in the view. */
  show(file: PolicyFile): void {
    const { view } = this;
    if (!view || file.view === view) return;
    this.client.sync();
    this.leave();
    this.shown.value = file;
    if (this.bare.delete(file)) file.state = this.state(file.text, file.uri, file.path);
    view.setState(file.state);
    file.view = view;
    file.pending = ChangeSet.empty(file.state.doc.length);
  }

  /** Keep the state of the file that is shown. */
  leave(): void {
    const before = this.shown.value;
    if (before?.view) {
      before.state = before.view.state;
      before.view = null;
    }
  }

  override connected(): void {
    for (const file of this.files) {
      file.doc = file.now.doc;
      file.pending = ChangeSet.empty(file.doc.length);
      if (file.view) LSPPlugin.get(file.view)?.clear();
      if (isTold(file.path)) this.client.didOpen(file);
      // What was typed while nobody was there is kept now.
      if (file.unsaved.value) file.changed();
    }
  }

  /** Whether somebody else has changed on the disk what is open, in whichever place one is: what is
   * judged are the texts of the page. */
  async look(desk: Desk): Promise<void> {
    const open = this.files;
    if (open.length === 0 || desk.lost.value || document.hidden) return;
    const paths = open.map((file) => file.path);
    const found = await desk.request<Record<string, string | null>>("desk/files/look", { paths }, { quietly: true });
    for (const file of open) {
      const digest = found[file.path];
      if (digest === file.saved.digest) file.conflict.value = null;
      if (digest === undefined || digest === file.saved.digest || digest === file.conflict.value?.digest) continue;
      // Why one cannot be read any more is told by reading it.
      await this.meet(desk, file, digest).catch((error) => !desk.lost.value && told(error));
    }
    desk.lsp.sync();
  }

  private async meet(desk: Desk, file: PolicyFile, digest: string | null): Promise<void> {
    const { path } = file;
    const saved = digest === "" ? { text: "", digest } : (await desk.request<{ text: string; digest: string }>("desk/files/saved", { path }, { quietly: true }));
    // Of a file that is gone, what is here may be the last copy.
    if (file.unsaved.value || digest === "") {
      file.met(saved);
      if (file.conflict.value && !this.view) notice(say(digest === "" ? "gone" : "changed", { path }), "doubtful");
    } else {
      file.take(saved);
      notice(say("reloaded", { path }));
    }
  }

  /** Keep all that was typed, before the page goes. */
  flush(): void {
    for (const file of this.files) file.flush();
  }

  /** What was typed since; nothing while a word is being put together by an input method. */
  syncFiles(): readonly Update[] {
    if (this.view?.compositionStarted) return [];
    const found: Update[] = [];
    for (const file of this.files) {
      const changes = file.untold;
      if (changes.empty) continue;
      const prevDoc = file.doc;
      file.doc = file.now.doc;
      file.version += 1;
      if (file.view) LSPPlugin.get(file.view)?.clear();
      file.pending = ChangeSet.empty(file.doc.length);
      if (isTold(file.path)) found.push({ file, prevDoc, changes });
    }
    if (found.length > 0) this.told.value += 1;
    return found;
  }

  openFile(): void {
    // Files are opened by `open`, whether they are shown or not.
  }

  closeFile(): void {
    // A file that is not shown any more stays open.
  }

  override updateFile(uri: string, update: TransactionSpec): void {
    this.getFile(uri)?.update(update);
  }

  override async displayFile(uri: string): Promise<EditorView | null> {
    const file = this.getFile(uri);
    const folder = uri.slice(0, uri.lastIndexOf("/"));
    if (!this.view || !this.shown.value) return null;
    if (!file || !this.shown.value.uri.startsWith(`${folder}/`)) {
      notice(say("elsewhere", { path: decodeURIComponent(uri).split("/").slice(-2).join("/") }), "doubtful");
      return null;
    }
    this.show(file);
    return this.view;
  }
}

/** Whether a file is one of rules, which the language server knows. */
export function isPolicy(path: string): boolean {
  return path.endsWith(".pol");
}

/** Whether the language server is told of a file: of rules, and of the texts that they quote. */
export function isTold(path: string): boolean {
  return isPolicy(path) || path.endsWith(".txt");
}
