/** A dialog that is open as long as it is there. */

import type { ComponentChildren } from "preact";
import { useEffect, useId, useRef } from "preact/hooks";

interface Props {
  title: string;
  wide?: boolean;
  onClose: () => void;
  children: ComponentChildren;
}

export function Dialog({ title, wide = false, onClose, children }: Props) {
  const place = useRef<HTMLDialogElement>(null);
  const id = useId();
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    place.current?.showModal();
    // The first thing that takes the focus may be a frame, in which Escape would close nothing.
    if (wide) heading.current?.focus();
  }, []);
  return (
    <dialog ref={place} class={wide ? "wide" : ""} aria-labelledby={id} onClose={onClose}>
      <h2 id={id} ref={heading} tabIndex={-1}>{title}</h2>
      {children}
    </dialog>
  );
}
