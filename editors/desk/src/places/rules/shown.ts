/** What the language server says of a file, shown in the editor: problems, meanings of names, labels,
 * and what stands above a line. */

import { forEachDiagnostic, nextDiagnostic, setDiagnostics, setDiagnosticsEffect, type Diagnostic } from "@codemirror/lint";
import { LSPPlugin } from "@codemirror/lsp-client";
import { RangeSetBuilder, StateEffect, StateField, type ChangeDesc, type Extension } from "@codemirror/state";
import { Decoration, EditorView, WidgetType, type DecorationSet } from "@codemirror/view";

import type { Desk } from "../../connection";
import { notice, told } from "../../notices";
import type { Files, PolicyFile } from "./files";
import { isPolicy } from "./files";
import { say } from "./words";

interface Position {
  line: number;
  character: number;
}
interface Range {
  start: Position;
  end: Position;
}
interface Told {
  range: Range;
  message: string;
  severity?: number;
  code?: string;
}
interface TextEdit {
  range: Range;
  newText: string;
}
/** Changes of files, each of the text that it had in a version. */
interface Edit {
  documentChanges: { textDocument: { uri: string; version: number | null }; edits: TextEdit[] }[];
}
interface CodeAction {
  title: string;
  kind?: string;
  edit?: Edit;
  diagnostics?: Told[];
}
interface Command {
  title: string;
  command: string;
  /** The file, and the line from 0 on. */
  arguments: [uri: string, line: number];
}
interface Lens {
  range: Range;
  command?: Command;
}
interface Hint {
  position: Position;
  label: string;
  paddingLeft?: boolean;
}
interface Carried {
  text: string;
  passed: boolean;
  edit?: Edit | null;
}

const marked = StateEffect.define<DecorationSet>();
const lensed = StateEffect.define<DecorationSet>();

function field(effect: typeof marked): StateField<DecorationSet> {
  return StateField.define<DecorationSet>({
    create: () => Decoration.none,
    update(found, transaction) {
      for (const one of transaction.effects) if (one.is(effect)) return one.value;
      return found.map(transaction.changes);
    },
    provide: (self) => EditorView.decorations.from(self),
  });
}

const marks = field(marked);
const lenses = field(lensed);

/** What was edited since the problems were told; null while nothing was. */
const since = StateField.define<ChangeDesc | null>({
  create: () => null,
  update(before, transaction) {
    if (transaction.effects.some((one) => one.is(setDiagnosticsEffect))) return null;
    if (!transaction.docChanged) return before;
    return before ? before.composeDesc(transaction.changes.desc) : transaction.changes.desc;
  },
});

/** Where what the language server says is shown. */
export const annotations: Extension = [marks, lenses, since];

/** Go to the next problem; not to one whose words were edited since it was told, as what is typed next
 * would replace them. */
export function toNextProblem(view: EditorView): boolean {
  const edits = view.state.field(since, false);
  if (edits) {
    const left: Diagnostic[] = [];
    forEachDiagnostic(view.state, (one, from, to) => {
      let edited = false;
      edits.iterChangedRanges((_from, _to, first, last) => (edited ||= first <= to && last >= from));
      if (!edited) left.push({ ...one, from, to });
    });
    view.dispatch(setDiagnostics(view.state, left));
  }
  return nextDiagnostic(view);
}

/** Ask for everything that is said of the file that is shown, and for the problems of all. */
export async function refresh(desk: Desk, files: Files, policy: readonly PolicyFile[]): Promise<void> {
  const shown = files.shown.value;
  await Promise.all(policy.filter((file) => isPolicy(file.path)).map((file) => problems(desk, files, file)));
  if (shown?.view && isPolicy(shown.path)) await Promise.all([meanings(desk, shown), above(desk, files, shown)]);
}

async function problems(desk: Desk, files: Files, file: PolicyFile): Promise<void> {
  const textDocument = { uri: file.uri };
  const { version } = file;
  const report = await desk.lsp.request<object, { items: Told[] } | null>("textDocument/diagnostic", { textDocument });
  if (!report || file.version !== version) return;
  file.problems.value = report.items.filter((one) => one.severity === 1).length;
  // They are there at once; what puts them right takes longer to be found.
  show(desk, files, file, version, report.items, null);
  if (report.items.length > 0) show(desk, files, file, version, report.items, await fixes(desk, file));
}

/** Show problems in the editor, unless the text is another by now. While `fixes` are not known those that
 * are shown already keep theirs. */
function show(desk: Desk, files: Files, file: PolicyFile, version: number, problems: readonly Told[], fixes: readonly CodeAction[] | null): void {
  const { view } = file;
  const plugin = view && LSPPlugin.get(view);
  if (!view || !plugin || file.version !== version || !plugin.unsyncedChanges.empty) return;
  const before = new Map<string, Diagnostic>();
  if (fixes === null) forEachDiagnostic(view.state, (one, from, to) => before.set(`${from} ${to} ${one.message}`, one));
  const found = problems.map((one): Diagnostic => {
    const from = plugin.fromPosition(one.range.start);
    const to = Math.max(from, plugin.fromPosition(one.range.end));
    const known = before.get(`${from} ${to} ${one.message}`);
    const mine = (fixes ?? []).filter((action) => action.diagnostics?.some((other) => alike(other, one)));
    return {
      from,
      to,
      severity: one.severity === 1 ? "error" : "info",
      source: one.code,
      message: one.message,
      actions: known?.actions ?? mine.map(({ title }) => ({ name: short(title), apply: (_, at) => void apply(desk, files, file, one, at, title) })),
    };
  });
  view.dispatch(setDiagnostics(view.state, found));
}

function alike(a: Told, b: Told): boolean {
  return a.code === b.code && JSON.stringify(a.range) === JSON.stringify(b.range);
}

function short(title: string): string {
  return title.length > 60 ? `${title.slice(0, 59)}…` : title;
}

async function fixes(desk: Desk, file: PolicyFile): Promise<CodeAction[]> {
  const { lines } = file.doc;
  const range = { start: { line: 0, character: 0 }, end: { line: lines, character: 0 } };
  const asked = { textDocument: { uri: file.uri }, range, context: { diagnostics: [], only: ["quickfix"] } };
  return (await desk.lsp.request<object, CodeAction[] | null>("textDocument/codeAction", asked)) ?? [];
}

/** Make a change that the message at a place offers, by the text of now: others may offer the same. */
async function apply(desk: Desk, files: Files, file: PolicyFile, problem: Told, at: number, title: string): Promise<void> {
  desk.lsp.sync();
  const { view } = file;
  const plugin = view && LSPPlugin.get(view);
  if (!view || !plugin) return;
  const { line, character } = plugin.toPosition(at);
  try {
    const offered = await fixes(desk, file);
    const ours = (one: Told) => one.code === problem.code && one.range.start.line === line && one.range.start.character === character;
    const chosen = offered.find((one) => one.title === title && one.diagnostics?.some(ours));
    if (chosen?.edit) change(files, chosen.edit);
    else notice(say("fixGone"), "doubtful");
  } catch (error) {
    told(error);
  }
}

/** Make the changes of an answer in all files that it is about; none, which the user is told, where one
 * of them is another text by now. Whether they were made. */
export function change(files: Files, edit: Edit): boolean {
  const made: [PolicyFile, TextEdit[]][] = [];
  for (const { textDocument, edits } of edit.documentChanges) {
    const file = files.getFile(textDocument.uri);
    if (file?.version !== textDocument.version || !file.untold.empty) {
      notice(file ? say("typedSince", { path: file.path }) : say("notOpen", { path: textDocument.uri }), "doubtful");
      return false;
    }
    made.push([file, edits]);
  }
  for (const [file, edits] of made) {
    const doc = file.now.doc;
    const at = ({ line, character }: Position) => (line >= doc.lines ? doc.length : Math.min(doc.line(line + 1).from + character, doc.line(line + 1).to));
    file.update({ changes: edits.map((one) => ({ from: at(one.range.start), to: at(one.range.end), insert: one.newText })), userEvent: "input.fix" });
  }
  return true;
}

async function meanings(desk: Desk, file: PolicyFile): Promise<void> {
  const { view, version } = file;
  const plugin = view && LSPPlugin.get(view);
  if (!view || !plugin) return;
  const textDocument = { uri: file.uri };
  const range = { start: { line: 0, character: 0 }, end: { line: file.doc.lines, character: 0 } };
  const [tokens, hints] = await Promise.all([
    desk.lsp.request<object, { data: number[] } | null>("textDocument/semanticTokens/full", { textDocument }),
    desk.lsp.request<object, Hint[] | null>("textDocument/inlayHint", { textDocument, range }),
  ]);
  if (file.view !== view || file.version !== version || !plugin.unsyncedChanges.empty) return;
  const kinds = desk.lsp.serverCapabilities?.semanticTokensProvider?.legend.tokenTypes ?? [];
  const found: { from: number; to: number; value: Decoration }[] = [];
  let line = 0;
  let character = 0;
  const data = tokens?.data ?? [];
  for (let at = 0; at + 4 < data.length; at += 5) {
    const [down, along, length, kind] = data.slice(at, at + 4) as [number, number, number, number];
    character = down > 0 ? along : character + along;
    line += down;
    const from = plugin.fromPosition({ line, character });
    if (length > 0 && from + length <= view.state.doc.length) found.push({ from, to: from + length, value: Decoration.mark({ class: `name-${kinds[kind]}` }) });
  }
  for (const hint of hints ?? []) {
    const at = plugin.fromPosition(hint.position);
    found.push({ from: at, to: at, value: Decoration.widget({ widget: new Label(hint.label), side: 1 }) });
  }
  view.dispatch({ effects: marked.of(Decoration.set(found.map((one) => one.value.range(one.from, one.to)), true)) });
}

async function above(desk: Desk, files: Files, file: PolicyFile): Promise<void> {
  const { view, version } = file;
  const plugin = view && LSPPlugin.get(view);
  if (!view || !plugin) return;
  const found = await desk.lsp.request<object, Lens[] | null>("textDocument/codeLens", { textDocument: { uri: file.uri } });
  if (file.view !== view || file.version !== version || !plugin.unsyncedChanges.empty) return;
  const lines = new Map<number, Command[]>();
  for (const { range, command } of found ?? []) {
    if (command && range.start.line < view.state.doc.lines) lines.set(range.start.line, [...(lines.get(range.start.line) ?? []), command]);
  }
  const builder = new RangeSetBuilder<Decoration>();
  for (const [line, commands] of [...lines].sort(([a], [b]) => a - b)) {
    const { from } = view.state.doc.line(line + 1);
    builder.add(from, from, Decoration.widget({ widget: new Lenses(desk, files, commands), block: true, side: -1 }));
  }
  view.dispatch({ effects: lensed.of(builder.finish()) });
}

/** A label behind a name that is written without it. */
class Label extends WidgetType {
  constructor(private readonly label: string) {
    super();
  }

  override eq(other: Label): boolean {
    return other.label === this.label;
  }

  toDOM(): HTMLElement {
    const shown = document.createElement("span");
    shown.className = "cm-label";
    shown.textContent = this.label;
    return shown;
  }
}

/** What stands above a line, each a command that says more or runs an example. */
class Lenses extends WidgetType {
  constructor(
    private readonly desk: Desk,
    private readonly files: Files,
    private readonly commands: readonly Command[],
  ) {
    super();
  }

  override eq(other: Lenses): boolean {
    return JSON.stringify(other.commands) === JSON.stringify(this.commands);
  }

  toDOM(view: EditorView): HTMLElement {
    const shown = document.createElement("div");
    shown.className = "cm-lenses";
    for (const command of this.commands) {
      const button = document.createElement("button");
      button.type = "button";
      button.textContent = command.title;
      button.tabIndex = -1;
      button.addEventListener("click", () => void this.run(command, view.state.doc.lineAt(view.posAtDOM(shown)).number - 1));
      shown.append(button);
    }
    return shown;
  }

  override ignoreEvent(): boolean {
    return true;
  }

  /** Have a command carried out on the line where it stands now: what was told of it may be of before. */
  private async run({ command, arguments: [uri] }: Command, line: number): Promise<void> {
    this.desk.lsp.sync();
    try {
      const done = await this.desk.lsp.request<object, Carried | null>("workspace/executeCommand", { command, arguments: [uri, line] });
      if (!done) return;
      if (!done.edit || change(this.files, done.edit)) notice(done.text, done.passed ? "good" : "doubtful");
    } catch (error) {
      told(error);
    }
  }
}
