/** What came out of a review: the portfolio, the records, the agenda, and the files. */

import { StandingNote } from "../../parts/standing";
import type { Run } from "./answers";
import { AgendaView } from "./agenda";
import { Downloads } from "./downloads";
import { Records } from "./records";
import type { Reviewing } from "./state";
import { say } from "./words";

interface Props {
  state: Reviewing;
  run: Run;
}

export function Result({ state, run }: Props) {
  return (
    <>
      <section class="card stack" aria-labelledby="result">
        <h2 id="result" tabIndex={-1}>{say("result")}</h2>
        <p>
          {say("of", { policy: run.policy, day: run.as_of })} · {run.closing}
          <br />
          <span class="soft">{say("digest", { digest: run.digest.slice(0, 12) })}</span>
        </p>
        <StandingNote desk={state.desk} made={[{ policy: state.by, digest: run.digest }]}>
          <button type="button" disabled={state.busy.value || state.day.value === ""} onClick={() => void state.review()}>{say("runagain")}</button>
        </StandingNote>
        {[...run.remarks, ...(run.cut_short ? [run.cut_short] : [])].map((one) => <p key={one} class="banner doubtful said">{one}</p>)}
        {run.repeated.length > 0 && <ul class="soft report">{run.repeated.map((one) => <li key={one}>{one}</li>)}</ul>}
        <Conclusions state={state} run={run} />
        {run.results.length > 0 && (
          <div>
            <h3>{say("money")}</h3>
            <dl class="results">
              {run.results.map((one) => <div key={one.called}><dt>{one.called}</dt><dd>{one.words}</dd></div>)}
            </dl>
          </div>
        )}
        <Norms state={state} run={run} />
      </section>
      <Records state={state} run={run} />
      <AgendaView state={state} />
      <Downloads state={state} />
    </>
  );
}

/** How many records have each conclusion; a press lists them. */
function Conclusions({ state, run }: Props) {
  const wanted = state.wanted.value;
  const most = Math.max(1, run.unreadable, ...run.conclusions.map((one) => one.count));
  const bars = [
    ...run.conclusions.map((one) => ({ ...one, wanted: { conclusion: one.conclusion } })),
    ...(run.unreadable > 0
      ? [{ conclusion: "", called: run.unread_called, means: "", tone: "bad", count: run.unreadable, wanted: { unreadable: true } }]
      : []),
  ];
  return (
    <div>
      <h3>{say("conclusions")}</h3>
      <ul class="bars">
        {bars.map((one) => {
          const pressed = one.conclusion ? wanted.conclusion === one.conclusion : wanted.unreadable === true;
          return (
            <li key={one.called}>
              <button
                type="button"
                class={`bar ${one.tone}`}
                aria-pressed={pressed}
                aria-label={say("looked", { called: one.called, count: one.count })}
                title={one.means}
                onClick={() => (state.wanted.value = pressed ? {} : one.wanted)}
              >
                <span class="called">{one.called}</span>{" "}
                <span class="length"><span style={{ width: `${(one.count / most) * 100}%` }} /></span>
                <span class="number">{one.count}</span>
              </button>
            </li>
          );
        })}
      </ul>
    </div>
  );
}

/** How many records each norm concerns, by status; a press lists them. */
function Norms({ state, run }: Props) {
  const wanted = state.wanted.value;
  return (
    <details>
      <summary>{say("norms")}</summary>
      <div class="scroll norms" tabIndex={0} role="region" aria-label={say("norms")}>
        <table>
          <thead>
            <tr>
              <th scope="col">{say("norm")}</th>
              <th scope="col">{say("clause")}</th>
              {run.statuses.map((one) => <th key={one.status} scope="col" class="number">{one.called}</th>)}
            </tr>
          </thead>
          <tbody>
            {run.norms.map((norm) => (
              <tr key={norm.norm}>
                <th scope="row">{norm.called}</th>
                <td>{norm.clause}</td>
                {run.statuses.map((one) => {
                  const count = norm.counts[one.status];
                  const pressed = wanted.norm === norm.norm && wanted.status === one.status;
                  return (
                    <td key={one.status} class="number">
                      {count !== undefined && (
                        <button
                          type="button"
                          class={`tone count ${one.tone}`}
                          aria-pressed={pressed}
                          aria-label={say("looked", { called: say("filternorm", { norm: norm.called, status: one.called }), count })}
                          onClick={() => (state.wanted.value = pressed ? {} : { norm: norm.norm, status: one.status })}
                        >
                          {count}
                        </button>
                      )}
                    </td>
                  );
                })}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </details>
  );
}
