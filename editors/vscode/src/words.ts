// What the extension says. The Chinese of each line is in l10n/bundle.l10n.zh-cn.json.

import type { Ending, Found } from "./program";

/** A line with what is put into its places. */
export interface Line {
  readonly words: string;
  readonly values: readonly string[];
}

export const WORDS = {
  nowhere:
    "The program linkage-rules was not found; looked for in: {0}. Install it with {1}, or name it in the setting linkageRules.path. Until then policies are only coloured.",
  named:
    "The setting linkageRules.path names {0}, and there is no program. Correct the setting, or leave it empty to have the program looked for.",
  extra:
    "The language server lacks its libraries: {0} Install them with {1}, then restart the language server.",
  command:
    "{0} has no language server, its version is too old: {1} Renew it with {2}, then restart the language server.",
  reason: "The language server {0} ended with status {1}: {2} The output says more.",
  setting: "Open the setting",
  copy: "Copy the command",
  output: "Show the output",
} as const;

/** What is said where no program was found. `installed` is the command that puts one there. */
export function unfound(found: Exclude<Found, { program: string }>, installed: string): Line {
  return "named" in found
    ? { words: WORDS.named, values: [found.named] }
    : { words: WORDS.nowhere, values: [found.lookedAt.join(", "), installed] };
}

/** What is said where a program ended before it answered. */
export function ended(end: Ending, program: string, installed: string): Line {
  switch (end.lacks) {
    case "extra":
      return { words: WORDS.extra, values: [end.said, installed] };
    case "command":
      return { words: WORDS.command, values: [program, end.said, installed] };
    case "reason":
      return { words: WORDS.reason, values: [program, String(end.status), end.said] };
  }
}
