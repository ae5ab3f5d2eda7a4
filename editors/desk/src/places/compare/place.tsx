/** The place “Compare”: two policies or versions, in what they mean and in what changes for records. */

import { signal } from "@preact/signals";
import { useState } from "preact/hooks";

import type { Desk, Folder } from "../../connection";
import { inBase64 } from "../../files";
import { useAnswer } from "../../parts/answer";
import { DayInput } from "../../parts/day";
import { AsOf } from "../../parts/as_of";
import { Drop } from "../../parts/drop";
import { chosen, PolicyChoice, useFolder } from "../../parts/policies";
import { Lacks, lacks } from "../../parts/lacks";
import { Job, JobProgress } from "../../parts/progress";
import { StandingNote } from "../../parts/standing";
import "../check/check.css";
import "./compare.css";
import { DifferenceView } from "./difference";
import { PortfolioView } from "./portfolio";
import type { Difference, Digests, Portfolio, Side, Version, Versions } from "./told";
import { say } from "./words";

const ENDINGS = ".xlsx,.xlsm,.xls,.et,.ods,.xlsb,.csv,.parquet,.json,.jsonl,.ndjson";
const LIMITS = { 60: "limit60", 300: "limit300", 1800: "limit1800", 0: "limit0" } as const;

/** The two sides that the user has chosen, null for one that follows the policy that is worked on:
 * its texts as they are typed, against those that were saved. */
const asked = signal<{ old: Side | null; at: Side | null }>({ old: null, at: null });

/** What was found of two sides, kept while other places are open. */
interface Found {
  of: Sides | null;
  difference: Difference | null;
  portfolio: Portfolio | null;
}
const NOTHING: Found = { of: null, difference: null, portfolio: null };
const found = signal<Found>(NOTHING);
const file = signal<File | null>(null);
const job = new Job();

interface Sides {
  old: Side;
  new: Side;
}

/** Shipped policies are as they are typed, always. */
function sides(): Sides {
  const policy = chosen.value;
  const { old, at } = asked.value;
  const before = policy.startsWith("bundled:") ? "now" : "saved";
  return { old: old ?? { policy, at: before }, new: at?.policy === policy ? at : { policy, at: "now" } };
}

function choose(which: "old" | "new", side: Side): void {
  if (which === "old") asked.value = { ...asked.value, old: side };
  else {
    chosen.value = side.policy;
    asked.value = { ...asked.value, at: side };
  }
}

function keep(of: Sides, more: Partial<Found>): void {
  const before = isOf(of, found.value) ? found.value : NOTHING;
  found.value = { ...before, ...more, of };
}

function isOf(now: Sides, { of }: Found): boolean {
  return JSON.stringify(of) === JSON.stringify(now);
}

/** By which texts it was found. */
function made(of: Sides, { digests }: { digests: Digests }) {
  return [{ ...of.old, digest: digests.old }, { ...of.new, digest: digests.new }];
}

export function Place({ desk }: { desk: Desk; rest: string }) {
  const folder = useFolder(desk);
  const [seconds, setSeconds] = useState(60);
  const [first, setFirst] = useState("");
  const [last, setLast] = useState("");
  const [day, setDay] = useState(() => new Date().toLocaleDateString("sv-SE"));
  const [type, setType] = useState("");
  const [types, setTypes] = useState<{ name: string; label: string }[]>([]);
  const now = sides();
  const { difference, portfolio } = isOf(now, found.value) ? found.value : NOTHING;
  const ready = now.old.policy !== "" && now.new.policy !== "" && job.progress.value === null;
  useAnswer(
    () => {
      if (desk.lost.value) return null;
      setTypes([]);
      return now.new.policy ? desk.request<typeof types>("desk/compare/types", { new: now.new }) : null;
    },
    (found) => {
      setTypes(found);
      setType((before) => found.find((one) => one.name === before)?.name ?? found[0]?.name ?? "");
    },
    [desk, now.new.policy, now.new.at, desk.lost.value],
  );
  if (folder === null) return <></>;
  const compare = async () => {
    const answer = await job.ask<Difference>(desk, "desk/compare/texts", { ...now, seconds, first, last });
    if (answer) keep(now, { difference: answer });
  };
  const weigh = async () => {
    const taken = file.value;
    if (taken === null) return;
    const prepare = async () => ({ ...now, name: taken.name, content: await inBase64(taken), as_of: day, type });
    const answer = await job.ask<Portfolio>(desk, "desk/compare/portfolio", prepare);
    // What comes late of a file is not shown beneath the name of another.
    if (answer && file.value === taken) keep(now, { portfolio: answer });
  };
  return (
    <div class="compare stack">
      <p class="soft">{say("choose")}</p>
      <div class="sides">
        <SideChoice desk={desk} folder={folder} label={say("old")} side={now.old} onChoose={(side) => choose("old", side)} />
        <SideChoice desk={desk} folder={folder} label={say("new")} side={now.new} onChoose={(side) => choose("new", side)} />
      </div>
      <div class="sides">
        <form class="card stack" aria-labelledby="meaning" onSubmit={(event) => (event.preventDefault(), void compare())}>
          <h2 id="meaning">{say("meaning")}</h2>
          <p>{say("meaningAbout")}</p>
          <div class="row">
            <label>{say("first")} <DayInput value={first} onInput={(event) => setFirst(event.currentTarget.value)} /></label>
            <label>{say("last")} <DayInput value={last} onInput={(event) => setLast(event.currentTarget.value)} /></label>
            <label>
              {say("seconds")}
              <select value={seconds} onChange={(event) => setSeconds(Number(event.currentTarget.value))}>
                {[60, 300, 1800, 0].map((one) => <option key={one} value={one}>{say(LIMITS[one as keyof typeof LIMITS])}</option>)}
              </select>
            </label>
          </div>
          <Lacks desk={desk} extra="analysis" />
          <div class="row"><button type="submit" class="main" disabled={!ready || lacks(desk, "analysis")}>{say("start")}</button></div>
        </form>
        <section class="card stack" aria-labelledby="records">
          <h2 id="records">{say("records")}</h2>
          <p>{say("recordsAbout")}</p>
          <Drop label={say("file")} accept={ENDINGS} disabled={job.progress.value !== null} onFile={(taken) => { file.value = taken; keep(now, { portfolio: null }); }}>
            {file.value && <p>{file.value.name}</p>}
          </Drop>
          <div class="row">
            <AsOf value={day} onDay={setDay} />
            {types.length > 1 && (
              <label>
                {say("type")}
                <select value={type} onChange={(event) => setType(event.currentTarget.value)}>
                  {types.map((one) => <option key={one.name} value={one.name}>{one.label}</option>)}
                </select>
              </label>
            )}
          </div>
          <div class="row"><button type="button" class="main" disabled={!ready || file.value === null || day === "" || types.length === 0} onClick={() => void weigh()}>{say("weigh")}</button></div>
        </section>
      </div>
      <JobProgress job={job} />
      {difference && <section aria-label={say("resultOf", { what: say("meaning") })} aria-live="polite"><StandingNote desk={desk} made={made(now, difference)} /><DifferenceView desk={desk} side={now.new} found={difference} /></section>}
      {portfolio && <section aria-label={say("resultOf", { what: say("records") })} aria-live="polite"><StandingNote desk={desk} made={made(now, portfolio)} /><PortfolioView found={portfolio} called={`${say("records")}_${portfolio.as_of}`} /></section>}
    </div>
  );
}

interface SideProps {
  desk: Desk;
  folder: Folder;
  label: string;
  side: Side;
  onChoose: (side: Side) => void;
}

/** A policy and one of its versions. */
function SideChoice({ desk, folder, label, side, onChoose }: SideProps) {
  const [found, setFound] = useState<Versions | null>(null);
  useAnswer(
    () => {
      if (desk.lost.value) return null;
      setFound(null);
      return side.policy ? desk.request<Versions>("desk/compare/versions", { policy: side.policy }) : null;
    },
    setFound,
    [desk, side.policy, desk.lost.value],
  );
  return (
    <section class="card stack" aria-label={label}>
      <PolicyChoice label={label} folder={folder} value={side.policy} onChoose={(policy) => onChoose({ policy, at: policy.startsWith("bundled:") ? "now" : side.at.length > 10 ? "saved" : side.at })} />
      {found && (
        <label class="chosen">
          {say("version")}
          <select value={side.at} onChange={(event) => onChoose({ ...side, at: event.currentTarget.value })}>
            {found.versions.map((one) => <option key={one.at} value={one.at}>{called(one)}</option>)}
          </select>
        </label>
      )}
      {found?.why_none && <p class="soft">{found.why_none}</p>}
    </section>
  );
}

function called(one: Version): string {
  return one.when ? say("made", { when: one.when.slice(0, 10), by: one.by ?? "", words: one.words }) : one.words;
}
