/** The examples that a policy lacks. */

import type { Desk } from "../../connection";
import { told } from "../../notices";
import { addExample } from "../../parts/examples";
import { StoppedNote } from "../../parts/progress";
import { WitnessView } from "../../parts/witness";
import type { Suggestions } from "./told";
import { colon } from "../../words";
import { say } from "./words";

interface Props {
  desk: Desk;
  policy: string;
  found: Suggestions;
}

export function SuggestionsView({ desk, policy, found }: Props) {
  const all = found.examples.map((one) => one.text).join("\n");
  return (
    <div class="stack">
      <div class="row">
        <h2>{say("suggested", { n: found.examples.length })}</h2>
        {found.examples.length > 1 && (
          <button type="button" onClick={() => void addExample(desk, found.examples_in, all).catch(told)}>{say("addAll")}</button>
        )}
      </div>
      <StoppedNote stopped={found.stopped} />
      {found.remarks.map((one) => <p key={one} class="tone open">{one}</p>)}
      {found.examples.length === 0 && found.remarks.length === 0 && <p class="tone good">✓ {say("noneMissing")}</p>}
      {found.examples.map((one) => (
        <article key={one.title} class="card">
          <h3>{one.title}</h3>
          <p class="soft">{say("for")}</p>
          <ul>{one.reasons.map((reason) => <li key={reason}>{reason}</li>)}</ul>
          <WitnessView desk={desk} policy={policy} witness={one.witness} example={one.text} into={found.examples_in} />
        </article>
      ))}
      {found.without.length > 0 && (
        <details>
          <summary>{say("without", { n: found.without.length })}</summary>
          <ul>{found.without.map((one) => <li key={one.reason}>{one.reason}{colon()}<span class="soft">{one.why}</span></li>)}</ul>
        </details>
      )}
    </div>
  );
}
