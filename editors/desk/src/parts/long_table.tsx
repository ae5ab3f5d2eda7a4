/** A table of any length: only the rows in sight are there, fetched as they come into sight. */

import type { ComponentChildren, JSX } from "preact";
import { useEffect, useLayoutEffect, useRef, useState } from "preact/hooks";

interface Props<T> {
  /** What the table is, for those who do not see it. */
  label: string;
  total: number;
  /** Rows from one on; whenever this is another function, the table begins anew. */
  load: (first: number, count: number) => Promise<T[]>;
  head: ComponentChildren;
  row: (one: T, number: number) => JSX.Element;
  /** How many columns there are. */
  columns: number;
  onFail: (error: unknown) => void;
}

/** Pixels of a row, as in the style sheet. */
const HEIGHT = 34;
const PART = 100;
const BEYOND = 12;

export function LongTable<T>({ label, total, load, head, row, columns, onFail }: Props<T>) {
  const box = useRef<HTMLDivElement>(null);
  const [seen, setSeen] = useState({ from: 0, to: 40 });
  const [parts, setParts] = useState<ReadonlyMap<number, T[]>>(new Map());
  const asked = useRef(new Set<number>());

  const look = () => {
    const shown = box.current;
    if (!shown) return;
    const from = Math.max(0, Math.floor(shown.scrollTop / HEIGHT) - BEYOND);
    setSeen({ from, to: Math.ceil((shown.scrollTop + shown.clientHeight) / HEIGHT) + BEYOND });
  };

  useLayoutEffect(() => {
    asked.current = new Set();
    setParts(new Map());
    if (box.current) box.current.scrollTop = 0;
    look();
  }, [load]);

  useEffect(() => {
    const wanted = asked.current;
    const last = Math.min(seen.to, total);
    for (let part = Math.floor(seen.from / PART); part * PART < last; part++) {
      if (wanted.has(part)) continue;
      wanted.add(part);
      load(part * PART, PART).then(
        (rows) => {
          if (asked.current === wanted) setParts((before) => new Map(before).set(part, rows));
        },
        (error) => {
          wanted.delete(part);
          if (asked.current === wanted) onFail(error);
        },
      );
    }
  }, [seen, load, total]);

  const to = Math.min(seen.to, total);
  const from = Math.min(seen.from, to);
  const numbers = Array.from({ length: to - from }, (_, index) => from + index);
  return (
    <div class="long" ref={box} onScroll={look} tabIndex={0} role="region" aria-label={label}>
      <table aria-rowcount={total + 1}>
        <thead>{head}</thead>
        <tbody>
          {from > 0 && <tr aria-hidden="true" style={{ height: `${from * HEIGHT}px` }} />}
          {numbers.map((number) => {
            const one = parts.get(Math.floor(number / PART))?.[number % PART];
            if (one !== undefined) return row(one, number);
            return <tr key={number} class="coming"><td colSpan={columns}>…</td></tr>;
          })}
          {to < total && <tr aria-hidden="true" style={{ height: `${(total - to) * HEIGHT}px` }} />}
        </tbody>
      </table>
    </div>
  );
}
