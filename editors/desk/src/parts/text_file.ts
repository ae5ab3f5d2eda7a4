/** The text of a file that is dropped, in whichever encoding offices write. */

import { contentOf } from "../files";

const MARKS: readonly [encoding: string, bytes: readonly number[]][] = [
  ["utf-16le", [0xff, 0xfe]],
  ["utf-16be", [0xfe, 0xff]],
];

/** The text of a file: UTF-16 where it is marked so, UTF-8, or GB18030, which Chinese editors call ANSI.
 * Null for a file that is no text, such as one of Word; throws an `Error` with words for one that cannot
 * be read any more. */
export async function textOf(file: File): Promise<string | null> {
  const bytes = await contentOf(file);
  const marked = MARKS.find(([, mark]) => mark.every((byte, at) => bytes[at] === byte))?.[0];
  for (const encoding of marked ? [marked] : ["utf-8", "gb18030"]) {
    try {
      const text = new TextDecoder(encoding, { fatal: true }).decode(bytes);
      return text.includes("\0") ? null : text;
    } catch (error) {
      if (!(error instanceof TypeError)) throw error;
    }
  }
  return null;
}
