/** What the program answers about reviews. */

export interface About {
  label: string;
  digest: string;
  today: string;
  record_types: { name: string; called: string }[];
  record_type: string | null;
  outside: string[];
  read_only: boolean;
}

/** How a column of a table is understood. */
export interface Column {
  column: number;
  through: number;
  letter: string;
  heading: string;
  field: string | null;
  called: string | null;
  state: "known" | "doubtful" | "unknown";
  needed: boolean;
  unit: string | null;
  unclear: string | null;
  units: string[];
  month: boolean;
  month_ends: boolean;
  similar: string[];
  doubts: number;
  choices: { value: string | boolean; called: string }[];
  spellings: Record<string, string | boolean>;
  words: { text: string; count: number }[];
}

export interface Field {
  path: string;
  called: string;
  needed: boolean;
}

/** How a file is understood. */
export interface Read {
  read: string;
  name: string;
  record_type: string;
  sheets: { name: string; hidden: boolean; chosen: boolean }[];
  fits: boolean;
  unfitting: string | null;
  header: [number, number] | null;
  mapping: string | null;
  saved: boolean;
  columns: Column[];
  fields: Field[];
  lacking: string[];
  rows: number;
  width: number;
  records: number;
  refused: number;
  doubtful: number;
  flagged: number;
  passed: number;
  report: string[];
  cut_short: string | null;
  remarks: string[];
}

export interface Remark {
  column: number;
  words: string;
}

export interface SheetRow {
  number: number;
  kind: "above" | "heading" | "record" | "refused" | "passed" | "unread";
  why: string | null;
  cells: string[];
  doubts: Remark[];
  notes: Remark[];
  problems: string[];
}

/** What the user has chosen for a column. */
export interface Correction {
  column: number;
  field: string;
  unit?: string;
  month_ends?: boolean;
  spellings?: Record<string, string | boolean>;
}

/** Why there is no review: the record type is another than the one by which the file was read. */
export interface Changed {
  changed: string;
}

export interface Run {
  run: string;
  policy: string;
  digest: string;
  as_of: string;
  kind: string;
  read: number;
  unreadable: number;
  closing: string;
  remarks: string[];
  repeated: string[];
  cut_short: string | null;
  conclusions: { conclusion: string; called: string; means: string; tone: string; count: number }[];
  unread_called: string;
  statuses: { status: string; called: string; tone: string }[];
  norms: { norm: string; called: string; clause: string | null; counts: Record<string, number> }[];
  results: { called: string; words: string }[];
}

export interface Wanted {
  conclusion?: string;
  unreadable?: boolean;
  norm?: string;
  status?: string;
  doubtful?: boolean;
  words?: string;
}

export interface Line {
  position: number;
  place: string;
  id: string | null;
  name: string | null;
  doubts: number;
  same_id: string | null;
  conclusion: string | null;
  called: string;
  tone: string;
  sentence: string;
}

export interface Opinion {
  position: number;
  place: string;
  title: string;
  doubts: string[];
  notes: string[];
  problems: string[];
  findings: { verdict: string; tone: string; actions: string[]; reason: string }[];
  html: string | null;
}

export interface Duty {
  place: string;
  id: string | null;
  name: string | null;
  status: string;
  tone: string;
  due: string | null;
  due_called: string;
  what: string;
  to: string | null;
  grounds: string[];
  wanted: string[];
}

export interface Agenda {
  groups: { bearer: string; count: number; overdue: number; duties: Duty[] }[];
  said: string[];
}

export interface Written {
  form: string;
  name: string;
  media: string;
  size: number;
}
