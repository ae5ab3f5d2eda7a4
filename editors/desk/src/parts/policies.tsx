/** Choosing one of the policies: those of the folder, and those that are shipped. */

import { signal } from "@preact/signals";
import { useEffect } from "preact/hooks";

import type { Desk, Folder, Named } from "../connection";
import { told } from "../notices";
import { words } from "../words";

const say = words({
  folder: ["文件夹中的政策", "Policies of the folder"],
  bundled: ["随附的政策", "Shipped policies"],
  choose: ["请选择政策", "Choose a policy"],
  called: ["{title}（{name}）", "{title} ({name})"],
});

/** The policy that the user works on, in every place. */
export const chosen = signal("");

/** A policy that an address names is the one that is worked on. */
export function useNamed(policy: string): void {
  useEffect(() => {
    if (policy !== "") chosen.value = policy;
  }, [policy]);
}

/** What lies in the folder; asked for anew with each place that is opened. */
export function useFolder(desk: Desk): Folder | null {
  useEffect(() => {
    desk.look().catch(told);
  }, [desk]);
  return desk.folder.value;
}

/** What a policy is called where one is chosen: its title, and its name, as others may have the title, too. */
export function calledIn({ name, title }: Named): string {
  const short = name === "." ? "" : name.replace("bundled:", "");
  return title && short && title !== short ? say("called", { title, name: short }) : title || short || say("folder");
}

interface Props {
  label: string;
  folder: Folder;
  value: string;
  disabled?: boolean;
  onChoose: (policy: string) => void;
}

export function PolicyChoice({ label, folder: found, value, disabled = false, onChoose }: Props) {
  const known = [...found.policies, ...found.bundled].some((one) => one.name === value);
  return (
    <label class="chosen">
      <span>{label}</span>
      <select value={known ? value : ""} disabled={disabled} onChange={(event) => onChoose(event.currentTarget.value)}>
        {!known && <option value="">{say("choose")}</option>}
        <optgroup label={say("folder")}>
          {found.policies.map((one) => <option key={one.name} value={one.name}>{calledIn(one)}</option>)}
        </optgroup>
        <optgroup label={say("bundled")}>
          {found.bundled.map((one) => <option key={one.name} value={one.name}>{calledIn(one)}</option>)}
        </optgroup>
      </select>
    </label>
  );
}
