/** Who owes what to whom by when, over all records. */

import { useRef, useState } from "preact/hooks";

import { DayInput } from "../../parts/day";
import type { Agenda, Duty } from "./answers";
import type { Reviewing } from "./state";
import { listed } from "../../words";
import { say } from "./words";

const FORMS = ["xlsx", "html", "csv", "ics", "json"] as const;
const CALLED = { xlsx: "book", html: "html", csv: "csv", ics: "ics", json: "json" } as const;

export function AgendaView({ state }: { state: Reviewing }) {
  const [until, setUntil] = useState("");
  const [agenda, setAgenda] = useState<Agenda | null>(null);
  const form = useRef<HTMLFormElement>(null);
  const busy = state.busy.value;
  const list = async () => setAgenda((await state.agenda(until)) ?? null);
  return (
    <section class="card stack" aria-labelledby="agenda">
      <h2 id="agenda">{say("agenda")}</h2>
      <form
        class="row"
        ref={form}
        onSubmit={(event) => {
          event.preventDefault();
          void list();
        }}
      >
        <label>
          {say("until")}
          <DayInput value={until} min={state.run.value?.as_of} onChange={(event) => setUntil(event.currentTarget.value)} />
        </label>
        <button type="submit" disabled={busy}>{say("list")}</button>
        {FORMS.map((one) => (
          <button key={one} type="button" disabled={busy} onClick={() => form.current?.reportValidity() && void state.download(`agenda.${one}`, { until })}>
            ↓ {say(CALLED[one])}
          </button>
        ))}
      </form>
      {agenda?.said.map((one) => <p key={one} class="soft">{one}</p>)}
      {agenda?.groups.map((group, number) => (
        <details key={group.bearer} open={number === 0}>
          <summary>{say(group.overdue > 0 ? "grouplate" : "group", { bearer: group.bearer, count: group.count, overdue: group.overdue })}</summary>
          <Duties duties={group.duties} label={group.bearer} />
          {group.duties.length < group.count && <p class="soft">{say("more")}</p>}
        </details>
      ))}
    </section>
  );
}

function Duties({ duties, label }: { duties: Duty[]; label: string }) {
  return (
    <div class="scroll" tabIndex={0} role="region" aria-label={label}>
      <table>
        <thead>
          <tr>{(["status", "due", "what", "who", "grounds"] as const).map((one) => <th key={one} scope="col">{say(one)}</th>)}</tr>
        </thead>
        <tbody>
          {duties.map((one, number) => (
            <tr key={number}>
              <td><span class={`tone ${one.tone}`}>{one.status}</span></td>
              <td>{one.due ?? one.due_called}</td>
              <td>{one.what}</td>
              <td>{[one.id, one.name].filter(Boolean).join(" ") || one.place}</td>
              <td>{listed(one.grounds)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
