/** The place “Check”: a policy, four checks of it, and what the last one has found. */

import { signal } from "@preact/signals";
import { useState } from "preact/hooks";

import type { Desk } from "../../connection";
import { chosen, PolicyChoice, useFolder, useNamed } from "../../parts/policies";
import { Lacks, lacks } from "../../parts/lacks";
import { Job, JobProgress } from "../../parts/progress";
import { StandingNote } from "../../parts/standing";
import { href } from "../../route";
import { AnalysisView } from "./analysis";
import { ChangesView } from "./changes";
import { CoverageView } from "./coverage";
import { SuggestionsView } from "./suggestions";
import type { Analysis, Changes, Coverage, Suggestions } from "./told";
import { say } from "./words";
import "./check.css";

interface Answers {
  analyse: Analysis;
  coverage: Coverage;
  mutate: Changes;
  suggest: Suggestions;
}
type Check = keyof Answers;

/** Checks that prove something. */
const PROVE: readonly Check[] = ["analyse", "suggest"];

const CHECKS = ["analyse", "coverage", "mutate", "suggest"] as const;
const ABOUT = { analyse: "analyseAbout", coverage: "coverageAbout", mutate: "mutateAbout", suggest: "suggestAbout" } as const;
/** Seconds that a check may take; 0: as long as it needs. */
const LIMITS = { 60: "limit60", 300: "limit300", 1800: "limit1800", 0: "limit0" } as const;

/** What was found in a policy, kept while other places are open. */
interface Found {
  policy: string;
  answers: Partial<Answers>;
  shown: Check | null;
}
const found = signal<Found>({ policy: "", answers: {}, shown: null });
const job = new Job();
const running = signal<Check | null>(null);

async function start(desk: Desk, policy: string, check: Check, seconds: number): Promise<void> {
  running.value = check;
  try {
    const answer = await job.ask<Answers[Check]>(desk, `desk/check/${check}`, { policy, seconds });
    if (answer === undefined) return;
    const before = found.value.policy === policy ? found.value.answers : {};
    found.value = { policy, answers: { ...before, [check]: answer }, shown: check };
  } finally {
    running.value = null;
  }
}

export function Place({ desk, rest }: { desk: Desk; rest: string }) {
  const folder = useFolder(desk);
  const [seconds, setSeconds] = useState(60);
  useNamed(rest);
  if (folder === null) return <></>;
  const policy = rest || chosen.value;
  const choose = (named: string) => (location.hash = href("check", named));
  const { answers, shown } = found.value.policy === policy ? found.value : { answers: {}, shown: null };
  const busy = running.value !== null;
  return (
    <div class="check stack">
      <div class="row">
        <PolicyChoice label={say("policy")} folder={folder} value={policy} onChoose={choose} />
        <label>
          {say("seconds")}
          <select value={seconds} onChange={(event) => setSeconds(Number(event.currentTarget.value))}>
            {[60, 300, 1800, 0].map((one) => <option key={one} value={one}>{say(LIMITS[one as keyof typeof LIMITS])}</option>)}
          </select>
        </label>
      </div>
      <p class="soft">{say("choose")}</p>
      <div class="checks">
        {CHECKS.map((one) => (
          <section key={one} class={`card ${shown === one ? "chosen-check" : ""}`} aria-labelledby={`check-${one}`}>
            <h2 id={`check-${one}`}>{say(one)}</h2>
            <p>{say(ABOUT[one])}</p>
            {PROVE.includes(one) && <Lacks desk={desk} extra="analysis" />}
            <div class="row">
              <button type="button" class="main" disabled={!policy || busy || (PROVE.includes(one) && lacks(desk, "analysis"))} onClick={() => void start(desk, policy, one, seconds)}>
                {running.value === one ? say("running") : answers[one] ? say("again") : say("start")}
                <span class="hidden">{say(one)}</span>
              </button>
              {answers[one] && shown !== one && (
                <button type="button" onClick={() => (found.value = { ...found.value, shown: one })}>{say("show")}<span class="hidden">{say(one)}</span></button>
              )}
            </div>
          </section>
        ))}
      </div>
      <JobProgress job={job} />
      {shown && (
        <section class="result" aria-label={say("resultOf", { check: say(shown) })} aria-live="polite">
          {answers[shown] && <StandingNote desk={desk} made={[{ policy, digest: answers[shown].digest }]} />}
          {shown === "analyse" && answers.analyse && <AnalysisView desk={desk} policy={policy} found={answers.analyse} />}
          {shown === "coverage" && answers.coverage && <CoverageView found={answers.coverage} />}
          {shown === "mutate" && answers.mutate && <ChangesView desk={desk} policy={policy} found={answers.mutate} />}
          {shown === "suggest" && answers.suggest && <SuggestionsView desk={desk} policy={policy} found={answers.suggest} />}
        </section>
      )}
    </div>
  );
}
