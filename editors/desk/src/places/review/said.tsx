/** What is wrong with a cell or a row, in full. */

import { Dialog } from "../../parts/dialog";
import { say } from "./words";

export interface Spoken {
  title: string;
  words: string;
}

export function Said({ spoken, onClose }: { spoken: Spoken; onClose: () => void }) {
  return (
    <Dialog title={spoken.title} onClose={onClose}>
      <p class="said">{spoken.words}</p>
      <div class="row">
        <button type="button" class="main" onClick={onClose}>{say("close")}</button>
      </div>
    </Dialog>
  );
}
