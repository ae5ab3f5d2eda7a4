/** What changes for the records of a file, for whom, and how much money it is. */

import { useState } from "preact/hooks";

import { handOver } from "../../files";
import { Scroll } from "../../parts/scroll";
import { colon } from "../../words";
import type { Change, Kind, More, Portfolio, Row } from "./told";
import { say } from "./words";

const SHOWN = 200;
const KINDS = ["verdict", "norm", "result"] as const;

export function PortfolioView({ found, called }: { found: Portfolio; called: string }) {
  const [kind, setKind] = useState<Kind | "">("");
  const [like, setLike] = useState("");
  const [count, setCount] = useState(SHOWN);
  const rows = matching(found.rows, kind, like.trim().toLowerCase());
  const download = (form: "csv" | "json") => {
    const { csv, ...rest } = found;
    // Excel takes a file for UTF-8 by its byte order mark.
    const [text, media] = form === "csv" ? [`\ufeff${csv}`, "text/csv"] : [JSON.stringify(rest, null, 2), "application/json"];
    handOver(new Blob([text], { type: `${media};charset=utf-8` }), `${called}.${form}`);
  };
  return (
    <div class="stack">
      <h2>{say("of", { file: found.file, type: found.record_type, day: found.as_of })}{colon()}{say("counts", { read: found.read, unreadable: found.unreadable, touched: found.touched })}</h2>
      {found.remarks.map((one) => <p key={one} class="tone open">{one}</p>)}
      {found.unchanged !== null && <p class={`tone ${found.whole ? "good" : "open"}`}>{found.whole && "✓ "}{found.unchanged}</p>}
      <div class="row">
        <button type="button" onClick={() => download("csv")}>{say("csv")}</button>
        <button type="button" onClick={() => download("json")}>{say("json")}</button>
      </div>
      {found.totals.length > 0 && (
        <Scroll label={say("totals")}>
          <table>
            <caption>{say("totals")}</caption>
            <thead><tr><th scope="col">{say("what")}</th><th scope="col">{say("before")}</th><th scope="col">{say("after")}</th><th scope="col">{say("more")}</th></tr></thead>
            <tbody>
              {found.totals.map((one) => (
                <tr key={one.name}><th scope="row">{one.name}</th><td>{one.before}</td><td>{one.after}</td><td><MoreView more={one.more} /></td></tr>
              ))}
            </tbody>
          </table>
        </Scroll>
      )}
      {found.groups.length > 0 && (
        <Scroll label={say("groups")}>
          <table>
            <caption>{say("groups")}</caption>
            <thead><tr><th scope="col">{say("what")}</th><th scope="col">{say("before")}</th><th scope="col">{say("after")}</th><th scope="col" class="number">{say("count")}</th></tr></thead>
            <tbody>
              {found.groups.map((one) => (
                <tr key={`${one.kind} ${one.name} ${one.before} ${one.after}`}>
                  <th scope="row"><span class="soft">{say(one.kind)}</span> {one.name}</th>
                  <td><span class={`tone ${one.tones[0]}`}>{one.before}</span></td>
                  <td><span class={`tone ${one.tones[1]}`}>{one.after}</span></td>
                  <td class="number">{one.count}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </Scroll>
      )}
      {found.rows.length > 0 && (
        <>
          <div class="row">
            <h3>{say("rows")}</h3>
            <label>
              {say("kind")}
              <select value={kind} onChange={(event) => setKind(event.currentTarget.value as Kind | "")}>
                <option value="">{say("all")}</option>
                {KINDS.map((one) => <option key={one} value={one}>{say(one)}</option>)}
              </select>
            </label>
            <input type="search" value={like} placeholder={say("filter")} aria-label={say("filter")} onInput={(event) => setLike(event.currentTarget.value)} />
          </div>
          <Scroll label={say("rows")}>
            <table class="rows">
              <thead><tr><th scope="col">{say("record")}</th><th scope="col">{say("what")}</th><th scope="col">{say("before")}</th><th scope="col">{say("after")}</th><th scope="col">{say("more")}</th></tr></thead>
              <tbody>{rows.slice(0, count).map((row) => row.changes.map((change, at) => <ChangeRow key={`${row.place} ${change.kind} ${change.name}`} row={row} change={change} first={at === 0} />))}</tbody>
            </table>
          </Scroll>
          {rows.length === 0 && <p class="soft">{say("noneLike")}</p>}
          {rows.length > count && <button type="button" onClick={() => setCount(count + SHOWN)}>{say("next", { n: Math.min(SHOWN, rows.length - count) })}</button>}
        </>
      )}
      {found.faults.length > 0 && (
        <details>
          <summary>{say("faults", { n: found.faults.length })}</summary>
          <ul>{found.faults.map((one) => <li key={one.place}>{one.title} <span class="soft">{one.place}</span>{one.problems.map((problem) => <pre key={problem}>{problem}</pre>)}</li>)}</ul>
        </details>
      )}
    </div>
  );
}

/** The records with those of their changes that are asked for. */
function matching(rows: readonly Row[], kind: Kind | "", like: string): Row[] {
  return rows
    .map((row) => ({
      ...row,
      changes: row.changes.filter(
        (one) => (!kind || one.kind === kind) && (!like || `${row.title} ${row.name} ${one.name} ${one.before} ${one.after}`.toLowerCase().includes(like)),
      ),
    }))
    .filter((row) => row.changes.length > 0);
}

function ChangeRow({ row, change, first }: { row: Row; change: Change; first: boolean }) {
  return (
    <tr class={first ? "begins" : undefined}>
      {first ? <th scope="row">{row.title} {row.name}<div class="soft">{row.place}</div></th> : <td />}
      <td><span class="soft">{say(change.kind)}</span> {change.name}</td>
      <td><span class={`tone ${change.tones[0]}`}>{change.before}</span></td>
      <td><span class={`tone ${change.tones[1]}`}>{change.after}</span></td>
      <td><MoreView more={change.more} /></td>
    </tr>
  );
}

function MoreView({ more }: { more: More | null }) {
  if (more === null) return <>—</>;
  return <span class={`tone ${more.way < 0 ? "failing" : more.way > 0 ? "duty" : "plain"}`}>{more.way < 0 ? "▼" : more.way > 0 ? "▲" : "＝"} {more.words}</span>;
}
