/** A place in a file of a policy, as a link into the editor. */

import { href } from "../route";
import type { At } from "./decision";

/** The address of a place in the editor of a policy. */
export function editorAddress(policy: string, at: At): string {
  const file = at.path.startsWith(`${policy}/`) ? at.path.slice(policy.length + 1) : at.path;
  return href("rules", `${policy}/${file}:${at.line}`);
}

export function PlaceLink({ policy, at }: { policy: string; at: At | null }) {
  if (at === null) return null;
  return <a class="at" href={editorAddress(policy, at)}>{at.path.split("/").pop()}:{at.line}</a>;
}
