/** What the rules do: examples that pass or fail, a record and its decision, norms in examples. */

import { useEffect, useRef, useState } from "preact/hooks";

import type { Desk } from "../../connection";
import { notice } from "../../notices";
import { AsOf } from "../../parts/as_of";
import { DecisionView, type At, type Decision, type Judged } from "../../parts/decision";
import { Dialog, useAttempt } from "../../parts/dialog";
import { RecordForm, focusField, isLacking, type RecordProblem, type RecordValue } from "../../parts/record_form";
import type { Exercised, Overview, Tried } from "./told";
import { say } from "./words";

interface ExamplesProps {
  overview: Overview;
  tried: ReadonlyMap<string, Tried>;
  /** Whether what was found of an example is of texts before. */
  old: (one: { at: At }) => boolean;
  running: { done: number; total: number } | null;
  runAll: () => void;
  stop: () => void;
  onPlace: (at: At) => void;
}

/** Examples by what each is known by while lines move: its file, its title, and how many of its file
 * have that title before it. */
export function byKey<T extends { title: string; at: At }>(examples: readonly T[]): Map<string, T> {
  const seen = new Map<string, number>();
  return new Map(
    examples.map((one) => {
      const called = `${one.at.path}\n${one.title}`;
      const before = seen.get(called) ?? 0;
      seen.set(called, before + 1);
      return [`${called}\n${before}`, one];
    }),
  );
}

export function ExamplesTab({ overview, tried, old, running, runAll, stop, onPlace }: ExamplesProps) {
  const results = [...byKey(overview.examples)].map(([key, one]) => ({ ...one, key, result: tried.get(key) }));
  const failed = results.filter((one) => one.result && !one.result.passed);
  const passed = results.filter((one) => one.result?.passed).length;
  const before = results.filter((one) => one.result && old(one)).length;
  const said = ({ result, at }: (typeof results)[number]) => {
    if (!result) return say("notRun");
    const words = say(result.passed ? "passes" : "fails");
    return old({ at }) ? say("before", { words }) : words;
  };
  return (
    <>
      <div class="row">
        <p class="counts" role="status">{say("passing", { passed, failed: failed.length })}</p>
        {running ? (
          <>
            <progress aria-label={say("running")} max={running.total || 1} value={running.done} />
            <button type="button" onClick={stop}>{say("stop")}</button>
          </>
        ) : (
          <button type="button" onClick={runAll}>{say("runAll")}</button>
        )}
      </div>
      {before > 0 && <p class="soft">{say("ofBefore", { n: before })}</p>}
      {results.length === 0 && <p class="soft">{say("noExamples")}</p>}
      <ul class="examples">
        {[...failed, ...results.filter((one) => !failed.includes(one))].map((one) => (
          <li key={one.key} class={one.result ? (one.result.passed ? "good" : "bad") : "plain"}>
            <span class={`tone ${one.result ? (one.result.passed ? "good" : "bad") : "plain"}`}>
              {said(one)}
            </span>{" "}
            <button type="button" class="link" onClick={() => onPlace(one.at)}>{one.title}</button>
            {one.result?.failures.map((failure, at) => (
              <dl key={at}>
                <dt>{say("expected")}</dt>
                <dd>{failure.expected}</dd>
                <dt>{say("found")}</dt>
                <dd>{failure.found}</dd>
              </dl>
            ))}
          </li>
        ))}
      </ul>
    </>
  );
}

export function CoverageTab({ norms, old, onPlace }: { norms: readonly Exercised[]; old: boolean; onPlace: (at: At) => void }) {
  const counted = norms.map((norm) => ({ ...norm, total: norm.statuses.reduce((sum, one) => sum + one.count, 0) }));
  return (
    <>
      {old && <p class="soft">{say("normsBefore")}</p>}
      <ul class="exercised">
        {[...counted].sort((a, b) => a.total - b.total).map((norm) => (
          <li key={norm.name}>
            <span class={`tone ${norm.total > 0 ? "good" : "open"}`}>
              {norm.total > 0 ? say("exercised", { n: norm.total }) : say("notExercised")}
            </span>{" "}
            <button type="button" class="link" onClick={() => onPlace(norm.at)}>{norm.title}</button>{" "}
            <span class="soft">{norm.statuses.map((one) => `${one.words} ${one.count}`).join("　")}</span>
          </li>
        ))}
      </ul>
    </>
  );
}

interface RecordProps {
  desk: Desk;
  policy: string;
  overview: Overview;
  /** Counts every text that the program was told of, so that the decision is of the rules of now. */
  version: number;
  type: string | null;
  record: RecordValue;
  asOf: string;
  setType: (type: string) => void;
  setRecord: (record: RecordValue) => void;
  setAsOf: (day: string) => void;
  onPlace: (at: At) => void;
  onSentence: (number: number) => void;
  onExample: () => void;
}

export function RecordTab({ desk, policy, overview, version, type, record, asOf, setType, setRecord, setAsOf, onPlace, onSentence, onExample }: RecordProps) {
  const [found, setFound] = useState<{ decision: Decision | null; problems: RecordProblem[]; of: readonly unknown[] }>({ decision: null, problems: [], of: [] });
  const [refused, setRefused] = useState<string | null>(null);
  // What is still to be filled in is told in red once somebody wants to go on without it.
  const [strict, setStrict] = useState(false);
  const asked = useRef(0);
  const judge = () => desk.request<Judged>("desk/rules/judge", { policy, type, record, as_of: asOf });
  const of = [type, record, asOf];
  const show = ({ decision, problems }: Judged) => {
    setRefused(null);
    setFound((before) => ({ decision: decision ?? before.decision, problems, of }));
  };
  const refuse = (error: unknown) => setRefused((error as Error).message);
  useEffect(() => {
    if (type === null || asOf === "" || desk.lost.value) return;
    const mine = ++asked.current;
    const timer = setTimeout(() => {
      judge().then((found) => mine === asked.current && show(found), (error: unknown) => mine === asked.current && refuse(error));
    }, 150);
    return () => clearTimeout(timer);
  }, [desk, policy, type, record, asOf, version, desk.lost.value]);
  if (type === null) return <p class="soft">{say("noTypes")}</p>;
  // What was decided before something was filled in stays while its answer is awaited, and no longer.
  const awaited = refused === null && !desk.lost.value;
  const { decision, problems } = awaited || of.every((one, at) => one === found.of[at]) ? found : { decision: null, problems: [] };
  const shown = strict ? problems : problems.filter((one) => !isLacking(record, one));
  /** The record is judged anew: the button may be faster than what is told while one fills it in. */
  const toExample = async () => {
    try {
      const found = await judge();
      show(found);
      const [first] = found.problems;
      if (first === undefined) return onExample();
      setStrict(true);
      focusField(first.path.join("."));
    } catch (error) {
      refuse(error);
    }
  };
  const clear = () => {
    setStrict(false);
    setRecord({});
  };
  return (
    <div class="try">
      <div class="row">
        {overview.types.length > 1 && (
          <label>
            {say("type")}
            <select value={type} onChange={(event) => setType(event.currentTarget.value)}>
              {overview.types.map((one) => <option key={one.name} value={one.name}>{one.label}</option>)}
            </select>
          </label>
        )}
        <AsOf value={asOf} onDay={setAsOf} />
        <button type="button" onClick={clear}>{say("clear")}</button>
        <button type="button" class="main" disabled={asOf === ""} onClick={() => void toExample()}>{say("toExample")}</button>
      </div>
      <RecordForm key={type} desk={desk} policy={policy} type={type} version={version} record={record} problems={shown} onChange={setRecord} />
      <section class="judged" aria-live="polite">
        <h2>{say("judge")}</h2>
        {refused && <p class="tone open wide">{refused}</p>}
        {shown.length > 0 && <p class="tone bad wide">{say("wrong", { n: shown.length })}</p>}
        {problems.length > shown.length && <p class="soft">{say("lacking")}</p>}
        {decision && problems.length === 0 && asOf !== "" && (
          <DecisionView decision={decision} onPlace={onPlace} onSentence={onSentence} onField={(path) => void focusField(path)} />
        )}
      </section>
    </div>
  );
}

interface ExampleProps {
  desk: Desk;
  policy: string;
  type: string;
  record: RecordValue;
  asOf: string;
  files: readonly string[];
  file: string;
  onAdd: (path: string, text: string) => void;
  close: () => void;
}

interface Made {
  text: string | null;
  expects: string[];
  problems: RecordProblem[];
}

/** A record becomes an example: its title, what it expects, and where it is written. */
export function ExampleDialog({ desk, policy, type, record, asOf, files, file, onAdd, close }: ExampleProps) {
  const [fault, attempt] = useAttempt();
  const [title, setTitle] = useState("");
  const [into, setInto] = useState(file);
  const [chosen, setChosen] = useState<readonly string[]>([]);
  const [made, setMade] = useState<Made | null>(null);
  const ask = (expected: readonly string[], written: string) =>
    desk.request<Made>("desk/rules/example", { policy, type, record, as_of: asOf, title: written, chosen: expected, into });
  useEffect(() => {
    void attempt(async () => setMade(await ask([], "")));
  }, []);
  useEffect(() => {
    if (made && made.text === null) {
      notice(say("wrong", { n: made.problems.length }), "doubtful");
      close();
    }
  }, [made]);
  const add = () =>
    attempt(async () => {
      const found = await ask(chosen, title.trim());
      if (found.text !== null) onAdd(into, found.text);
      close();
    });
  return (
    <Dialog title={say("toExample")} look="example-dialog" fault={fault} filled={title !== "" || chosen.length > 0} onClose={close}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          void add();
        }}
      >
        <label class="line">
          {say("exampleTitle")}
          <input required autofocus value={title} onInput={(event) => setTitle(event.currentTarget.value)} />
        </label>
        <fieldset>
          <legend>{say("expects")}</legend>
          <ul class="expects">
            {made?.expects.map((said) => (
              <li key={said}>
                <label>
                  <input
                    type="checkbox"
                    checked={chosen.includes(said)}
                    onChange={(event) => setChosen(event.currentTarget.checked ? [...chosen, said] : chosen.filter((one) => one !== said))}
                  />
                  {said}
                </label>
              </li>
            ))}
          </ul>
        </fieldset>
        <label class="line">
          {say("into")}
          <select value={into} onChange={(event) => setInto(event.currentTarget.value)}>
            {files.map((one) => <option key={one} value={one}>{one}</option>)}
          </select>
        </label>
        <div class="row end">
          <button type="button" onClick={close}>{say("cancel")}</button>
          <button type="submit" class="main" disabled={chosen.length === 0 || title.trim() === ""}>{say("add")}</button>
        </div>
      </form>
    </Dialog>
  );
}
