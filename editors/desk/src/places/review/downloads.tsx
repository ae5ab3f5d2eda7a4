/** The files of a review, and everything in print. */

import { useRef, useState } from "preact/hooks";

import { Lacks, lacks } from "../../parts/lacks";
import { Paper } from "../../parts/paper";
import { Dialog } from "../../parts/dialog";
import type { Reviewing } from "./state";
import { say } from "./words";

/** The forms, what each is called, and the extra that it needs. */
const FORMS = [
  ["xlsx", "book", null],
  ["html", "whole", null],
  ["word", "words", "word"],
  ["pages", "pages", null],
  ["csv", "csv", null],
  ["json", "json", null],
  ["txt", "txt", null],
  ["parquet", "parquet", "parquet"],
] as const;

export function Downloads({ state }: { state: Reviewing }) {
  const [number, setNumber] = useState("");
  const [paper, setPaper] = useState<string | null>(null);
  const frame = useRef<HTMLIFrameElement>(null);
  const busy = state.busy.value;
  const all = async () => {
    const written = await state.written("html", { number });
    if (written) setPaper(await written.file.text());
  };
  return (
    <section class="card stack" aria-labelledby="downloads">
      <h2 id="downloads">{say("downloads")}</h2>
      <label>
        {say("number")}
        <input class="number-of" value={number} placeholder={say("numberlike")} onInput={(event) => setNumber(event.currentTarget.value)} />
      </label>
      <div class="row">
        <button type="button" class="main" disabled={busy} onClick={() => void all()}>{say("printall")}</button>
        {FORMS.filter(([, , extra]) => extra === null || !lacks(state.desk, extra)).map(([form, called]) => (
          <button key={form} type="button" disabled={busy} onClick={() => void state.download(form, { number })}>↓ {say(called)}</button>
        ))}
      </div>
      <Lacks desk={state.desk} extra="word" />
      <Lacks desk={state.desk} extra="parquet" />
      {paper !== null && (
        <Dialog title={say("result")} look="wide" onClose={() => setPaper(null)}>
          <Paper html={paper} title={say("result")} frame={frame} />
          <div class="row">
            <button type="button" class="main" onClick={() => frame.current?.contentWindow?.print()}>{say("print")}</button>
            <button type="button" onClick={() => setPaper(null)}>{say("close")}</button>
          </div>
        </Dialog>
      )}
    </section>
  );
}
