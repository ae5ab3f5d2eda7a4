/** Choosing one of the policies: those of the folder, and those that are shipped. */

import { signal } from "@preact/signals";
import { useEffect } from "preact/hooks";

import type { Desk, Folder } from "../connection";
import { told } from "../notices";
import { words } from "../words";

const say = words({
  folder: ["文件夹中的政策", "Policies of the folder"],
  bundled: ["随附的政策", "Shipped policies"],
  choose: ["请选择政策", "Choose a policy"],
  here: ["（文件夹本身）", "(the folder itself)"],
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

interface Props {
  label: string;
  folder: Folder;
  value: string;
  disabled?: boolean;
  onChoose: (policy: string) => void;
}

export function PolicyChoice({ label, folder: found, value, disabled = false, onChoose }: Props) {
  const names = found.policies.map((one) => one.name);
  const known = names.includes(value) || found.bundled.includes(value);
  return (
    <label class="chosen">
      <span>{label}</span>
      <select value={known ? value : ""} disabled={disabled} onChange={(event) => onChoose(event.currentTarget.value)}>
        {!known && <option value="">{say("choose")}</option>}
        <optgroup label={say("folder")}>
          {names.map((one) => <option key={one} value={one}>{one === "." ? say("here") : one}</option>)}
        </optgroup>
        <optgroup label={say("bundled")}>
          {found.bundled.map((one) => <option key={one} value={one}>{one.replace("bundled:", "")}</option>)}
        </optgroup>
      </select>
    </label>
  );
}
