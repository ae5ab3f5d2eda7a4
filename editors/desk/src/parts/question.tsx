/** A question that is answered by a few words: a name, or a reason. */

import { signal } from "@preact/signals";
import { useId, useState } from "preact/hooks";

import { words } from "../words";
import { Dialog, useAttempt } from "./dialog";

const say = words({
  cancel: ["取消", "Cancel"],
});

export interface Question {
  title: string;
  /** What is to be written. */
  label: string;
  /** What is written there already. */
  written?: string;
  /** What happens with the answer, on the button. */
  action: string;
  /** Takes the answer. What it throws is told beneath it, and it can be written anew. */
  answer: (written: string) => Promise<void>;
}

const asked = signal<Question | null>(null);

/** Ask the user something. */
export function ask(question: Question): void {
  asked.value = question;
}

/** The question that is asked now; nothing while none is. */
export function Asking() {
  const question = asked.value;
  return question && <QuestionDialog key={question.title} question={question} close={() => (asked.value = null)} />;
}

function QuestionDialog({ question, close }: { question: Question; close: () => void }) {
  const [written, setWritten] = useState(question.written ?? "");
  const [busy, setBusy] = useState(false);
  const [fault, attempt] = useAttempt();
  const field = useId();
  const answer = async () => {
    setBusy(true);
    await attempt(async () => {
      await question.answer(written.trim());
      close();
    });
    setBusy(false);
  };
  return (
    <Dialog title={question.title} look="question" fault={fault} filled={written !== (question.written ?? "")} onClose={close}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (!busy) void answer();
        }}
      >
        <label class="line" for={field}>{question.label}</label>
        <input
          id={field}
          class="whole"
          required
          autofocus
          pattern=".*\S.*"
          value={written}
          aria-invalid={fault !== null}
          onFocus={(event) => event.currentTarget.select()}
          onInput={(event) => setWritten(event.currentTarget.value)}
        />
        <div class="row end">
          <button type="button" onClick={close}>{say("cancel")}</button>
          <button type="submit" class="main">{question.action}</button>
        </div>
      </form>
    </Dialog>
  );
}
