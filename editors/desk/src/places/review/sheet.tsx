/** The spreadsheet as it was read: its headings, to be corrected, and its rows with what is doubtful. */

import { useCallback, useState } from "preact/hooks";

import { told } from "../../notices";
import { LongTable } from "../../parts/long_table";
import type { Column, Read, SheetRow } from "./answers";
import { HeadingDialog } from "./heading";
import { Said, type Spoken } from "./said";
import type { Reviewing } from "./state";
import { listed } from "../../words";
import { say } from "./words";

interface Props {
  state: Reviewing;
  read: Read;
}

export function SheetView({ state, read }: Props) {
  const [flagged, setFlagged] = useState(false);
  const [corrected, setCorrected] = useState<Column | null>(null);
  const [spoken, setSpoken] = useState<Spoken | null>(null);
  const [numbered, setNumbered] = useState(false);
  const load = useCallback((first: number, count: number) => state.rows(read.read, flagged, first, count), [state, read.read, flagged]);
  const busy = state.busy.value;
  const columns = new Map(read.columns.map((one) => [one.column, one]));
  const numbers = Array.from({ length: Math.max(read.width, 1) }, (_, index) => index);
  const noted = state.noted.value;
  return (
    <section class="card stack" aria-labelledby="sheet">
      <h2 id="sheet">{say("understood")}</h2>
      <p>
        <strong>{read.name}</strong> {say("counts", { records: read.records, refused: read.refused, doubtful: read.doubtful })}
        {read.mapping && <span class="soft"> · {say("readas", { mapping: read.mapping })}{read.saved && say("savedone")}</span>}
      </p>
      {read.cut_short && <p class="banner bad said">{read.cut_short}</p>}
      {!read.fits && (
        <div class="banner doubtful said">
          <p><strong>{say("unfit")}</strong></p>
          <p>{read.unfitting}</p>
        </div>
      )}
      {read.lacking.length > 0 && (
        <div class="row">
          <span class="tone doubtful">{say("lacking", { fields: listed(read.lacking) })}</span>
          <label>
            <input type="checkbox" checked={numbered} onChange={(event) => setNumbered(event.currentTarget.checked)} />
            {say("numbered")}
          </label>
        </div>
      )}
      {read.report.length > 0 && <ul class="soft report">{read.report.map((line) => <li key={line}>{line}</li>)}</ul>}
      {read.header && <Where state={state} read={read} header={read.header} />}
      <label>
        <input type="checkbox" checked={flagged} disabled={read.flagged === 0} onChange={(event) => setFlagged(event.currentTarget.checked)} />
        {say("onlydoubtful", { count: read.flagged })}
      </label>
      <LongTable
        label={read.name}
        total={flagged ? read.flagged : read.rows}
        load={load}
        columns={numbers.length + 1}
        onFail={told}
        head={
          <tr>
            <th scope="col" class="at">{say("rownumber")}</th>
            {numbers.map((number) => {
              const one = columns.get(number);
              return (
                <th key={number} scope="col">
                  {one && read.header ? <Heading one={one} chosen={noted.has(number)} onOpen={() => setCorrected(one)} /> : one?.heading}
                </th>
              );
            })}
          </tr>
        }
        row={(row) => <Row key={row.number} row={row} numbers={numbers} columns={columns} onSay={setSpoken} />}
      />
      <div class="row">
        {(noted.size > 0 || !read.fits) && (
          <button type="button" class="main" disabled={busy} onClick={() => void state.correct(numbered)}>
            {say(read.fits ? "apply" : "confirm")}
          </button>
        )}
        <button type="button" class={noted.size > 0 ? "" : "main"} disabled={busy || !read.fits || noted.size > 0 || !state.about.value || state.day.value === ""} onClick={() => void state.review()}>
          {say(state.run.value ? "runagain" : "run")}
        </button>
        {read.header && read.fits && (
          <>
            <button type="button" disabled={busy || state.about.value?.read_only} title={state.about.value?.read_only ? say("readonly") : undefined} onClick={() => void state.keepMapping()}>
              {say("keepmap")}
            </button>
            <button type="button" disabled={busy} onClick={() => void state.downloadMapping()}>{say("loadmap")}</button>
          </>
        )}
      </div>
      {corrected && (
        <HeadingDialog
          key={corrected.column}
          one={corrected}
          before={noted.get(corrected.column)}
          fields={read.fields}
          onClose={() => setCorrected(null)}
          onNote={(one) => {
            state.note(one);
            setCorrected(null);
          }}
        />
      )}
      {spoken && <Said spoken={spoken} onClose={() => setSpoken(null)} />}
    </section>
  );
}

/** Which sheet, and which rows are the headings. */
function Where({ state, read, header }: Props & { header: [number, number] }) {
  const [first, setFirst] = useState(header[0]);
  const [last, setLast] = useState(header[1]);
  const busy = state.busy.value;
  const changed = first !== header[0] || last !== header[1];
  const whole = Number.isInteger(first) && Number.isInteger(last) && first >= 1 && last <= 33 && last >= first && last < first + 3;
  const number = (value: number, set: (value: number) => void, label: string) => (
    <input type="number" min={1} max={33} value={value} aria-label={label} onInput={(event) => set(event.currentTarget.valueAsNumber)} />
  );
  return (
    <div class="row">
      {read.sheets.length > 1 && (
        <label>
          {say("sheet")}
          <select disabled={busy} value={read.sheets.find((one) => one.chosen)?.name} onChange={(event) => void state.reread({ sheet: event.currentTarget.value })}>
            {read.sheets.map((one) => <option key={one.name} value={one.name}>{one.hidden ? say("hiddensheet", { name: one.name }) : one.name}</option>)}
          </select>
        </label>
      )}
      <span class="row">
        {say("headrows")} {number(first, setFirst, say("headrows"))} {say("to")} {number(last, setLast, say("to"))}
      </span>
      {changed && !whole && <span class="tone bad" role="alert">{say("headneeded")}</span>}
      {changed && (
        <button
          type="button"
          disabled={busy || !whole}
          onClick={() => {
            const sheet = read.sheets.find((one) => one.chosen)?.name;
            void state.reread({ heading_rows: [first, last], ...(sheet === undefined ? {} : { sheet }) });
          }}
        >
          {say("reread")}
        </button>
      )}
    </div>
  );
}

const STATES = {
  known: { tone: "good", sign: "✓", words: "sure" },
  doubtful: { tone: "doubtful", sign: "?", words: "perhaps" },
  unknown: { tone: "plain", sign: "–", words: "unknown" },
} as const;

/** A heading with the field it was taken for; a button that opens its correction. */
function Heading({ one, chosen, onOpen }: { one: Column; chosen: boolean; onOpen: () => void }) {
  const { tone, sign, words } = STATES[one.state];
  const state = one.called ?? say(words);
  return (
    <button
      type="button"
      class="quiet heading"
      aria-haspopup="dialog"
      title={`${one.letter} ${one.heading}`}
      onClick={onOpen}
    >
      <span class="parts">{one.letter} {one.heading}</span>
      <span class={`tone ${tone}`}>{sign} {state}{one.unit && say("unitof", { unit: one.unit })}</span>
      {chosen && <span class="tone duty">✎</span>}
      {one.doubts > 0 && <span class="tone doubtful">⚠ {say("columndoubts", { count: one.doubts })}</span>}
      <span class="hidden">{say("correct")}</span>
    </button>
  );
}

interface RowProps {
  row: SheetRow;
  numbers: number[];
  columns: ReadonlyMap<number, Column>;
  onSay: (spoken: Spoken) => void;
}

function Row({ row, numbers, columns, onSay }: RowProps) {
  const doubts = new Map(row.doubts.map((one) => [one.column, one.words]));
  const notes = new Map(row.notes.map((one) => [one.column, one.words]));
  const problems = row.problems.join("\n");
  return (
    <tr class={row.kind} aria-rowindex={row.number + 1}>
      <th scope="row" class="at">
        {row.kind === "refused" ? (
          <button type="button" class="quiet sign bad" aria-label={say("whyrow", { row: row.number })} onClick={() => onSay({ title: say("rowwhy"), words: problems })}>
            ✕ {row.number}
          </button>
        ) : (
          row.number
        )}
        {row.kind === "passed" && <span class="tone plain">{row.why ?? say("passed")}</span>}
      </th>
      {numbers.map((number) => {
        const text = row.cells[number] ?? "";
        const words = doubts.get(number);
        if (words === undefined) return <td key={number} title={notes.get(number) ?? text}>{text}</td>;
        const letter = columns.get(number)?.letter ?? "";
        return (
          <td key={number} class="doubtful">
            <button type="button" class="quiet sign" title={words} aria-label={say("doubtat", { row: row.number, letter, text })} onClick={() => onSay({ title: say("cellwhy"), words })}>
              ⚠ {text}
            </button>
          </td>
        );
      })}
    </tr>
  );
}
