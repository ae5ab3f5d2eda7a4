/** Words of the page in Chinese and in English. */

import { signal } from "@preact/signals";

export type Language = "zh" | "en";

/** The language that the page speaks: the one that was chosen, or that of the program. */
export const language = signal<Language>(chosen() ?? (document.documentElement.lang === "en" ? "en" : "zh"));

function chosen(): Language | null {
  try {
    const kept = localStorage.getItem("language");
    return kept === "zh" || kept === "en" ? kept : null;
  } catch {
    return null;
  }
}

type Filled = Record<string, string | number>;
type Pair = readonly [zh: string, en: string];

/** Words by keys: `say("key")` is the text, `say("key", {n: 3})` the text with `{n}` filled in. Called
 * while rendering, the text follows the language. */
export function words<T extends Record<string, Pair>>(table: T): (key: keyof T, filled?: Filled) => string {
  return (key, filled = {}) => {
    const [zh, en] = table[key] as Pair;
    const text = language.value === "zh" ? zh : en;
    return text.replace(/\{(\w+)\}/g, (whole, name: string) => `${filled[name] ?? whole}`);
  };
}

/** Several things one after another, as the language of the page lists them. */
export function listed(things: readonly string[]): string {
  return things.join(language.value === "zh" ? "、" : ", ");
}

/** The mark between what is named and what is said of it, as the language of the page writes it. */
export function colon(): string {
  return language.value === "zh" ? "：" : ": ";
}
