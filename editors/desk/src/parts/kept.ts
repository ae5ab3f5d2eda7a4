/** What is typed into forms, kept by the browser until it is used: for this window, and as long as it
 * is open. A page that is loaded anew, and a dialog that was closed by mistake, have it again. */

import { useCallback, useState } from "preact/hooks";

function read<T>(key: string, otherwise: T): T {
  try {
    const written = sessionStorage.getItem(key);
    return written === null ? otherwise : (JSON.parse(written) as T);
  } catch {
    return otherwise; // A browser that keeps nothing, or something of an older page.
  }
}

function write(key: string, value: unknown): void {
  try {
    if (value === undefined) sessionStorage.removeItem(key);
    else sessionStorage.setItem(key, JSON.stringify(value));
  } catch {
    // A browser that keeps nothing, or no more: what was typed stands in the page as long as that is open.
  }
}

/** A state that is kept under a key; `forget` when it has been used. */
export function useKept<T>(key: string, otherwise: T): [T, (value: T) => void, () => void] {
  const [value, setValue] = useState(() => read(key, otherwise));
  const set = useCallback(
    (next: T) => {
      setValue(next);
      write(key, next);
    },
    [key],
  );
  const forget = useCallback(() => write(key, undefined), [key]);
  return [value, set, forget];
}
