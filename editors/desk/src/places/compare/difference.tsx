/** In what two policies differ, each difference with the record that shows it. */

import type { Desk } from "../../connection";
import { StoppedNote } from "../../parts/progress";
import { WitnessView } from "../../parts/witness";
import type { Compared, Difference, Side } from "./told";
import { colon } from "../../words";
import { say } from "./words";

interface Props {
  desk: Desk;
  /** The policy by which records are opened in their form. */
  side: Side;
  found: Difference;
}

export function DifferenceView({ desk, side, found }: Props) {
  const differing = found.compared.filter((one) => one.relation !== "same");
  const same = found.compared.filter((one) => one.relation === "same");
  return (
    <div class="stack">
      <h2>{found.differs || differing.length > 0 || found.stopped ? say("differs", { n: differing.filter((one) => one.relation !== "undecided").length }) : `✓ ${say("same")}`}</h2>
      <StoppedNote stopped={found.stopped} />
      <div class="card head">
        {found.head.map((line, at) => (line.depth === 0 ? <h3 key={at}>{line.words}</h3> : <p key={at} class={`depth${line.depth}`}>{line.words}</p>))}
      </div>
      {differing.map((one) => <ComparedCard key={`${one.section} ${one.name}`} desk={desk} side={side} one={one} />)}
      {same.length > 0 && (
        <details>
          <summary>{say("sameMany", { n: same.length })}</summary>
          <ul>{same.map((one) => <li key={`${one.section} ${one.name}`}>{one.section}{colon()}{one.name}</li>)}</ul>
        </details>
      )}
      {found.end.map((one) => <p key={one} class="soft">{one}</p>)}
    </div>
  );
}

function ComparedCard({ desk, side, one }: { desk: Desk; side: Side; one: Compared }) {
  return (
    <article class={`card found ${one.tone}`}>
      <h3 class="row">
        <span class="soft">{one.section}</span>
        <span>{one.name}</span>
        <span class="tone">{one.words}</span>
      </h3>
      {one.remarks.map((remark) => <p key={remark}>{remark}</p>)}
      {one.shown.map((shown) => (
        <div key={shown.words}>
          <p>{shown.words}</p>
          {shown.witness && <WitnessView desk={desk} policy={side.policy} at={side.at} witness={shown.witness} />}
          {shown.old && shown.new && (
            <dl class="turn">
              {([["saidOld", shown.old, "gone"], ["saidNew", shown.new, "come"]] as const).map(([key, said, mark]) => (
                <>
                  <dt key={`${key}-called`}>{say(key)}</dt>
                  <dd key={key} class={mark}>
                    {said.words}
                    {said.reasons.map((reason) => <div key={reason} class="reason">{reason}</div>)}
                  </dd>
                </>
              ))}
            </dl>
          )}
        </div>
      ))}
    </article>
  );
}
