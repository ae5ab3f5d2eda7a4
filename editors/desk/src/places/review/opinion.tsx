/** The opinion on one record, as it is printed. */

import { useRef } from "preact/hooks";

import { lacks } from "../../parts/lacks";
import { Paper } from "../../parts/paper";
import type { Opinion } from "./answers";
import { Dialog } from "../../parts/dialog";
import type { Reviewing } from "./state";
import { listed } from "../../words";
import { say } from "./words";

interface Props {
  state: Reviewing;
  opinion: Opinion;
  onClose: () => void;
}

export function OpinionDialog({ state, opinion, onClose }: Props) {
  const frame = useRef<HTMLIFrameElement>(null);
  const busy = state.busy.value;
  const more = { position: opinion.position };
  return (
    <Dialog title={opinion.title} look="wide" onClose={onClose}>
      <p class="soft">{opinion.place}</p>
      {opinion.findings.length > 0 && (
        <ul class="findings">
          {opinion.findings.map((one) => (
            <li key={`${one.verdict}${one.actions.join()}`}>
              <span class={`tone ${one.tone}`}>{one.verdict}</span> {listed(one.actions)}
              {one.reason && <span class="soft"> · {one.reason}</span>}
            </li>
          ))}
        </ul>
      )}
      <Told heading={say("why")} words={opinion.problems} open />
      <Told heading={say("celldoubts")} words={opinion.doubts} />
      {opinion.html !== null && <Paper html={opinion.html} title={say("opinion", { title: opinion.title })} frame={frame} />}
      <div class="row">
        {opinion.html !== null && (
          <>
            <button type="button" class="main" onClick={() => frame.current?.contentWindow?.print()}>{say("print")}</button>
            {!lacks(state.desk, "word") && (
              <button type="button" disabled={busy} onClick={() => void state.download("opinion.docx", more)}>{say("word")}</button>
            )}
            <button type="button" disabled={busy} onClick={() => void state.download("opinion.html", more)}>{say("html")}</button>
          </>
        )}
        <button type="button" onClick={onClose}>{say("close")}</button>
      </div>
    </Dialog>
  );
}

function Told({ heading, words, open = false }: { heading: string; words: string[]; open?: boolean }) {
  if (words.length === 0) return null;
  return (
    <details open={open}>
      <summary>{heading}</summary>
      {words.map((one) => <p key={one} class="said">{one}</p>)}
    </details>
  );
}
