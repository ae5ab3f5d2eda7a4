/** Files that go to the program and come from it, in base 64. */

import { words } from "./words";

const say = words({
  large: [
    "{name} 有 {size} MB，这里最多打开 {most} MB；更大的文件请用命令 linkage-rules review 审核。",
    "{name} has {size} MB; at most {most} MB can be opened here. The command linkage-rules review takes larger ones.",
  ],
  unreadable: [
    "{name} 无法读取：选择之后它被改动、移走，或没有读取权限。请重新选择。",
    "{name} cannot be read: it was changed or moved since it was chosen, or may not be read. Choose it again.",
  ],
});

/** The largest file that the program takes, in bytes. */
const LARGEST = 40_000_000;

/** What is in a file. Throws an `Error` with words for one that cannot be read any more. */
export async function contentOf(file: File): Promise<Uint8Array<ArrayBuffer>> {
  const content = await file.arrayBuffer().catch(() => {
    // What the browser says of it is in its own words.
    throw new Error(say("unreadable", { name: file.name }));
  });
  return new Uint8Array(content);
}

/** A file as the program takes it. Throws an `Error` with words for one that is too large, or cannot
 * be read any more. */
export async function inBase64(file: File): Promise<string> {
  const { name } = file;
  if (file.size > LARGEST) {
    throw new Error(say("large", { name, size: Math.ceil(file.size / 1_000_000), most: LARGEST / 1_000_000 }));
  }
  const bytes = await contentOf(file);
  let text = "";
  // As many at once as a function takes as arguments.
  for (let at = 0; at < bytes.length; at += 0x8000) text += String.fromCharCode(...bytes.subarray(at, at + 0x8000));
  return btoa(text);
}

/** What the program has given of a file. */
export function fromBase64(content: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(atob(content), (one) => one.charCodeAt(0));
}

/** Hand a file to the user, as a download. */
export function handOver(file: Blob, name: string): void {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(file);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}
