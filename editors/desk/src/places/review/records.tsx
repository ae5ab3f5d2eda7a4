/** The records that were reviewed: looked for by what was found, each with its opinion. */

import { useCallback, useState } from "preact/hooks";

import { told } from "../../notices";
import { useAnswer } from "../../parts/answer";
import { LongTable } from "../../parts/long_table";
import type { Line, Opinion, Run } from "./answers";
import { OpinionDialog } from "./opinion";
import type { Reviewing } from "./state";
import { say } from "./words";

interface Props {
  state: Reviewing;
  run: Run;
}

export function Records({ state, run }: Props) {
  const wanted = state.wanted.value;
  const [total, setTotal] = useState(0);
  const [opened, setOpened] = useState<Opinion | null>(null);
  const load = useCallback(
    async (first: number, count: number) => (await state.lines(run.run, wanted, first, count)).rows,
    [state, run.run, wanted],
  );
  useAnswer(() => state.lines(run.run, wanted, 0, 0), (found) => setTotal(found.total), [state, run.run, wanted]);
  const norm = run.norms.find((one) => one.norm === wanted.norm);
  const status = run.statuses.find((one) => one.status === wanted.status);
  const conclusion = run.conclusions.find((one) => one.conclusion === wanted.conclusion);
  const filtered = Object.values(wanted).some(Boolean);
  return (
    <section class="card stack">
      <h2>{say("everything")}</h2>
      <div class="row">
        <input
          type="search"
          value={wanted.words ?? ""}
          placeholder={say("search")}
          aria-label={say("search")}
          onInput={(event) => (state.wanted.value = { ...wanted, words: event.currentTarget.value })}
        />
        <label>
          <input type="checkbox" checked={wanted.doubtful ?? false} onChange={(event) => (state.wanted.value = { ...wanted, doubtful: event.currentTarget.checked })} />
          {say("onlydoubts")}
        </label>
        {conclusion && <span class={`tone ${conclusion.tone}`}>{conclusion.called}</span>}
        {wanted.unreadable && <span class="tone bad">{run.unread_called}</span>}
        {norm && <span class="tone plain">{say("filternorm", { norm: norm.called, status: status?.called ?? "" })}</span>}
        {filtered && <button type="button" class="quiet" onClick={() => (state.wanted.value = {})}>{say("clear")}</button>}
        <span class="soft" role="status">{say("found", { count: total })}</span>
      </div>
      <LongTable
        label={say("everything")}
        total={total}
        load={load}
        columns={6}
        onFail={told}
        head={
          <tr>
            {(["place", "id", "name", "conclusion", "inshort", "doubts"] as const).map((one) => <th key={one} scope="col">{say(one)}</th>)}
          </tr>
        }
        row={(line) => <Record key={line.position} line={line} onOpen={async () => setOpened((await state.opinion(line.position)) ?? null)} />}
      />
      {opened && <OpinionDialog state={state} opinion={opened} onClose={() => setOpened(null)} />}
    </section>
  );
}

function Record({ line, onOpen }: { line: Line; onOpen: () => void }) {
  const name = line.name ?? line.id ?? line.place;
  return (
    <tr>
      <td>{line.place}</td>
      <td title={line.same_id ?? undefined}>{line.id}{line.same_id && <span class="tone doubtful" title={line.same_id}>⚠</span>}</td>
      <th scope="row" title={name}>
        <button type="button" class="quiet name" aria-haspopup="dialog" onClick={onOpen}>{name}</button>
      </th>
      <td><span class={`tone ${line.tone}`}>{line.called}</span></td>
      <td title={line.sentence}>{line.sentence}</td>
      <td class="number">{line.doubts > 0 && <span class="tone doubtful">⚠ {line.doubts}</span>}</td>
    </tr>
  );
}
