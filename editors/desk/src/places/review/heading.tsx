/** What a column is for, chosen by the user. */

import { useState } from "preact/hooks";

import type { Column, Correction, Field } from "./answers";
import { Dialog } from "../../parts/dialog";
import { say } from "./words";

interface Props {
  one: Column;
  before: Correction | undefined;
  fields: Field[];
  onNote: (one: Correction) => void;
  onClose: () => void;
}

export function HeadingDialog({ one, before, fields, onNote, onClose }: Props) {
  const [field, setField] = useState(before?.field ?? one.field ?? "");
  const [unit, setUnit] = useState(before?.unit ?? "");
  const [monthEnds, setMonthEnds] = useState(before?.month_ends ?? one.month_ends);
  const [meanings, setMeanings] = useState<Record<string, string | boolean>>(before?.spellings ?? {});
  const near = one.similar.flatMap((path) => fields.filter((known) => known.path === path));
  const same = field === one.field;
  const filled =
    field !== (before?.field ?? one.field ?? "") || unit !== (before?.unit ?? "") || monthEnds !== (before?.month_ends ?? one.month_ends) || Object.keys(meanings).length !== Object.keys(before?.spellings ?? {}).length;
  return (
    <Dialog title={say("column", { letter: one.letter, heading: one.heading })} filled={filled} onClose={onClose}>
      <form
        class="stack"
        onSubmit={(event) => {
          event.preventDefault();
          onNote({
            column: one.column,
            field,
            ...(unit ? { unit } : {}),
            ...(same && one.month ? { month_ends: monthEnds } : {}),
            ...(same ? { spellings: meanings } : {}),
          });
        }}
      >
        {one.unclear && <p class="tone doubtful">{say("unclear", { unit: one.unclear })}</p>}
        <label>
          {say("field")}
          <select value={field} onChange={(event) => setField(event.currentTarget.value)}>
            <option value="">{say("none")}</option>
            {near.length > 0 && (
              <optgroup label={say("like")}>
                {near.map((known) => <option key={known.path} value={known.path}>{known.called}</option>)}
              </optgroup>
            )}
            <optgroup label={say("all")}>
              {fields.filter((known) => !near.includes(known)).map((known) => <option key={known.path} value={known.path}>{known.called}</option>)}
            </optgroup>
          </select>
        </label>
        {(!same || one.units.length > 0) && field !== "" && (
          <label>
            {say("unit")}
            <input list="units" value={unit} placeholder={one.unit ?? say("asheading")} onInput={(event) => setUnit(event.currentTarget.value)} />
            <datalist id="units">
              {(one.units.length > 0 ? one.units : ["元", "万元", "户", "人", "%", "亩"]).map((known) => <option key={known} value={known} />)}
            </datalist>
          </label>
        )}
        {same && one.month && (
          <label>
            <input type="checkbox" checked={monthEnds} onChange={(event) => setMonthEnds(event.currentTarget.checked)} />
            {say("monthend")}
          </label>
        )}
        {same && one.choices.length > 0 && one.words.length > 0 && (
          <fieldset class="stack">
            <legend>{say("meanings")}</legend>
            {one.words.map((word) => (
              <label key={word.text}>
                {say("meaning", { word: word.text, count: word.count })}
                <select
                  value={word.text in meanings ? `${one.choices.findIndex((choice) => choice.value === meanings[word.text])}` : ""}
                  onChange={(event) => {
                    const { [word.text]: _, ...others } = meanings;
                    const choice = event.currentTarget.value === "" ? undefined : one.choices[Number(event.currentTarget.value)];
                    setMeanings(choice ? { ...others, [word.text]: choice.value } : others);
                  }}
                >
                  <option value="">{say("leave")}</option>
                  {one.choices.map((choice, index) => <option key={choice.called} value={`${index}`}>{choice.called}</option>)}
                </select>
              </label>
            ))}
          </fieldset>
        )}
        <div class="row end">
          <button type="button" onClick={onClose}>{say("cancel")}</button>
          <button type="submit" class="main">{say("note")}</button>
        </div>
      </form>
    </Dialog>
  );
}
