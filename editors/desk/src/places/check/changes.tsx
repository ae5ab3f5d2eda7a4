/** Changes of a policy that its examples do not notice, before and after. */

import type { Desk } from "../../connection";
import { PlaceLink } from "../../parts/place_link";
import { StoppedNote } from "../../parts/progress";
import { WitnessView } from "../../parts/witness";
import type { Change, Changes } from "./told";
import { say } from "./words";

interface Props {
  desk: Desk;
  policy: string;
  found: Changes;
}

const TONES = { shown: "failing", alike: "plain", open: "open" } as const;

export function ChangesView({ desk, policy, found }: Props) {
  const { tried, total, unnoticed } = found;
  const telling = unnoticed.filter((one) => one.standing !== "alike");
  const alike = unnoticed.filter((one) => one.standing === "alike");
  const card = (one: Change, at: number) => <ChangeCard key={at} desk={desk} policy={policy} into={found.examples_in} one={one} />;
  return (
    <div class="stack">
      <h2>{say("tried", { tried, total, noticed: tried - unnoticed.length, n: unnoticed.length })}</h2>
      <StoppedNote stopped={found.stopped}>
        {found.left.length > 0 && (
          <p>{say("left", { n: total - tried, names: found.left.map((one) => say("leftOne", one)).join(say("comma")) })}</p>
        )}
      </StoppedNote>
      {found.remarks.map((one) => <p key={one} class="tone open">{one}</p>)}
      {unnoticed.length === 0 && tried === total && !found.stopped && <p class="tone good">✓ {say("allNoticed")}</p>}
      {telling.map(card)}
      {alike.length > 0 && <details><summary>{say("alikeMany", { n: alike.length })}</summary><div class="stack">{alike.map(card)}</div></details>}
    </div>
  );
}

function ChangeCard({ desk, policy, into, one }: { desk: Desk; policy: string; into: string | null; one: Change }) {
  return (
    <article class={`card found ${TONES[one.standing]}`}>
      <h3 class="row">
        <span class="tone">{say(one.standing)}</span>
        <span>{one.name}</span>
        <PlaceLink at={one.at} />
      </h3>
      <dl class="turn">
        <dt>{say("before")}</dt>
        <dd class="gone">{one.before.map((line) => <div key={line}><span aria-hidden="true">− </span>{line}</div>)}</dd>
        <dt>{say("after")}</dt>
        <dd class="come">
          {one.after === null ? <span class="soft">{say("dropped")}</span> : one.after.map((line) => <div key={line}><span aria-hidden="true">+ </span>{line}</div>)}
        </dd>
      </dl>
      {!one.witness && <p>{one.words}</p>}
      {one.witness && <WitnessView desk={desk} policy={policy} witness={one.witness} example={one.example} into={into} />}
    </article>
  );
}
