/** What the program tells of a policy. */

import type { At } from "../../parts/decision";

export interface Sentence {
  number: number;
  clause: string;
  standing: "cited" | "accounted" | "open" | "heading" | "formal";
  words: string;
  text: string;
  stretches: { text: string; rules: string[] }[];
  rules: string[];
  unquoted: string[];
}

export interface Rule {
  title: string;
  at: At | null;
  simplified: string | null;
  because: string | null;
}

export interface Overview {
  label: string;
  problems: number;
  first: string | null;
  text: { figures: { words: string; value: string; good: boolean | null }[]; sentences: Sentence[]; rules: Record<string, Rule> } | null;
  examples: { title: string; at: At }[];
  norms: { name: string; at: At | null }[];
  /** The record types that are judged, and all that there are. */
  types: { name: string; label: string }[];
  records: { name: string; label: string }[];
}

export interface Tried {
  title: string;
  at: At;
  passed: boolean;
  checks: number;
  failures: { at: At | null; expected: string; found: string }[];
}

export interface Exercised {
  name: string;
  title: string;
  at: At;
  statuses: { words: string; count: number }[];
}

export interface Examples {
  examples: Tried[];
  norms: Exercised[];
}
