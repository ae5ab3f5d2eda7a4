/** Messages to the user that stay until they are closed or have been seen long enough. */

import { signal } from "@preact/signals";

import { UnreachableError } from "./transport";

export type Tone = "good" | "doubtful" | "bad" | "plain";

export interface Notice {
  id: number;
  text: string;
  tone: Tone;
}

export const notices = signal<readonly Notice[]>([]);

let last = 0;

/** Show a message. What went wrong stays until it is closed. */
export function notice(text: string, tone: Tone = "plain"): void {
  const one = { id: ++last, text, tone };
  notices.value = [...notices.value.filter((other) => other.text !== text), one].slice(-4);
  if (tone === "good" || tone === "plain") setTimeout(() => dismiss(one.id), 6000);
}

/** Close a message. */
export function dismiss(id: number): void {
  notices.value = notices.value.filter((one) => one.id !== id);
}

/** Show why something could not be done. What the user has stopped needs no words, and that the
 * program is gone is told above the place. */
export function told(error: unknown): void {
  const said = wordsOf(error);
  if (said !== null) notice(said, "bad");
}

/** Why something could not be done; null where that needs no words. */
export function wordsOf(error: unknown): string | null {
  if (error instanceof DOMException && error.name === "AbortError") return null;
  if (error instanceof UnreachableError) return null;
  return error instanceof Error ? error.message : String(error);
}
