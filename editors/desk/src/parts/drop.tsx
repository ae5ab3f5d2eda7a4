/** A place where files are dropped, or chosen. */

import { useId, useState } from "preact/hooks";
import type { ComponentChildren } from "preact";

interface Props {
  /** What the place is for, on its button. */
  label: string;
  /** The endings that may be chosen, such as `.xlsx,.csv`. */
  accept: string;
  disabled?: boolean;
  onFile: (file: File) => void;
  children?: ComponentChildren;
}

export function Drop({ label, accept, disabled = false, onFile, children }: Props) {
  const [over, setOver] = useState(false);
  const id = useId();
  const take = (files: FileList | null | undefined) => {
    const file = files?.[0];
    if (file && !disabled) onFile(file);
  };
  return (
    <div
      class={`drop${over ? " over" : ""}`}
      onDragOver={(event) => {
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={(event) => {
        event.preventDefault();
        setOver(false);
        take(event.dataTransfer?.files);
      }}
    >
      <input
        id={id}
        class="hidden"
        type="file"
        accept={accept}
        disabled={disabled}
        onChange={(event) => {
          take(event.currentTarget.files);
          // The same file may be chosen again, after it was put right.
          event.currentTarget.value = "";
        }}
      />
      <label for={id} class="button main">{label}</label>
      {children}
    </div>
  );
}
