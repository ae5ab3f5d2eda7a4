/** A form made from the type of a record. What is left out, not known and never are choices. */

import { useEffect, useId, useMemo, useRef, useState } from "preact/hooks";

import type { Desk } from "../connection";
import { language, words } from "../words";
import { useAnswer } from "./answer";
import { InWords } from "./day";
import "./record_form.css";

/** A record as JSON: a field that is left out is not there, one that is not known is null. */
export type Value = string | number | boolean | null | Value[] | { [field: string]: Value };
export type RecordValue = { [field: string]: Value };
export type Path = (string | number)[];

/** What is wrong with a record, at one of its fields. */
export interface RecordProblem {
  path: Path;
  words: string;
  expected: string;
  hint: string | null;
}

/** Whether nothing was said of what a problem is about: it is still to be filled in, not wrong. */
export function isLacking(record: RecordValue, { path }: RecordProblem): boolean {
  const at = path.reduce<Value | undefined>((value, step) => (value as Record<string, Value> | null | undefined)?.[step], record);
  return at === undefined;
}

type Scalar = "yes_no" | "whole" | "number" | "money" | "date" | "period" | "text";
type Kind =
  | { kind: Scalar }
  | { kind: "enum"; members: { name: string; label: string }[] }
  | { kind: "list"; element: Kind }
  | { kind: "record"; type: string };
type Field = Kind & { name: string; label: string; required: boolean; blank: string | null; expected: string };
interface Shape {
  label: string;
  fields: Field[];
}
interface Form {
  type: string;
  types: Record<string, Shape>;
}

const say = words({
  filter: ["筛选字段", "Find a field"],
  filled: ["只看已填的", "Filled in only"],
  waiting: ["正在准备表单……", "Preparing the form…"],
  yes: ["是", "yes"],
  no: ["否", "no"],
  unknown: ["不详", "not known"],
  never: ["从未", "never"],
  value: ["填写", "fill in"],
  blank: ["空着（读作{blank}）", "left out (read as {blank})"],
  choose: ["请选择", "choose"],
  required: ["必填", "required"],
  how: ["{field}：怎样填", "{field}: how it is given"],
  entries: ["逐项填写", "entry by entry"],
  none: ["没有任何一项", "no entry at all"],
  entry: ["第{n}项", "entry {n}"],
  add: ["添加一项", "Add an entry"],
  remove: ["删除第{n}项", "Remove entry {n}"],
  hint: ["建议：{hint}", "hint: {hint}"],
  expected: ["应为：{expected}", "expected: {expected}"],
  nothing: ["没有符合的字段", "No field is like that"],
});

/** The id of the box of a field within a form. */
function boxId(form: string, path: Path): string {
  return `${form}-${path.join(".")}`;
}

/** Lead the user to the field that a path such as `funds[0].amount` names, in a form on the page. */
export function focusField(written: string): boolean {
  const path = written.replace(/\[(\d+)\]/g, ".$1");
  const parts = path.split(".");
  // A field that is not shown, as of an entry that is not there, is looked for from the outside.
  for (let length = parts.length; length > 0; length--) {
    const wanted = parts.slice(0, length).join(".");
    const box = document.querySelector<HTMLElement>(`[data-field="${CSS.escape(wanted)}"]`);
    if (box) {
      box.scrollIntoView({ block: "center" });
      box.focus();
      return true;
    }
  }
  return false;
}

interface FormProps {
  desk: Desk;
  policy: string;
  type: string;
  /** The version of its texts, those of now where it is left out. */
  at?: string;
  /** Counts the texts of the policy, where they may change while the form is shown. */
  version?: number;
  record: RecordValue;
  problems?: readonly RecordProblem[];
  onChange: (record: RecordValue) => void;
}

/** The form of a record of a type of a policy. */
export function RecordForm({ desk, policy, at = "now", type, version, record, problems = [], onChange }: FormProps) {
  const id = useId();
  const [form, setForm] = useState<Form | null>(null);
  const [filter, setFilter] = useState("");
  const [filled, setFilled] = useState(false);
  useAnswer(
    () => desk.request<Form>(at === "now" ? "desk/rules/form" : "desk/compare/form", { policy, at, type }),
    setForm,
    [desk, policy, at, type, version],
  );
  if (form === null) return <p class="waiting">{say("waiting")}</p>;
  const shape = form.types[form.type]!;
  const places = new Set(shape.fields.map((field) => field.name));
  const elsewhere = problems.filter((one) => !places.has(String(one.path[0])));
  const like = filter.trim().toLowerCase();
  const shown = shape.fields.filter(
    (field) =>
      (!like || `${field.label} ${field.name}`.toLowerCase().includes(like)) &&
      (!filled || field.required || field.name in record || problems.some((one) => one.path[0] === field.name)),
  );
  return (
    <form class="record" onSubmit={(event) => event.preventDefault()} autocomplete="off">
      <div class="row">
        <input
          type="search"
          value={filter}
          placeholder={say("filter")}
          aria-label={say("filter")}
          onInput={(event) => setFilter(event.currentTarget.value)}
        />
        <label>
          <input type="checkbox" checked={filled} onChange={(event) => setFilled(event.currentTarget.checked)} />
          {say("filled")}
        </label>
      </div>
      {elsewhere.map((one) => <Problem key={one.words} problem={one} />)}
      <Fields form={form} id={id} fields={shown} path={[]} record={record} problems={problems} onChange={onChange} />
      {shown.length === 0 && <p class="soft">{say("nothing")}</p>}
    </form>
  );
}

interface FieldsProps {
  form: Form;
  id: string;
  fields: readonly Field[];
  path: Path;
  record: RecordValue;
  problems: readonly RecordProblem[];
  onChange: (record: RecordValue) => void;
}

function Fields({ fields, path, record, onChange, ...rest }: FieldsProps) {
  const put = (name: string, value: Value | undefined) => {
    const { [name]: _, ...others } = record;
    onChange(value === undefined ? others : { ...others, [name]: value });
  };
  return (
    <div class="fields">
      {fields.map((field) => (
        <FieldRow
          key={field.name}
          {...rest}
          field={field}
          path={[...path, field.name]}
          value={record[field.name]}
          onChange={(value) => put(field.name, value)}
        />
      ))}
    </div>
  );
}

interface PartProps {
  form: Form;
  id: string;
  path: Path;
  value: Value | undefined;
  problems: readonly RecordProblem[];
  onChange: (value: Value | undefined) => void;
}

function FieldRow({ field, ...part }: PartProps & { field: Field }) {
  const { id, path, value, onChange } = part;
  const wrong = part.problems.filter((one) => same(one.path, path));
  const box = boxId(id, path);
  const said = `${box}-said`;
  const label = (
    <>
      {field.label}
      {field.required && <span class="soft"> {say("required")}</span>}
    </>
  );
  const problems = wrong.length > 0 && (
    <div id={said}>{wrong.map((one) => <Problem key={one.words} problem={one} />)}</div>
  );
  if (field.kind === "list" || field.kind === "record") {
    return (
      <fieldset class="held">
        <legend>{label}</legend>
        <Held field={field} {...part} />
        {problems}
      </fieldset>
    );
  }
  const described = { id: box, name: path.join("."), invalid: wrong.length > 0, said: wrong.length ? said : undefined };
  return (
    <div class={wrong.length ? "field wrong" : "field"}>
      <label for={box} title={field.expected}>{label}</label>
      {field.kind === "yes_no" || field.kind === "enum" ? (
        <Choice field={field} value={value} onChange={onChange} {...described} />
      ) : (
        <Written field={field} kind={field.kind} value={value} onChange={onChange} {...described} />
      )}
      {problems}
    </div>
  );
}

interface BoxProps {
  id: string;
  name: string;
  invalid: boolean;
  said: string | undefined;
}

/** What can be said of a field beside its value: that it is left out, not known, never. */
const LEFT_OUT = ":left out";
const UNKNOWN = ":unknown";
const NEVER = "never";

function leftOut(field: Field): string {
  return field.blank === null ? say(field.required ? "choose" : "unknown") : say("blank", { blank: field.blank });
}

type ChoiceProps = BoxProps & { field: Field; value: Value | undefined; onChange: (value: Value | undefined) => void };

function Choice({ field, value, onChange, id, name, invalid, said }: ChoiceProps) {
  const members =
    field.kind === "enum"
      ? field.members.map((one) => ({ value: one.name as Value, key: one.name, label: one.label }))
      : [
          { value: true as Value, key: "yes", label: say("yes") },
          { value: false as Value, key: "no", label: say("no") },
        ];
  const at = members.find((one) => one.value === value);
  const odd = value !== undefined && value !== null && !at;
  const now = at ? at.key : value === undefined ? LEFT_OUT : value === null ? (field.blank === null ? LEFT_OUT : UNKNOWN) : ":odd";
  const pick = (key: string) => {
    if (key === LEFT_OUT) onChange(undefined);
    else if (key === UNKNOWN) onChange(null);
    else onChange(members.find((one) => one.key === key)?.value);
  };
  return (
    <select
      id={id}
      data-field={name}
      value={now}
      aria-invalid={invalid}
      aria-describedby={said}
      onChange={(event) => pick(event.currentTarget.value)}
    >
      <option value={LEFT_OUT}>{leftOut(field)}</option>
      {field.blank !== null && <option value={UNKNOWN}>{say("unknown")}</option>}
      {odd && <option value=":odd">{String(value)}</option>}
      {members.map((one) => <option key={one.key} value={one.key}>{one.label}</option>)}
    </select>
  );
}

type WrittenProps = ChoiceProps & { kind: Scalar };

function Written({ field, kind, value, onChange, id, name, invalid, said }: WrittenProps) {
  const states = [
    { key: ":value", label: say("value") },
    { key: LEFT_OUT, label: leftOut(field) },
    ...(field.blank === null ? [] : [{ key: UNKNOWN, label: say("unknown") }]),
    ...(kind === "date" ? [{ key: NEVER, label: say("never") }] : []),
  ];
  const choosing = !field.required && states.length > 2;
  const state = value === undefined ? LEFT_OUT : value === null ? (field.blank === null ? LEFT_OUT : UNKNOWN) : value === NEVER && kind === "date" ? NEVER : ":value";
  const turn = (key: string) => {
    if (key === LEFT_OUT) onChange(undefined);
    else if (key === UNKNOWN) onChange(null);
    else if (key === NEVER) onChange(NEVER);
    else document.getElementById(id)?.focus();
  };
  return (
    <div class="written">
      <TextBox
        id={id}
        name={name}
        kind={kind}
        value={state === ":value" ? value : undefined}
        placeholder={state === NEVER ? say("never") : state === UNKNOWN ? say("unknown") : field.required ? "" : leftOut(field)}
        invalid={invalid}
        said={said}
        onChange={onChange}
      />
      {choosing && (
        <select
          class={kind === "date" && state !== ":value" ? "said" : undefined}
          aria-label={say("how", { field: field.label })}
          value={state}
          onChange={(event) => turn(event.currentTarget.value)}
        >
          {states.map((one) => <option key={one.key} value={one.key}>{one.label}</option>)}
        </select>
      )}
    </div>
  );
}

interface TextProps extends BoxProps {
  kind: Scalar;
  value: Value | undefined;
  placeholder: string;
  label?: string;
  onChange: (value: Value | undefined) => void;
}

function TextBox({ kind, value, onChange, id, name, placeholder, invalid, said, label }: TextProps) {
  const [typed, setTyped] = useState(shown(kind, value));
  const was = useRef(kind);
  useEffect(() => {
    if (was.current !== kind) {
      // The field is of another type by now: what stands here is meant, not what it was to the type before.
      was.current = kind;
      if (typed.trim() !== "" && given(kind, typed) !== value) onChange(given(kind, typed));
    } else if (given(kind, typed) !== value) setTyped(shown(kind, value));
  }, [kind, value]);
  const input = (text: string) => {
    setTyped(text);
    onChange(given(kind, text));
  };
  const isDay = kind === "date" && /^(\d{4}-\d\d-\d\d)?$/.test(typed);
  return (
    <>
      <input
        id={id}
        data-field={name}
        lang={language.value}
        type={isDay ? "date" : "text"}
        inputMode={kind === "whole" ? "numeric" : undefined}
        value={typed}
        placeholder={placeholder}
        aria-label={label}
        aria-invalid={invalid}
        aria-describedby={said}
        onInput={(event) => input(event.currentTarget.value)}
      />
      {isDay && <InWords day={typed} />}
    </>
  );
}

/** What a record gives, as it is typed. An amount that is a number is one of fen. */
function shown(kind: Scalar, value: Value | undefined): string {
  if (kind === "money" && typeof value === "number") {
    const digits = String(Math.abs(value)).padStart(3, "0");
    return `${value < 0 ? "-" : ""}${digits.slice(0, -2)}.${digits.slice(-2)}元`;
  }
  return value === undefined || value === null ? "" : typeof value === "object" ? JSON.stringify(value) : String(value);
}

/** What was typed, as a record gives it. An amount without a unit is one of yuan. */
function given(kind: Scalar, typed: string): Value | undefined {
  const text = typed.trim();
  if (text === "") return undefined;
  if (kind === "whole" && /^-?\d{1,15}$/.test(text)) return Number(text);
  if (kind === "money" && /^-?[\d.]+$/.test(text)) return `${text}元`;
  return kind === "text" ? typed : text;
}

function Held({ field, form, value, onChange, ...part }: PartProps & { field: Field }) {
  const { path } = part;
  const how = say("how", { field: field.label });
  const name = path.join(".");
  const box = boxId(part.id, path);
  if (field.kind === "record") {
    const inside = isRecord(value) ? value : null;
    return (
      <>
        <select
          id={box}
          data-field={name}
          aria-label={how}
          value={inside ? "value" : "unknown"}
          onChange={(event) => onChange(event.currentTarget.value === "value" ? {} : undefined)}
        >
          <option value="unknown">{say("unknown")}</option>
          <option value="value">{say("value")}</option>
        </select>
        {inside && <Fields form={form} {...part} fields={form.types[field.type]!.fields} record={inside} onChange={onChange} />}
      </>
    );
  }
  if (field.kind !== "list") return null;
  const entries = Array.isArray(value) ? value : null;
  const { element } = field;
  return (
    <>
      <select
        id={box}
        data-field={name}
        aria-label={how}
        value={entries ? "entries" : "unknown"}
        onChange={(event) => onChange(event.currentTarget.value === "entries" ? [] : undefined)}
      >
        <option value="unknown">{field.blank === null ? say("unknown") : leftOut(field)}</option>
        <option value="entries">{say("entries")}</option>
      </select>
      {entries && (
        <>
          {entries.length === 0 && <p class="soft">{say("none")}</p>}
          <ol class="entries">
            {entries.map((entry, index) => (
              <li key={index}>
                <div class="entry-head">
                  <span>{say("entry", { n: index + 1 })}</span>
                  <button
                    type="button"
                    class="quiet"
                    aria-label={say("remove", { n: index + 1 })}
                    onClick={() => onChange(entries.filter((_, at) => at !== index))}
                  >
                    ×
                  </button>
                </div>
                <Entry
                  {...part}
                  form={form}
                  kind={element}
                  path={[...path, index]}
                  value={entry}
                  label={`${field.label} ${say("entry", { n: index + 1 })}`}
                  onChange={(changed) => onChange(entries.map((one, at) => (at === index ? (changed ?? null) : one)))}
                />
              </li>
            ))}
          </ol>
          <button type="button" onClick={() => onChange([...entries, element.kind === "record" ? {} : null])}>
            {say("add")}
          </button>
        </>
      )}
    </>
  );
}

/** An entry of a list; one that holds nothing is not known. */
function Entry({ kind, label, ...part }: PartProps & { kind: Kind; label: string }) {
  const wrong = part.problems.filter((one) => same(one.path, part.path));
  const field = useMemo(
    () => ({ ...kind, name: label, label, required: false, blank: null, expected: "" }) as Field,
    [kind, label],
  );
  const described = {
    id: boxId(part.id, part.path),
    name: part.path.join("."),
    invalid: wrong.length > 0,
    said: undefined,
  };
  return (
    <>
      {kind.kind === "record" ? (
        <Fields {...part} fields={part.form.types[kind.type]!.fields} record={isRecord(part.value) ? part.value : {}} />
      ) : kind.kind === "list" ? (
        <Held field={field} {...part} />
      ) : kind.kind === "yes_no" || kind.kind === "enum" ? (
        <label><span class="hidden">{label}</span><Choice field={field} {...part} {...described} /></label>
      ) : (
        <TextBox kind={kind.kind} label={label} placeholder={say("unknown")} {...part} {...described} />
      )}
      {wrong.map((one) => <Problem key={one.words} problem={one} />)}
    </>
  );
}

function Problem({ problem }: { problem: RecordProblem }) {
  return (
    <p class="problem">
      <strong>{problem.words}</strong> {say("expected", { expected: problem.expected })}
      {problem.hint && <> {say("hint", { hint: problem.hint })}</>}
    </p>
  );
}

function isRecord(value: Value | undefined): value is RecordValue {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function same(a: Path, b: Path): boolean {
  return a.length === b.length && a.every((step, at) => step === b[at]);
}
