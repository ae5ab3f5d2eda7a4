/** A record that shows something: to be read, to be changed in a form, to be made an example. */

import { useEffect, useState } from "preact/hooks";

import type { Desk } from "../connection";
import { told } from "../notices";
import { words } from "../words";
import { AsOf } from "./as_of";
import { DecisionView, type Judged } from "./decision";
import { Dialog, useAttempt } from "./dialog";
import { addExample } from "./examples";
import { focusField, RecordForm, type RecordValue } from "./record_form";
import { Scroll } from "./scroll";
import "./witness.css";

const say = words({
  record: ["{called}，审核基准日 {day}", "{called}, as of {day}"],
  field: ["字段", "Field"],
  value: ["内容", "Value"],
  nothing: ["所有字段均不详", "Nothing is known of it"],
  open: ["在表单中打开", "Open in the record form"],
  example: ["写成示例", "Make an example of it"],
  text: ["示例的写法", "The example as text"],
  title: ["{called}：在表单中查看", "{called} in the record form"],
  close: ["关闭", "Close"],
  decision: ["审核结论", "The decision"],
});

/** A record as the program shows it. */
export interface Witness {
  type: string;
  called: string;
  as_of: string;
  rows: { label: string; words: string }[];
  record: RecordValue;
}

interface Props {
  desk: Desk;
  policy: string;
  /** The version of its texts by which the record is judged, those of now where it is left out. */
  at?: string;
  witness: Witness;
  /** The text of the example, where one can be made. */
  example?: string | null;
  /** The file that examples go into. */
  into?: string | null;
}

export function WitnessView({ desk, policy, at = "now", witness, example = null, into = null }: Props) {
  const [open, setOpen] = useState(false);
  return (
    <div class="witness">
      <Scroll label={say("record", { called: witness.called, day: witness.as_of })}>
        <table>
          <caption>{say("record", { called: witness.called, day: witness.as_of })}</caption>
          <thead>
            <tr><th scope="col">{say("field")}</th><th scope="col">{say("value")}</th></tr>
          </thead>
          <tbody>
            {witness.rows.map((row) => <tr key={row.label}><th scope="row">{row.label}</th><td>{row.words}</td></tr>)}
            {witness.rows.length === 0 && <tr><td colSpan={2}>{say("nothing")}</td></tr>}
          </tbody>
        </table>
      </Scroll>
      <div class="row">
        <button type="button" onClick={() => setOpen(true)}>{say("open")}</button>
        {example !== null && (
          <button type="button" onClick={() => void addExample(desk, into, example).catch(told)}>{say("example")}</button>
        )}
      </div>
      {example !== null && <details><summary>{say("text")}</summary><pre class="scroll" tabIndex={0}>{example}</pre></details>}
      {open && <RecordDialog desk={desk} policy={policy} at={at} witness={witness} onClose={() => setOpen(false)} />}
    </div>
  );
}

interface DialogProps {
  desk: Desk;
  policy: string;
  at: string;
  witness: Witness;
  onClose: () => void;
}

/** The record in its form, with what the policy decides of it beside. */
function RecordDialog({ desk, policy, at, witness, onClose }: DialogProps) {
  const [fault, attempt] = useAttempt();
  const [record, setRecord] = useState(witness.record);
  const [day, setDay] = useState(witness.as_of);
  const [judged, setJudged] = useState<Judged | null>(null);
  useEffect(() => {
    if (day === "" || desk.lost.value) return setJudged(null);
    let wanted = true;
    void attempt(async () => {
      try {
        const found = await desk.request<Judged>(at === "now" ? "desk/rules/judge" : "desk/compare/judge", { policy, at, type: witness.type, record, as_of: day });
        if (wanted) setJudged(found);
      } catch (error) {
        // What was decided of the record before is not shown beside this one.
        if (wanted) setJudged(null);
        throw error;
      }
    });
    return () => {
      wanted = false;
    };
  }, [desk, policy, at, record, day, desk.lost.value]);
  return (
    <Dialog title={say("title", { called: witness.called })} look="record-dialog" fault={fault} filled={record !== witness.record} onClose={onClose}>
      <div class="row dialog-head">
        <AsOf value={day} onDay={setDay} />
        <button type="button" onClick={onClose}>{say("close")}</button>
      </div>
      <div class="beside">
        <RecordForm desk={desk} policy={policy} at={at} type={witness.type} record={record} problems={judged?.problems ?? []} onChange={setRecord} />
        <section aria-label={say("decision")} aria-live="polite">
          {judged?.decision && day !== "" && <DecisionView decision={judged.decision} onField={focusField} />}
        </section>
      </div>
    </Dialog>
  );
}
