/** A place in a file of a policy, as a link into the editor. */

import { href } from "../route";
import type { At } from "./decision";

/** The address of a place in the editor, whichever policy it belongs to. */
export function editorAddress(at: At): string {
  return href("rules", `${at.path}:${at.line}`);
}

export function PlaceLink({ at }: { at: At | null }) {
  if (at === null) return null;
  return <a class="at" href={editorAddress(at)}>{at.path.split("/").pop()}:{at.line}</a>;
}
