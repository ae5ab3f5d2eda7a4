/** The files of a review, and everything in print. */

import { useRef, useState } from "preact/hooks";

import { Paper } from "../../parts/paper";
import { Dialog } from "../../parts/dialog";
import type { Reviewing } from "./state";
import { say } from "./words";

const FORMS = [
  ["xlsx", "book"],
  ["html", "whole"],
  ["word", "words"],
  ["pages", "pages"],
  ["csv", "csv"],
  ["json", "json"],
  ["txt", "txt"],
  ["parquet", "parquet"],
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
        {FORMS.map(([form, called]) => (
          <button key={form} type="button" disabled={busy} onClick={() => void state.download(form, { number })}>↓ {say(called)}</button>
        ))}
      </div>
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
