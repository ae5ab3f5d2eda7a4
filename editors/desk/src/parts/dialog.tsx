/** What the user is asked or shown before anything else: open as long as it is there. Escape closes
 * it, what had the focus before has it again, and what goes wrong is told in it. */

import { createContext, type ComponentChildren } from "preact";
import { useContext, useEffect, useId, useLayoutEffect, useRef, useState } from "preact/hooks";

import type { Desk } from "../connection";
import { wordsOf } from "../notices";
import { words } from "../words";
import { Lost } from "./lost";

const say = words({
  leaving: [
    "填写的内容还没有用上。再按一次 Esc 就放弃，继续填写则保留。",
    "What was filled in has not been used yet. Press Esc once more to give it up, or go on filling in.",
  ],
});

/** The desk of the page, for what lies above everything else in it. */
export const OfDesk = createContext<Desk | null>(null);

interface Props {
  title: string;
  /** How it is laid out: a class of the sheets. */
  look?: string;
  /** Why what was asked for last could not be done. */
  fault?: string | null;
  /** Whether something has been filled in that is gone with the dialog: Escape then asks first. */
  filled?: boolean;
  onClose: () => void;
  children: ComponentChildren;
}

export function Dialog({ title, look = "", fault = null, filled = false, onClose, children }: Props) {
  const desk = useContext(OfDesk);
  const place = useRef<HTMLDialogElement>(null);
  const heading = useRef<HTMLHeadingElement>(null);
  const id = useId();
  const [leaving, setLeaving] = useState(false);
  const ask = (event: Event) => {
    if (event.target !== place.current || !filled || leaving) return;
    event.preventDefault();
    setLeaving(true);
  };
  useLayoutEffect(() => {
    const before = document.activeElement;
    place.current?.showModal();
    // The first thing that takes the focus may be a frame, in which Escape would close nothing.
    if (!place.current?.querySelector("[autofocus]")) heading.current?.focus();
    return () => {
      place.current?.close();
      if (before instanceof HTMLElement && before.isConnected) before.focus();
    };
  }, []);
  return (
    <dialog ref={place} class={look} aria-labelledby={id} onCancel={ask} onInput={() => setLeaving(false)} onClose={onClose}>
      <h2 id={id} ref={heading} tabIndex={-1}>{title}</h2>
      {desk?.lost.value && <Lost desk={desk} />}
      {children}
      {leaving && <p class="banner open" role="alert">{say("leaving")}</p>}
      {fault && <p class="banner bad fault" role="alert">{fault}</p>}
    </dialog>
  );
}

/** Something that may fail, whose fault is told where it was asked for: the words of the last fault,
 * and what tries. */
export function useAttempt(): [string | null, (work: () => Promise<void>) => Promise<void>] {
  const [fault, setFault] = useState<string | null>(null);
  const there = useRef(true);
  useEffect(() => () => void (there.current = false), []);
  const attempt = async (work: () => Promise<void>) => {
    setFault(null);
    try {
      await work();
    } catch (error) {
      if (there.current) setFault(wordsOf(error));
    }
  };
  return [fault, attempt];
}
