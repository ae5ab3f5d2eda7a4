/** What is asked of the program for what a place shows. */

import { useEffect } from "preact/hooks";

import { told } from "../notices";

/** Ask anew whenever one of `on` is another, and take the answer; one that comes after something else
 * was asked is taken by nobody. `ask` gives null where there is nothing to be asked. */
export function useAnswer<T>(ask: () => Promise<T> | null, take: (found: T) => void, on: readonly unknown[]): void {
  useEffect(() => {
    let wanted = true;
    ask()?.then((found) => wanted && take(found), told);
    return () => {
      wanted = false;
    };
  }, on);
}
