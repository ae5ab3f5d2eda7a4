/** The editor: what CodeMirror is set up with for a file of a policy. */

import { acceptCompletion, autocompletion, closeBrackets, closeBracketsKeymap, completionKeymap, startCompletion } from "@codemirror/autocomplete";
import { defaultKeymap, history, historyKeymap } from "@codemirror/commands";
import { bracketMatching, indentUnit } from "@codemirror/language";
import { lintKeymap } from "@codemirror/lint";
import { LSPPlugin, findReferencesKeymap, formatDocument, hoverTooltips, jumpToDefinitionKeymap, serverCompletion } from "@codemirror/lsp-client";
import { highlightSelectionMatches, search, searchKeymap } from "@codemirror/search";
import { EditorState, RangeSet, StateEffect, StateField, type Extension } from "@codemirror/state";
import { EditorView, GutterMarker, drawSelection, gutter, highlightActiveLine, highlightActiveLineGutter, keymap, lineNumbers } from "@codemirror/view";

import type { Desk } from "../../connection";
import { notice, told } from "../../notices";
import { ask } from "../../parts/question";
import { language } from "../../words";
import { colours } from "./colours";
import { isPolicy, isTold, type Files } from "./files";
import { annotations, change, toNextProblem } from "./shown";
import { say } from "./words";

/** How long nobody may type before the program is told of it, in milliseconds. */
const QUIET = 120;

/** What the words of CodeMirror are in Chinese. */
const PHRASES: Record<string, string> = {
  Find: "查找", Replace: "替换", next: "下一个", previous: "上一个", all: "全部", "match case": "区分大小写", regexp: "正则", "by word": "整词",
  replace: "替换", "replace all": "全部替换", close: "关闭", "current match": "当前匹配", Diagnostics: "问题", "No diagnostics": "没有问题",
  Completions: "补全", "Go to line": "转到行", go: "转到", "Reference list": "用到的地方",
};

interface Hooks {
  save: () => void;
}

/** The extensions of the editor of a file. */
export function extensions(desk: Desk, files: Files, { uri, path }: { uri: string; path: string }, hooks: Hooks): Extension {
  const ours = isPolicy(path);
  return [
    styled(),
    language.value === "zh" ? EditorState.phrases.of(PHRASES) : [],
    EditorView.contentAttributes.of({ "aria-label": path, spellcheck: "false", tabindex: "0" }),
    lineNumbers(),
    history(),
    drawSelection(),
    highlightActiveLine(),
    highlightActiveLineGutter(),
    bracketMatching(),
    closeBrackets(),
    highlightSelectionMatches(),
    search({ top: true }),
    EditorView.lineWrapping,
    indentUnit.of("  "),
    keymap.of([
      { key: "Mod-s", preventDefault: true, run: () => (hooks.save(), true) },
      { key: "Shift-Alt-f", preventDefault: true, run: formatDocument },
      { key: "F2", preventDefault: true, run: (view) => (void rename(desk, files, view), true) },
      { key: "F8", run: toNextProblem },
      { key: "Tab", run: acceptCompletion },
      ...closeBracketsKeymap,
      ...defaultKeymap,
      ...historyKeymap,
      ...searchKeymap,
      ...completionKeymap,
      ...lintKeymap,
      ...jumpToDefinitionKeymap,
      ...findReferencesKeymap,
    ]),
    ours
      ? [
          desk.lsp.plugin(uri, "pol"),
          serverCompletion({ override: true, validFor: /^[\p{L}\p{N}_]*$/u }),
          autocompletion({ icons: false, maxRenderedOptions: 60 }),
          hoverTooltips(),
          colours,
          annotations,
          standing,
          completeHan,
        ]
      : [],
    syncing(desk, files, path),
  ];
}

/** What lets the editor bring its own styles, which the page allows to nobody else. */
export function styled(): Extension {
  return EditorView.cspNonce.of(document.querySelector<HTMLMetaElement>('meta[name="csp-nonce"]')?.content ?? "");
}

/** Tell the program of what was typed once nobody types for a moment, and no half-made words of an
 * input method. */
function syncing(desk: Desk, files: Files, path: string): Extension {
  let waiting: ReturnType<typeof setTimeout> | undefined;
  const soon = () => {
    clearTimeout(waiting);
    waiting = setTimeout(() => desk.lsp.connected && desk.lsp.sync(), QUIET);
  };
  return [
    EditorView.updateListener.of((update) => {
      if (!update.docChanged) return;
      const file = files.at(path);
      if (file && !isPolicy(path) && isTold(path)) file.pending = file.pending.compose(update.changes);
      file?.changed();
      soon();
    }),
    EditorView.domEventHandlers({ compositionend: () => (soon(), false) }),
  ];
}

/** Offer what could be written when a Chinese character was typed, as for letters. */
const completeHan = EditorView.updateListener.of((update) => {
  if (update.view.composing) return;
  const typed = update.transactions.some((one) => one.isUserEvent("input.type"));
  if (!update.docChanged || !typed) return;
  const { head } = update.state.selection.main;
  if (/\p{Script=Han}/u.test(update.state.sliceDoc(Math.max(0, head - 1), head))) startCompletion(update.view);
});

/** Give what the cursor is on another name, in all files. */
async function rename(desk: Desk, files: Files, view: EditorView): Promise<void> {
  const plugin = LSPPlugin.get(view);
  if (!plugin) return;
  desk.lsp.sync();
  const asked = { textDocument: { uri: plugin.uri }, position: plugin.toPosition(view.state.selection.main.head) };
  try {
    const range = await desk.ofEditor<{ start: { line: number; character: number }; end: { line: number; character: number } } | null>(
      "textDocument/prepareRename",
      asked,
    );
    if (!range) {
      notice(say("noName"), "doubtful");
      return;
    }
    const written = view.state.sliceDoc(plugin.fromPosition(range.start), plugin.fromPosition(range.end));
    const answer = async (name: string) => {
      const edit = await desk.ofEditor<Parameters<typeof change>[1] | null>("textDocument/rename", { ...asked, newName: name });
      if (edit) change(files, edit);
    };
    ask({ title: say("rename"), label: say("newName", { name: written }), written, action: say("rename"), answer });
  } catch (error) {
    told(error);
  }
}

/** What examples show of a line: in the margin, with words for who does not see the mark. */
export interface Mark {
  line: number;
  sign: string;
  tone: "good" | "bad" | "open";
  words: string;
}

const stood = StateEffect.define<readonly Mark[]>();

class Sign extends GutterMarker {
  constructor(private readonly mark: Mark) {
    super();
  }

  override eq(other: Sign): boolean {
    return other.mark.words === this.mark.words && other.mark.tone === this.mark.tone;
  }

  override toDOM(): Node {
    const shown = document.createElement("span");
    shown.className = `cm-sign ${this.mark.tone}`;
    shown.textContent = this.mark.sign;
    shown.title = this.mark.words;
    return shown;
  }
}

const signs = StateField.define<RangeSet<GutterMarker>>({
  create: () => RangeSet.empty,
  update(found, transaction) {
    for (const effect of transaction.effects) {
      if (effect.is(stood)) {
        const { doc } = transaction.state;
        const known = effect.value.filter((mark) => mark.line <= doc.lines);
        return RangeSet.of(known.map((mark) => new Sign(mark).range(doc.line(mark.line).from)), true);
      }
    }
    return found.map(transaction.changes);
  },
});

const standing: Extension = [signs, gutter({ class: "cm-signs", markers: (view) => view.state.field(signs) })];

/** Show what examples show, in the margin of the editor. */
export function mark(view: EditorView, marks: readonly Mark[]): void {
  view.dispatch({ effects: stood.of(marks) });
}

/** Lead the user to a line. */
export function goTo(view: EditorView, line: number, column = 1): void {
  const found = view.state.doc.line(Math.min(Math.max(line, 1), view.state.doc.lines));
  const anchor = Math.min(found.from + column - 1, found.to);
  view.dispatch({ selection: { anchor }, effects: EditorView.scrollIntoView(anchor, { y: "center" }) });
  view.focus();
}
