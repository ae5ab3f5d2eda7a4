/** A decision: conclusions, what is missing, and reasons that unfold to the field and the quote. */

import { useState } from "preact/hooks";

import { colon, listed, words } from "../words";
import type { RecordProblem } from "./record_form";
import "./decision.css";

/** A place in a file of the folder; lines and columns count from 1. */
export interface At {
  path: string;
  line: number;
  column: number;
}

interface Citation {
  clause: string;
  quote: string;
  sentences: number[];
}

/** A sentence of the reasons, with those it rests on. */
export interface Reason {
  kind: string;
  words: string;
  tone?: string;
  truth?: "yes" | "no" | "unknown";
  field?: string;
  at?: At;
  citation?: Citation;
  seen?: boolean;
  parts?: Reason[];
}

interface Titled {
  title: string;
  words: string;
}

export interface Decision {
  title: string;
  as_of: string;
  in_force: boolean;
  summary: string;
  actions: { name: string; title: string; tone: string; words: string; possible: string | null; by: Titled[]; reasons: Reason }[];
  results: { title: string; words: string; owed: string | null; wanted: string | null }[];
  missing: { path: string; title: string; concerned: string }[];
  nothing_missing: string;
  lacking: string[];
  norms: { name: string; title: string; tone: string; words: string; conduct: string; consequence: string | null; reasons: Reason }[];
  readings: { title: string; reasons: string[]; decides: string[]; citations: Citation[] }[];
  facts: { name: string; title: string; words: string; reasons: Reason }[];
}

/** What is said of a record: its decision, or why there is none. */
export interface Judged {
  decision: Decision | null;
  problems: RecordProblem[];
}

const say = words({
  out: ["基准日不在政策施行期内。", "The policy is not in force on that day."],
  actions: ["各项行为的结论", "Conclusions"],
  results: ["结果", "Results"],
  missing: ["还缺什么", "What is missing"],
  concerns: ["关系到：{what}", "concerns: {what}"],
  norms: ["各条规定", "Norms"],
  others: ["不适用的规定（{n}）", "Norms that do not apply ({n})"],
  quiet: ["无规定的行为（{n}）", "Actions that nothing is said of ({n})"],
  facts: ["认定事项（{n}）", "Facts ({n})"],
  readings: ["依据的读法", "Readings it rests on"],
  rule: ["看规则", "the rule"],
  ruleAt: ["到 {path} 第{line}行", "to line {line} of {path}"],
  sentence: ["看原文", "the text"],
  sentenceAt: ["到原文的这一句", "to this sentence of the text"],
  field: ["看字段", "the field"],
  seen: ["（见上）", "(see above)"],
});

/** What happens when a user wants to see what a reason rests on; without one no button is shown. */
export interface Leads {
  onPlace?: (at: At) => void;
  onSentence?: (number: number) => void;
  onField?: (path: string) => void;
}

/** A decision with everything it rests on. */
export function DecisionView({ decision, ...leads }: { decision: Decision } & Leads) {
  const quiet = decision.actions.filter((one) => one.tone === "soft");
  const telling = decision.actions.filter((one) => one.tone !== "soft");
  const idle = decision.norms.filter((one) => one.tone === "soft");
  const norms = decision.norms.filter((one) => one.tone !== "soft");
  return (
    <div class="decision">
      <p class="summary">{decision.summary}</p>
      {!decision.in_force && <p class="tone open">{say("out")}</p>}
      {decision.lacking.map((one) => <p key={one} class="tone open">{one}</p>)}
      {telling.length > 0 && <h3>{say("actions")}</h3>}
      {telling.map((one) => <Action key={one.name} action={one} {...leads} />)}
      {quiet.length > 0 && (
        <Unfolding summary={say("quiet", { n: quiet.length })}>
          {() => quiet.map((one) => <Action key={one.name} action={one} {...leads} />)}
        </Unfolding>
      )}
      {decision.results.length > 0 && (
        <>
          <h3>{say("results")}</h3>
          <dl>
            {decision.results.map((one) => (
              <div key={one.title}>
                <dt>{one.title}</dt>
                <dd>
                  <strong>{one.words}</strong> {one.owed} {one.wanted && <span class="soft">{one.wanted}</span>}
                </dd>
              </div>
            ))}
          </dl>
        </>
      )}
      <h3>{say("missing")}</h3>
      {decision.missing.length === 0 ? (
        <p class="soft">{decision.nothing_missing}</p>
      ) : (
        <ul class="missing">
          {decision.missing.map((one) => (
            <li key={one.path}>
              {leads.onField ? (
                <button type="button" class="link" onClick={() => leads.onField?.(one.path)}>{one.title}</button>
              ) : (
                one.title
              )}{" "}
              {one.concerned && <span class="soft">{say("concerns", { what: one.concerned })}</span>}
            </li>
          ))}
        </ul>
      )}
      {norms.length > 0 && <h3>{say("norms")}</h3>}
      {norms.map((one) => <Norm key={one.name} norm={one} {...leads} />)}
      {idle.length > 0 && (
        <Unfolding summary={say("others", { n: idle.length })}>
          {() => idle.map((one) => <Norm key={one.name} norm={one} {...leads} />)}
        </Unfolding>
      )}
      {decision.readings.length > 0 && <h3>{say("readings")}</h3>}
      {decision.readings.map((one) => (
        <Unfolding key={one.title} summary={one.title}>
          {() => (
            <ul>
              {[...one.reasons, ...one.decides].map((reason) => <li key={reason}>{reason}</li>)}
              {one.citations.map((cited) => <li key={cited.quote}><Cited citation={cited} {...leads} /></li>)}
            </ul>
          )}
        </Unfolding>
      ))}
      {decision.facts.length > 0 && (
        <Unfolding summary={say("facts", { n: decision.facts.length })}>
          {() =>
            decision.facts.map((one) => (
              <Unfolding key={one.name} summary={`${one.title}${colon()}${one.words}`}>
                {() => <Reasons reason={one.reasons} {...leads} />}
              </Unfolding>
            ))
          }
        </Unfolding>
      )}
    </div>
  );
}

function Action({ action, ...leads }: { action: Decision["actions"][number] } & Leads) {
  const summary = (
    <>
      <span class={`tone ${action.tone}`}>{action.words}</span> <strong>{action.title}</strong>{" "}
      <span class="soft">{action.possible ?? listed(action.by.map((one) => one.title))}</span>
    </>
  );
  return <Unfolding summary={summary}>{() => <Reasons reason={action.reasons} {...leads} />}</Unfolding>;
}

function Norm({ norm, ...leads }: { norm: Decision["norms"][number] } & Leads) {
  const summary = (
    <>
      <span class={`tone ${norm.tone}`}>{norm.words}</span> <strong>{norm.title}</strong> <span class="soft">{norm.conduct}</span>
    </>
  );
  return (
    <Unfolding summary={summary}>
      {() => (
        <>
          {norm.consequence && <p>{norm.consequence}</p>}
          <Reasons reason={norm.reasons} {...leads} />
        </>
      )}
    </Unfolding>
  );
}

/** What is written out when it is opened first: reasons are long. */
function Unfolding({ summary, children }: { summary: preact.ComponentChildren; children: () => preact.ComponentChildren }) {
  const [opened, setOpened] = useState(false);
  return (
    <details class="unfolding" onToggle={(event) => event.currentTarget.open && setOpened(true)}>
      <summary>{summary}</summary>
      {opened && <div class="unfolded">{children()}</div>}
    </details>
  );
}

function Reasons({ reason, ...leads }: { reason: Reason } & Leads) {
  return (
    <ul class="reasons">
      <Node reason={reason} depth={0} {...leads} />
    </ul>
  );
}

function Node({ reason, depth, ...leads }: { reason: Reason; depth: number } & Leads) {
  const [open, setOpen] = useState(depth < 3);
  const line = (
    <>
      <span class={reason.truth ? `truth-${reason.truth}` : undefined}>{reason.words}</span>
      {reason.seen && <span class="soft">{say("seen")}</span>}
    </>
  );
  const ways = <Ways reason={reason} {...leads} />;
  if (!reason.parts) return <li>{line} {ways}</li>;
  return (
    <li>
      <details open={open} onToggle={(event) => setOpen(event.currentTarget.open)}>
        <summary>{line}</summary>
        {ways}
        <ul>{open && reason.parts.map((part, at) => <Node key={at} reason={part} depth={depth + 1} {...leads} />)}</ul>
      </details>
    </li>
  );
}

function Ways({ reason, onPlace, onSentence, onField }: { reason: Reason } & Leads) {
  const { at, field, citation } = reason;
  const sentence = citation?.sentences[0];
  return (
    <>
      {at && onPlace && (
        <button type="button" class="link way" title={say("ruleAt", { path: at.path, line: at.line })} onClick={() => onPlace(at)}>
          {say("rule")}
        </button>
      )}
      {sentence !== undefined && onSentence && (
        <button type="button" class="link way" title={say("sentenceAt")} onClick={() => onSentence(sentence)}>
          {say("sentence")}
        </button>
      )}
      {field && onField && (
        <button type="button" class="link way" onClick={() => onField(field)}>{say("field")}</button>
      )}
    </>
  );
}

function Cited({ citation, onSentence }: { citation: Citation } & Leads) {
  const sentence = citation.sentences[0];
  return (
    <>
      {citation.clause} <q>{citation.quote}</q>{" "}
      {sentence !== undefined && onSentence && (
        <button type="button" class="link way" title={say("sentenceAt")} onClick={() => onSentence(sentence)}>
          {say("sentence")}
        </button>
      )}
    </>
  );
}
