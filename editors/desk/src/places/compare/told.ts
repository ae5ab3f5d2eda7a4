/** What the program answers to comparisons. */

import type { Witness } from "../../parts/witness";

export interface Version {
  at: string;
  words: string;
  when?: string;
  by?: string;
}

export interface Versions {
  versions: Version[];
  why_none: string | null;
}

/** A policy as it was written in a version. */
export interface Side {
  policy: string;
  at: string;
}

interface Said {
  words: string;
  reasons: string[];
}

export interface Compared {
  section: string;
  name: string;
  relation: string;
  tone: string;
  words: string;
  remarks: string[];
  shown: { words: string; witness?: Witness; old?: Said; new?: Said }[];
}

/** The checksums of the texts that were compared. */
export interface Digests {
  old: string;
  new: string;
}

export interface Difference {
  digests: Digests;
  stopped: boolean;
  differs: boolean;
  head: { depth: number; words: string }[];
  end: string[];
  compared: Compared[];
}

export type Kind = "verdict" | "norm" | "result";
export interface More {
  words: string;
  way: number;
}

export interface Change {
  kind: Kind;
  name: string;
  before: string;
  after: string;
  tones: [string, string];
  more: More | null;
}

export interface Row {
  title: string;
  name: string;
  place: string;
  changes: Change[];
}

export interface Portfolio {
  digests: Digests;
  /** The file, and the type of its records, as they are called. */
  file: string;
  record_type: string;
  read: number;
  unreadable: number;
  touched: number;
  as_of: string;
  /** Whether records were read, and all of the file was judged. */
  whole: boolean;
  /** What can be said where no record has a change, else null. */
  unchanged: string | null;
  remarks: string[];
  faults: { title: string; place: string; problems: string[] }[];
  groups: { kind: Kind; name: string; before: string; after: string; tones: [string, string]; count: number }[];
  totals: { name: string; before: string; after: string; more: More | null }[];
  rows: Row[];
  csv: string;
}
