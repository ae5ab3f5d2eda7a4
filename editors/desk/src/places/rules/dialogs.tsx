/** What the user is asked in a dialog: a new policy, two versions of a file, what a file was before. */

import { useEffect, useRef, useState } from "preact/hooks";

import type { Desk, Folder } from "../../connection";
import { DayInput } from "../../parts/day";
import { Dialog, useAttempt } from "../../parts/dialog";
import { useKept } from "../../parts/kept";
import { calledIn } from "../../parts/policies";
import { textOf } from "../../parts/text_file";
import { language, listed } from "../../words";
import type { PolicyFile } from "./files";
import { say } from "./words";

interface Recognised {
  title: string;
  sentences: { clause: string; text: string; kind: string }[];
  parties: string[];
  /** From when to when it is in force, and what is to be known of these days. */
  first: string | null;
  last: string | null;
  remark: string | null;
  problems: string[];
}

/** What is filled in; it stays until a policy was made of it, whatever closes the dialog. */
interface Begun {
  way: "text" | "copy";
  name: string;
  text: string;
  title: string;
  record: string;
  bundled: string;
  /** The days in force, null as long as they are those that were found in the text. */
  first: string | null;
  last: string | null;
}

interface BeginProps {
  desk: Desk;
  folder: Folder;
  onMade: (policy: string) => void;
  close: () => void;
}

/** Begin a policy: from a text that is pasted or dropped, or as a copy of a shipped one. */
export function BeginDialog({ desk, folder, onMade, close }: BeginProps) {
  const [fault, attempt] = useAttempt();
  const [filled, fill, used] = useKept<Begun>("begin", {
    way: "text",
    name: "",
    text: "",
    title: "",
    record: "",
    bundled: folder.bundled[0]?.name ?? "",
    first: null,
    last: null,
  });
  const { way, name, text, title, record, bundled, first, last } = filled;
  const fillIn = (more: Partial<Begun>) => fill({ ...filled, ...more });
  const [seen, setSeen] = useState<Recognised | null>(null);
  const [reading, setReading] = useState(false);
  /** The title and the days: those of the text where nobody wrote another. */
  const headBy = (known: Recognised | null) => ({
    title: title || (known?.title ?? ""),
    first: first ?? known?.first ?? "",
    last: last ?? known?.last ?? "",
  });
  const shown = headBy(seen);
  const recognised = () => desk.request<Recognised>("desk/rules/recognise", { text });
  useEffect(() => {
    setSeen(null);
    setReading(text.trim() !== "");
    if (text.trim() === "") return;
    let wanted = true;
    const timer = setTimeout(() => {
      void attempt(async () => {
        const found = await recognised();
        if (wanted) setSeen(found);
      }).finally(() => wanted && setReading(false));
    }, 250);
    return () => {
      wanted = false;
      clearTimeout(timer);
    };
  }, [desk, text, desk.lost.value]);
  const make = () =>
    attempt(async () => {
      const { policy } =
        way === "text"
          ? await desk.request<{ policy: string }>("desk/rules/begin", {
              // The button may be faster than the program that reads the text.
              ...headBy(seen ?? (await recognised())),
              name,
              record,
              text,
            })
          : await desk.request<{ policy: string }>("desk/rules/copy", { bundled, name });
      used();
      close();
      onMade(policy);
    });
  const drop = (event: DragEvent) => {
    const file = event.dataTransfer?.files[0];
    if (!file) return;
    event.preventDefault();
    void attempt(async () => {
      const found = await textOf(file);
      if (found === null) throw new Error(say("notText", { name: file.name }));
      fillIn({ text: found });
    });
  };
  const clauses = new Set(seen?.sentences.map((one) => one.clause)).size;
  return (
    <Dialog title={say("begin")} look="begin" fault={fault} onClose={close}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          void make();
        }}
      >
        <div class="row" role="radiogroup">
          <label><input type="radio" name="way" checked={way === "text"} onChange={() => fillIn({ way: "text" })} />{say("beginFrom")}</label>
          <label><input type="radio" name="way" checked={way === "copy"} onChange={() => fillIn({ way: "copy" })} />{say("copyFrom")}</label>
        </div>
        {way === "text" ? (
          <>
            <label class="line">
              {say("paste")}
              <textarea rows={12} required value={text} onInput={(event) => fillIn({ text: event.currentTarget.value })} onDragOver={(event) => event.preventDefault()} onDrop={drop} />
            </label>
            {reading && <p class="soft" role="status">{say("recognising")}</p>}
            {seen && seen.problems.length === 0 && (
              <p class="tone good wide">
                {say("seen", { clauses, sentences: seen.sentences.length, parties: listed(seen.parties) || say("nobody") })}
              </p>
            )}
            {seen?.problems.map((one) => <p key={one} class="tone bad wide">{one}</p>)}
            <label class="line">
              {say("title")}
              <input value={shown.title} onInput={(event) => fillIn({ title: event.currentTarget.value })} />
            </label>
            <div class="row line-of">
              <label>{say("from")} <DayInput value={shown.first} onInput={(event) => fillIn({ first: event.currentTarget.value })} /></label>
              <label>{say("to")} <DayInput value={shown.last} onInput={(event) => fillIn({ last: event.currentTarget.value })} /></label>
            </div>
            {seen?.remark && <p class="soft">{seen.remark}</p>}
            <label class="line">
              {say("judged")}
              <input required value={record} onInput={(event) => fillIn({ record: event.currentTarget.value })} />
            </label>
          </>
        ) : (
          <label class="line">
            {say("which")}
            <select value={bundled} onChange={(event) => fillIn({ bundled: event.currentTarget.value })}>
              {folder.bundled.map((one) => <option key={one.name} value={one.name}>{calledIn(one)}</option>)}
            </select>
          </label>
        )}
        <label class="line">
          {say("folderName")}
          <input
            required
            pattern="[a-z][a-z0-9_]*"
            value={name}
            onInput={(event) => {
              event.currentTarget.setCustomValidity("");
              fillIn({ name: event.currentTarget.value });
            }}
            onInvalid={({ currentTarget: input }) => input.setCustomValidity(input.validity.patternMismatch ? say("folderRule") : "")}
          />
        </label>
        {[text, title, record, name].some(Boolean) && <p class="soft">{say("keptHere")}</p>}
        <div class="row end">
          <button type="button" onClick={close}>{say("cancel")}</button>
          <button type="submit" class="main">{say("make")}</button>
        </div>
      </form>
    </Dialog>
  );
}

/** A file that somebody else has written: both texts, and which of them is to stay. */
export function ConflictDialog({ file, close }: { file: PolicyFile; close: () => void }) {
  const [fault, attempt] = useAttempt();
  const theirs = file.conflict.value;
  if (!theirs) return null;
  const keep = () =>
    attempt(async () => {
      // What somebody has written since is shown in its turn.
      if (await file.save(theirs.digest)) close();
    });
  const take = () =>
    attempt(async () => {
      await file.yield(theirs);
      close();
    });
  return (
    <Dialog title={say(theirs.digest === "" ? "gone" : "changed", { path: file.path })} look="both" fault={fault} onClose={close}>
      <div class="two">
        <Version title={say("mine")} text={file.text} other={theirs.text} />
        <Version title={say("theirs")} text={theirs.text} other={file.text} />
      </div>
      <div class="row end">
        <button type="button" onClick={close}>{say("cancel")}</button>
        <button type="button" onClick={() => void keep()}>{say("keepMine")}</button>
        <button type="button" class="main" onClick={() => void take()}>{say("takeTheirs")}</button>
      </div>
    </Dialog>
  );
}

/** A text with the lines marked that the other does not have. */
function Version({ title, text, other }: { title: string; text: string; other: string }) {
  const lines = new Set(other.split(/\r?\n/));
  const place = useRef<HTMLPreElement>(null);
  // What differs may stand far down; the dialog is open once effects of layout are done.
  useEffect(() => place.current?.querySelector("mark")?.scrollIntoView({ block: "center" }), [text, other]);
  return (
    <section>
      <h3>{title}</h3>
      <pre ref={place} tabIndex={0} aria-label={title}>
        {text.split(/\r?\n/).map((line, at) => (lines.has(line) ? `${line}\n` : <mark key={at}>{`${line || " "}\n`}</mark>))}
      </pre>
    </section>
  );
}

/** What a file was before each save. */
export function HistoryDialog({ desk, file, close }: { desk: Desk; file: PolicyFile; close: () => void }) {
  const [fault, attempt] = useAttempt();
  const [past, setPast] = useState<{ id: string; at: string }[] | null>(null);
  const [chosen, setChosen] = useState<{ id: string; text: string } | null>(null);
  useEffect(() => {
    void attempt(async () => setPast(await desk.request<{ id: string; at: string }[]>("desk/files/history", { path: file.path })));
  }, [desk, file]);
  const look = (id: string) =>
    attempt(async () => {
      const { text } = await desk.request<{ text: string }>("desk/files/kept", { path: file.path, id });
      setChosen({ id, text });
    });
  const back = () => {
    if (chosen) file.replace(chosen.text);
    close();
  };
  const shown = new Intl.DateTimeFormat(language.value === "zh" ? "zh-CN" : "en-GB", { dateStyle: "medium", timeStyle: "medium" });
  return (
    <Dialog title={say("past", { path: file.path })} look="both" fault={fault} onClose={close}>
      {past?.length === 0 && <p class="soft">{say("noPast")}</p>}
      <ul class="past">
        {past?.map((one) => (
          <li key={one.id}>
            <button type="button" aria-pressed={chosen?.id === one.id} onClick={() => void look(one.id)}>{shown.format(new Date(one.at))}</button>
          </li>
        ))}
      </ul>
      {chosen && (
        <div class="two">
          <Version title={shown.format(new Date(past?.find((one) => one.id === chosen.id)?.at ?? 0))} text={chosen.text} other={file.text} />
          <Version title={say("now")} text={file.text} other={chosen.text} />
        </div>
      )}
      <div class="row end">
        <button type="button" onClick={close}>{say("close")}</button>
        <button type="button" class="main" disabled={!chosen} onClick={back}>{say("goBack")}</button>
      </div>
    </Dialog>
  );
}
