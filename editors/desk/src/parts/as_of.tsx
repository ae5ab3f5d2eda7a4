/** The day by which records are judged: under one name wherever it is asked for. */

import { useId } from "preact/hooks";

import { words } from "../words";
import { DayInput } from "./day";

const say = words({
  asOf: ["审核基准日", "As of"],
  needed: ["请填写审核基准日，如 2024-06-03。", "Fill in the day to judge by, such as 2024-06-03."],
});

interface Props {
  value: string;
  disabled?: boolean;
  /** Empty while no whole day stands there. */
  onDay: (day: string) => void;
}

export function AsOf({ value, disabled = false, onDay }: Props) {
  const id = useId();
  return (
    <label>
      {say("asOf")}
      <DayInput
        required
        value={value}
        disabled={disabled}
        aria-invalid={value === ""}
        aria-describedby={value === "" ? id : undefined}
        onInput={(event) => onDay(event.currentTarget.value)}
      />
      {value === "" && <span id={id} class="tone bad" role="alert">{say("needed")}</span>}
    </label>
  );
}
