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

/** A file as it travels to the program. */
export async function inBase64(file: Blob): Promise<string> {
  const bytes = new Uint8Array(await file.arrayBuffer());
  let text = "";
  // As many at once as a function takes as arguments.
  for (let at = 0; at < bytes.length; at += 0x8000) text += String.fromCharCode(...bytes.subarray(at, at + 0x8000));
  return btoa(text);
}

/** Hand a file to the user, as a download. */
export function handOver(file: Blob, name: string): void {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(file);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}
