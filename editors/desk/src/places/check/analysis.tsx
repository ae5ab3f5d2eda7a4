/** What is not consistent in a policy. */

import type { Desk } from "../../connection";
import { PlaceLink } from "../../parts/place_link";
import { StoppedNote } from "../../parts/progress";
import { WitnessView } from "../../parts/witness";
import type { Analysis, Finding } from "./told";
import { colon, listed } from "../../words";
import { say } from "./words";

interface Props {
  desk: Desk;
  policy: string;
  found: Analysis;
}

export function AnalysisView({ desk, policy, found }: Props) {
  const shared = { desk, policy, into: found.examples_in };
  return (
    <div class="stack">
      <h2>{say("findings", { n: found.findings.length })}</h2>
      <StoppedNote stopped={found.stopped} />
      {found.findings.length === 0 && found.undecided.length === 0 && !found.stopped && <p class="tone good">✓ {say("none")}</p>}
      {found.findings.map((one) => <FindingCard key={`${one.kind} ${one.names.join()}`} one={one} {...shared} />)}
      {found.undecided.length > 0 && (
        <details open>
          <summary>{say(found.stopped ? "notAsked" : "undecided", { n: found.undecided.length })}</summary>
          <ul>
            {found.undecided.map((one) => (
              <li key={`${one.called} ${one.names.join()}`}>
                {one.called}{colon()}{listed(one.names)} <PlaceLink at={one.at} /> {one.because && <span class="soft">{one.because}</span>}
              </li>
            ))}
          </ul>
        </details>
      )}
      <Folded title={say("answered", { n: found.answered.length })} findings={found.answered} {...shared} />
      <Folded title={say("remarks", { n: found.remarks.length })} findings={found.remarks} {...shared} />
      {found.properties.length > 0 && (
        <details>
          <summary>{say("properties", { n: found.properties.length })}</summary>
          <ul>
            {found.properties.map((one) => (
              <li key={one.title}>{one.title}{colon()}{one.words} <PlaceLink at={one.at} /></li>
            ))}
          </ul>
        </details>
      )}
      <p class="soft">{say("days", found.days)}</p>
    </div>
  );
}

interface CardProps {
  desk: Desk;
  policy: string;
  into: string | null;
}

function Folded({ title, findings, ...shared }: CardProps & { title: string; findings: Finding[] }) {
  if (findings.length === 0) return null;
  return (
    <details>
      <summary>{title}</summary>
      <div class="stack">
        {findings.map((one) => <FindingCard key={`${one.kind} ${one.names.join()}`} one={one} {...shared} />)}
      </div>
    </details>
  );
}

function FindingCard({ one, desk, policy, into }: CardProps & { one: Finding }) {
  return (
    <article class={`card found ${one.answered_by ? "plain" : one.tone}`}>
      <h3 class="row">
        <span class="tone">{one.called}</span>
        <span>{one.names.join(" · ")}</span>
        <PlaceLink at={one.at} />
      </h3>
      <p>{one.words}</p>
      {one.citations.map((cited) => (
        <blockquote key={`${cited.name} ${cited.quote}`}>
          {cited.quote}
          <footer>{say("quote", { name: cited.name, clause: cited.clause })}</footer>
        </blockquote>
      ))}
      {one.proof && <p class="soft">{one.proof}</p>}
      {one.witness && <WitnessView desk={desk} policy={policy} witness={one.witness} example={one.example} into={into} />}
      {one.complete && <p class="soft">{say("complete")}</p>}
      {one.others && <p class="soft">{one.others}</p>}
      <p>{one.answered_by ? say("answeredBy", { title: one.answered_by }) : one.advice}</p>
    </article>
  );
}
