/** The place “Rules”: the text, the rules and what they do, beside one another. */

import { EditorState } from "@codemirror/state";
import { EditorView } from "@codemirror/view";
import { formatDocument } from "@codemirror/lsp-client";
import { useCallback, useEffect, useMemo, useRef, useState } from "preact/hooks";

import type { Desk, Folder, PolicyFiles } from "../../connection";
import { notice, told } from "../../notices";
import { useKept } from "../../parts/kept";
import type { At } from "../../parts/decision";
import { editorAddress } from "../../parts/place_link";
import { calledIn, chosen, useFolder, useNamed } from "../../parts/policies";
import { ask } from "../../parts/question";
import type { RecordValue } from "../../parts/record_form";
import { href } from "../../route";
import { UnreachableError } from "../../transport";
import { BeginDialog, ConflictDialog, HistoryDialog } from "./dialogs";
import { CoverageTab, ExampleDialog, ExamplesTab, RecordTab, byKey } from "./does";
import { extensions, goTo, mark, styled, type Mark } from "./editor";
import { Files, isPolicy, type PolicyFile } from "./files";
import { refresh } from "./shown";
import { TextColumn } from "./text";
import type { Examples, Exercised, Overview, Sentence, Tried } from "./told";
import { say } from "./words";
import "./rules.css";

/** For how long nobody types before all examples are run again, in milliseconds, */
const PAUSE = 800;
/** where that took no longer; with others it would go on all the time. */
const QUICK = 1500;

const HOLDS_NORMS = /^(?:规范|norm)\s/m;

type Column = "text" | "rules" | "does";
type Tab = "examples" | "record" | "coverage";
type Asked = "begin" | "history" | "conflict" | "example" | null;

export function Place({ desk, rest }: { desk: Desk; rest: string }) {
  const folder = useFolder(desk);
  const load = useCallback(() => desk.look().then(() => undefined, told), [desk]);
  const [beginning, setBeginning] = useState(false);
  const [policy, at] = folder === null ? [undefined, null] : found(folder, rest || chosen.value);
  // A shipped policy that was chosen elsewhere cannot be opened here, and stays chosen.
  useNamed(rest || !chosen.value ? (policy?.name ?? "") : "");
  if (folder === null) return <p class="waiting">{say("waiting")}</p>;
  const made = async (name: string) => {
    await load();
    location.hash = href("rules", name);
  };
  return (
    <div class="rules">
      <div class="row head">
        {policy && (
          <label class="chosen">
            {say("policies")}
            <select value={policy.name} onChange={(event) => (location.hash = href("rules", event.currentTarget.value))}>
              {folder.policies.map((one) => <option key={one.name} value={one.name}>{calledIn(one)}</option>)}
            </select>
          </label>
        )}
        <button type="button" class={policy ? "" : "main"} onClick={() => setBeginning(true)}>{say("begin")}</button>
      </div>
      {policy ? (
        <Policy key={policy.name} desk={desk} name={policy.name} paths={policy.files} at={at} reload={load} />
      ) : (
        <div class="card">
          <p>{say("none")}</p>
          <p>{say("first")}</p>
        </div>
      )}
      {beginning && <BeginDialog desk={desk} folder={folder} onMade={(name) => void made(name)} close={() => setBeginning(false)} />}
    </div>
  );
}

/** The policy that an address names: by itself, or by a place in one of its files, `FILE:LINE`. */
function found(folder: Folder, rest: string): [PolicyFiles | undefined, At | null] {
  const [, path = "", line] = /^(.+):(\d+)$/.exec(rest) ?? [];
  const holding = folder.policies.find((one) => one.files.includes(path));
  if (holding) return [holding, { path, line: Number(line), column: 1 }];
  const named = folder.policies.filter((one) => rest === one.name || rest.startsWith(`${one.name}/`));
  const policy = named.sort((a, b) => b.name.length - a.name.length)[0];
  return [policy ?? folder.policies[0], null];
}

/** A record that is being filled in. */
interface Filled {
  type: string | null;
  record: RecordValue;
  asOf: string;
}

interface PolicyProps {
  desk: Desk;
  name: string;
  paths: readonly string[];
  at: At | null;
  reload: () => Promise<void>;
}

function Policy({ desk, name, paths, at, reload }: PolicyProps) {
  const files = desk.lsp.workspace as Files;
  const holder = useRef<HTMLDivElement>(null);
  const [opened, setOpened] = useState<readonly PolicyFile[]>([]);
  const [overview, setOverview] = useState<Overview | null>(null);
  const [tried, setTried] = useState<ReadonlyMap<string, Tried>>(new Map());
  const [norms, setNorms] = useState<readonly Exercised[]>([]);
  /** Of which texts all examples were run last, counted as `version`, and how long that took. */
  const [ran, setRan] = useState({ of: -1, took: 0 });
  const [running, setRunning] = useState<{ done: number; total: number } | null>(null);
  const [column, setColumn] = useState<Column>("rules");
  const [tab, setTab] = useState<Tab>("examples");
  const [sentence, setSentence] = useState<number | null>(null);
  const [asked, setAsked] = useState<Asked>(null);
  const [{ type, record, asOf }, fillIn] = useKept<Filled>(`record of ${name}`, {
    type: null,
    record: {},
    asOf: new Date().toLocaleDateString("sv-SE"),
  });
  const [saves, setSaves] = useState(0);
  const stopping = useRef<AbortController | null>(null);
  const shown = files.shown.value;
  const version = files.told.value;

  const save = useCallback(async () => {
    const file = files.shown.value;
    if (!file) return;
    try {
      if (await file.save()) {
        notice(say("saved", { path: file.path }), "good");
        setSaves((count) => count + 1);
      } else {
        setAsked("conflict");
      }
    } catch (error) {
      if (error instanceof UnreachableError) notice(say("notSaved", { path: file.path }), "bad");
      else told(error);
    }
  }, [files]);

  // The editor, and all files of the policy, which stay open.
  useEffect(() => {
    files.extensions = (file) => extensions(desk, files, file, { save: () => void save() });
    // Until a file is shown it has a name, and takes nothing that would be lost.
    const empty = [styled(), EditorState.readOnly.of(true), EditorView.contentAttributes.of({ "aria-label": say("waiting"), tabindex: "0" })];
    const view = new EditorView({ state: EditorState.create({ extensions: empty }), parent: holder.current! });
    files.view = view;
    let wanted = true;
    openAll(desk, files, paths).then(
      (found) => {
        if (!wanted) return;
        setOpened(found);
        const first = found.find((file) => isPolicy(file.path)) ?? found[0];
        if (first) files.show(first);
        files.told.value += 1;
      },
      (error) => wanted && told(error),
    );
    return () => {
      wanted = false;
      files.leave();
      files.shown.value = null;
      files.view = null;
      view.destroy();
    };
  }, [desk, files, save]);

  // Files that were made since.
  useEffect(() => {
    if (opened.length === 0 || paths.every((path) => files.at(path))) return;
    // One that cannot be read is not asked for again until the folder is looked at anew.
    openAll(desk, files, paths).then((found) => {
      setOpened(found);
      files.told.value += 1;
    }, told);
  }, [paths, opened.length > 0]);

  // What is said of the texts of now.
  useEffect(() => {
    if (opened.length === 0 || desk.lost.value) return;
    let wanted = true;
    refresh(desk, files, opened).catch((error) => wanted && !desk.lost.value && told(error));
    desk.request<Overview>("desk/rules/overview", { policy: name }).then((found) => wanted && setOverview(found), told);
    return () => {
      wanted = false;
    };
  }, [desk, files, name, opened, version, shown, saves, desk.lost.value]);

  // The examples of the file that is shown, as they are typed.
  const path = shown?.path;
  const sound = overview?.problems === 0;
  useEffect(() => {
    if (!sound || !path || !isPolicy(path)) return;
    const mine = new AbortController();
    desk.request<Examples>("desk/rules/examples", { policy: name, path }, { signal: mine.signal }).then(
      ({ examples }) => !mine.signal.aborted && setTried((before) => merged(before, path, examples)),
      () => undefined, // The next text is tried anew, and its problems are told in the editor.
    );
    return () => mine.abort();
  }, [desk, name, path, overview]);

  const runAll = useCallback(() => {
    stopping.current?.abort();
    const mine = (stopping.current = new AbortController());
    setRunning({ done: 0, total: 0 });
    const of = files.told.value;
    const begun = performance.now();
    desk
      .request<Examples>("desk/rules/examples", { policy: name }, { signal: mine.signal, progress: (progress) => setRunning(progress) })
      .then(
        (found) => {
          if (mine.signal.aborted) return;
          setTried(byKey(found.examples));
          setNorms(found.norms);
          setRan({ of, took: performance.now() - begun });
        },
        (error) => !mine.signal.aborted && told(error),
      )
      .finally(() => stopping.current === mine && setRunning(null));
  }, [desk, files, name]);

  // All of them once it is open, after each save, and when nobody types for a moment: those of any file may
  // rest on what was typed. What comes of the texts before is taken by nobody.
  const savesThen = useRef(-1);
  useEffect(() => {
    if (!sound || opened.length === 0) return;
    const stop = () => stopping.current?.abort();
    if (savesThen.current !== saves) {
      savesThen.current = saves;
      runAll();
      return stop;
    }
    if (ran.took > QUICK) return stop;
    const timer = setTimeout(runAll, PAUSE);
    return () => {
      clearTimeout(timer);
      stop();
    };
  }, [overview, opened.length > 0, runAll]);

  useEffect(() => {
    if (!overview) return;
    const names = overview.types.map((one) => one.name);
    if (type === null || !names.includes(type)) fillIn({ type: names[0] ?? null, record, asOf });
  }, [overview]);

  // What examples show of the norms that are there now, where they are now.
  const exercised = useMemo(() => {
    const places = new Map(overview?.norms.map((one) => [one.name, one.at]));
    return norms.flatMap((one): Exercised[] => {
      const at = places.get(one.name);
      return at ? [{ ...one, at }] : [];
    });
  }, [overview, norms]);

  const marks = useMemo((): Mark[] => {
    if (!overview || !path) return [];
    const ofExamples = [...byKey(overview.examples)]
      .filter(([, one]) => one.at.path === path)
      .flatMap(([key, one]): Mark[] => {
        const result = tried.get(key);
        if (!result) return [];
        return [{ line: one.at.line, sign: result.passed ? "✓" : "✗", tone: result.passed ? "good" : "bad", words: say(result.passed ? "passes" : "fails") }];
      });
    const ofNorms = exercised
      .filter((one) => one.at.path === path)
      .map((one): Mark => {
        const total = one.statuses.reduce((sum, status) => sum + status.count, 0);
        const counts = total > 0 ? one.statuses.map((status) => `${status.words} ${status.count}`).join(" ") : say("notExercised");
        const words = ran.of === version ? counts : say("before", { words: counts });
        return { line: one.at.line, sign: total > 0 ? "●" : "○", tone: total > 0 ? "good" : "open", words };
      });
    return [...ofExamples, ...ofNorms];
  }, [overview, tried, exercised, path, ran.of === version]);
  useEffect(() => {
    // Lines of the text as it last was sound would be others of the one that is shown.
    if (sound && files.view && files.shown.value && isPolicy(files.shown.value.path)) mark(files.view, marks);
  }, [marks, shown]);

  const own = useRef(paths);
  own.current = paths;
  const place = useCallback(
    (at: At) => {
      const file = files.at(at.path);
      if (!own.current.includes(at.path)) {
        // What a policy amends or uses is opened as the policy that it is.
        location.hash = editorAddress(at);
        return;
      }
      if (!file || !files.view) {
        notice(say("notShown", { path: at.path }), "doubtful");
        return;
      }
      files.show(file);
      setColumn("rules");
      goTo(files.view, at.line, at.column);
    },
    [files],
  );

  // The place that the address names.
  useEffect(() => {
    if (at && opened.length > 0) place(at);
  }, [opened.length > 0, at?.path, at?.line, place]);

  const append = (into: string, text: string) => {
    const file = files.at(into);
    if (!file || !files.view) return;
    const before = file.now.doc.toString();
    const gap = before === "" ? "" : before.endsWith("\n\n") ? "" : before.endsWith("\n") ? "\n" : "\n\n";
    files.show(file);
    setColumn("rules");
    const from = file.now.doc.length;
    file.update({ changes: { from, insert: gap + text }, userEvent: "input.draft" });
    const hole = text.search(/「(?:填：|fill in: )/);
    const line = files.view.state.doc.lineAt(from + gap.length + Math.max(hole, 0));
    goTo(files.view, line.number);
    if (hole >= 0) {
      const start = from + gap.length + hole;
      const end = files.view.state.doc.toString().indexOf("」", start) + 1;
      files.view.dispatch({ selection: { anchor: start, head: end }, scrollIntoView: true });
    }
    desk.lsp.sync();
  };

  const draft = async ({ number: sentence, text: words }: Sentence, because?: string) => {
    // A rule goes to the rules that are shown, or else behind all others.
    const rules = opened.filter((file) => isPolicy(file.path));
    const into = (rules.find((file) => file === shown && HOLDS_NORMS.test(file.text)) ?? rules.at(-1))?.path;
    if (!into) throw new Error(say("noRules"));
    const of = type ?? overview?.records.at(-1)?.name ?? "";
    const { text } = await desk.request<{ text: string }>("desk/rules/draft", { policy: name, sentence, words, because, type: of, into });
    append(into, text);
    if (because === undefined) notice(say("added", { path: into }), "plain");
  };

  const statement = (one: Sentence) => {
    ask({ title: say("notRule"), label: say("whyNot"), action: say("add"), answer: (why) => draft(one, why) });
  };

  const newFile = () => {
    const answer = async (written: string) => {
      const file = written.endsWith(".pol") ? written : `${written}.pol`;
      const path = name === "." ? file : `${name}/${file}`;
      const { saved } = await desk.request<{ saved: object | null }>("desk/files/save", { path, text: "", seen: "" });
      if (saved === null) throw new Error(say("thereIs", { path }));
      await reload();
    };
    ask({ title: say("newFile"), label: say("newFileName"), action: say("add"), answer });
  };

  const choose = (file: PolicyFile) => {
    files.show(file);
    files.view?.focus();
  };

  return (
    <>
      <div class="columns-of" role="tablist" aria-label={say("columns")}>
        {(["text", "rules", "does"] as const).map((one) => (
          <button key={one} type="button" role="tab" aria-selected={column === one} onClick={() => setColumn(one)}>{say(one)}</button>
        ))}
      </div>
      {overview && overview.problems > 0 && (
        <p class="tone open wide" role="status">{say("stale", { n: overview.problems, first: overview.first ?? "" })}</p>
      )}
      <div class={`three at-${column}`}>
        <section class="card text" aria-label={say("text")}>
          {overview ? (
            <TextColumn
              overview={overview}
              chosen={sentence}
              choose={setSentence}
              onPlace={place}
              onWrite={(one) => void draft(one).catch(told)}
              onStatement={statement}
            />
          ) : (
            <p class="waiting">{say("waiting")}</p>
          )}
        </section>
        <section class="card code" aria-label={say("rules")}>
          <nav class="files" aria-label={say("files")}>
            {opened.map((file) => (
              <button key={file.path} type="button" class="quiet" aria-current={file === shown ? "true" : undefined} onClick={() => choose(file)}>
                {file.path.split("/").at(-1)}
                {file.unsaved.value ? (
                  <span class="dot" title={say("unsaved")}>●<span class="hidden">{say("unsaved")}</span></span>
                ) : (
                  <span class="dot" aria-hidden="true" />
                )}
                {file.problems.value > 0 && <span class="tone bad">{say("problems", { n: file.problems.value })}</span>}
              </button>
            ))}
            <button type="button" class="quiet" title={say("newFile")} aria-label={say("newFile")} onClick={newFile}>＋</button>
          </nav>
          {shown?.conflict.value && (
            <div class="banner open" role="alert">
              <p>{say(shown.conflict.value.digest === "" ? "gone" : "changed", { path: shown.path })}</p>
              <button type="button" onClick={() => setAsked("conflict")}>{say("compare")}</button>
            </div>
          )}
          <div class="row tools">
            <button type="button" class="main" disabled={!shown?.unsaved.value} onClick={() => void save()} title="Ctrl+S">{say("save")}</button>
            <button type="button" disabled={!shown || !isPolicy(shown.path)} onClick={() => files.view && formatDocument(files.view)} title="Shift+Alt+F">{say("format")}</button>
            <button type="button" disabled={!shown} onClick={() => setAsked("history")}>{say("history")}</button>
          </div>
          <div class="editor" ref={holder} />
        </section>
        <section class="card does" aria-label={say("does")}>
          <div class="tabs" role="tablist" aria-label={say("does")}>
            {(["examples", "record", "coverage"] as const).map((one) => (
              <button key={one} type="button" role="tab" aria-selected={tab === one} onClick={() => setTab(one)}>{say(one)}</button>
            ))}
          </div>
          {overview && tab === "examples" && (
            <ExamplesTab overview={overview} tried={tried} old={(one) => ran.of !== version && one.at.path !== path} running={running} runAll={runAll} stop={() => stopping.current?.abort()} onPlace={place} />
          )}
          {overview && tab === "record" && (
            <RecordTab
              desk={desk}
              policy={name}
              overview={overview}
              version={version}
              type={type}
              record={record}
              asOf={asOf}
              setType={(chosen) => fillIn({ type: chosen, record: {}, asOf })}
              setRecord={(filled) => fillIn({ type, record: filled, asOf })}
              setAsOf={(day) => fillIn({ type, record, asOf: day })}
              onPlace={place}
              onSentence={(number) => (setSentence(number), setColumn("text"))}
              onExample={() => setAsked("example")}
            />
          )}
          {overview && tab === "coverage" && <CoverageTab norms={exercised} old={ran.of !== version} onPlace={place} />}
        </section>
      </div>
      {asked === "history" && shown && <HistoryDialog desk={desk} file={shown} close={() => setAsked(null)} />}
      {asked === "conflict" && shown && <ConflictDialog file={shown} close={() => setAsked(null)} />}
      {asked === "example" && type && (
        <ExampleDialog
          desk={desk}
          policy={name}
          type={type}
          record={record}
          asOf={asOf}
          files={opened.map((file) => file.path).filter(isPolicy)}
          file={shown && isPolicy(shown.path) ? shown.path : (opened.find((file) => isPolicy(file.path))?.path ?? "")}
          onAdd={append}
          close={() => setAsked(null)}
        />
      )}
    </>
  );
}

/** The files of a policy that can be opened; why the others cannot is told. */
async function openAll(desk: Desk, files: Files, paths: readonly string[]): Promise<PolicyFile[]> {
  const found = await Promise.allSettled(paths.map((path) => files.open(desk, path)));
  for (const one of found) if (one.status === "rejected") told(one.reason);
  return found.flatMap((one) => (one.status === "fulfilled" ? [one.value] : []));
}

/** The results of the examples of a file in the place of those that it had. */
function merged(before: ReadonlyMap<string, Tried>, path: string, found: readonly Tried[]): ReadonlyMap<string, Tried> {
  const others = [...before].filter(([, one]) => one.at.path !== path);
  return new Map([...others, ...byKey(found)]);
}
