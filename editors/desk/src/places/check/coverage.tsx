/** What the examples of a policy exercise, as a table with bars. */

import { useState } from "preact/hooks";

import { PlaceLink } from "../../parts/place_link";
import { Scroll } from "../../parts/scroll";
import type { Condition, Coverage, Entry, Half } from "./told";
import { say } from "./words";

export function CoverageView({ found }: { found: Coverage }) {
  const [onlyOpen, setOnlyOpen] = useState(true);
  const shown = found.entries.filter((one) => one.open || !onlyOpen);
  return (
    <div class="stack">
      <h2>{say("examples", { n: found.examples })}</h2>
      <Scroll label={say("examples", { n: found.examples })}>
        <table class="bars">
          <tbody>
            {found.figures.map((one) => (
              <tr key={one.words}>
                <th scope="row">{one.words}</th>
                <td class="number">{one.done}/{one.total}</td>
                <td class="share"><progress value={one.done} max={Math.max(one.total, 1)} aria-label={one.words} /></td>
                <td><span class={`tone ${one.complete ? "good" : "open"}`}>{one.complete ? `✓ ${one.share}` : one.share}</span></td>
              </tr>
            ))}
          </tbody>
        </table>
      </Scroll>
      {found.sentences.length > 0 && (
        <p class="row">
          <strong>{say("sentences")}</strong>
          {found.sentences.map((one) => <span key={one.words} class={`tone ${one.good ? "good" : "plain"}`}>{one.words} {one.value}</span>)}
        </p>
      )}
      <p class="soft">{say("explained")}</p>
      <label><input type="checkbox" checked={onlyOpen} onChange={(event) => setOnlyOpen(event.currentTarget.checked)} />{say("onlyOpen")}</label>
      {shown.length === 0 && <p class="tone good">✓ {say("allCovered")}</p>}
      {shown.map((one) => <EntryCard key={`${one.kind} ${one.name}`} one={one} />)}
    </div>
  );
}

function EntryCard({ one }: { one: Entry }) {
  return (
    <article class="card">
      <h3 class="row">
        <span class="soft">{one.kind}</span>
        <span>{one.title}</span>
        <PlaceLink at={one.at} />
        <span class={`tone ${one.open ? "open" : "good"}`}>{one.open ? say("missing") : `✓ ${say("covered")}`}</span>
      </h3>
      <ul class="halves">
        {[...one.halves, ...one.standings].map((half) => <HalfLine key={half.words} half={half} />)}
      </ul>
      {one.conditions.length > 0 && (
        <Scroll label={`${one.kind} ${one.title}`}>
          <table>
            <thead>
              <tr>
                <th scope="col">{say("condition")}</th>
                <th scope="col">{say("yes")}</th>
                <th scope="col">{say("no")}</th>
              </tr>
            </thead>
            <tbody>
              {one.conditions.map((each) => <ConditionRow key={`${each.role} ${each.text} ${each.within} ${each.at?.line}`} one={each} />)}
            </tbody>
          </table>
        </Scroll>
      )}
    </article>
  );
}

function HalfLine({ half }: { half: Half }) {
  return (
    <li>
      <span class={`tone ${half.by ? "good" : "open"}`}>{half.by ? "✓" : "○"} {half.words}</span>{" "}
      {half.by ? <>{half.by.title} <PlaceLink at={half.by.at} /></> : half.advice}
    </li>
  );
}

function ConditionRow({ one }: { one: Condition }) {
  return (
    <tr>
      <td>
        <span class="soft">{one.role}</span> {one.text} <PlaceLink at={one.at} />
        {one.within && <div class="soft">{one.within}</div>}
        {one.advice && <div>{one.advice}</div>}
      </td>
      {[one.yes, one.no].map((by, at) => (
        <td key={at}>
          <span class={`tone ${by ? "good" : "open"}`}>{by ? "✓" : `○ ${say("missing")}`}</span>
          {by && <div class="soft">{by.title} <PlaceLink at={by.at} /></div>}
        </td>
      ))}
    </tr>
  );
}
