/** What the program answers to checks. */

import type { At } from "../../parts/decision";
import type { Witness } from "../../parts/witness";

export interface Finding {
  kind: string;
  called: string;
  tone: string;
  names: string[];
  words: string;
  advice: string;
  at: At | null;
  citations: { name: string; clause: string; quote: string }[];
  proof: string | null;
  witness: Witness | null;
  complete: boolean;
  example: string | null;
  others: string | null;
  answered_by: string | null;
}

export interface Analysis {
  /** The checksum of the texts that were looked at. */
  digest: string;
  stopped: boolean;
  days: { first: string; last: string };
  findings: Finding[];
  answered: Finding[];
  remarks: Finding[];
  undecided: { called: string; names: string[]; because: string | null; at: At | null }[];
  properties: { title: string; words: string; at: At | null }[];
  examples_in: string | null;
}

interface By {
  title: string;
  at: At | null;
}

export interface Half {
  words: string;
  by: By | null;
  advice: string | null;
}

export interface Condition {
  role: string;
  text: string;
  within: string | null;
  at: At | null;
  yes: By | null;
  no: By | null;
  advice: string | null;
}

export interface Entry {
  kind: string;
  name: string;
  title: string;
  at: At | null;
  open: boolean;
  halves: Half[];
  standings: Half[];
  conditions: Condition[];
}

export interface Coverage {
  /** The checksum of the texts that were looked at. */
  digest: string;
  figures: { words: string; done: number; total: number; share: string; complete: boolean }[];
  entries: Entry[];
  sentences: { words: string; value: string; good: boolean }[];
  examples: number;
}

export interface Change {
  name: string;
  before: string[];
  after: string[] | null;
  at: At | null;
  standing: "shown" | "alike" | "open";
  words: string;
  witness: Witness | null;
  example: string | null;
}

export interface Changes {
  /** The checksum of the texts that were looked at. */
  digest: string;
  stopped: boolean;
  left: { name: string; count: number }[];
  tried: number;
  total: number;
  unnoticed: Change[];
  remarks: string[];
  examples_in: string | null;
}

export interface Suggestions {
  /** The checksum of the texts that were looked at. */
  digest: string;
  stopped: boolean;
  examples: { title: string; reasons: string[]; text: string; witness: Witness }[];
  without: { reason: string; why: string }[];
  remarks: string[];
  examples_in: string | null;
}
