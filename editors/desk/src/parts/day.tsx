/** A day to be chosen. Browsers write days as their own language does, and in English nobody can tell
 * 6/1 from 1/6: unless browser and page are both Chinese, the day stands beside it in words. */

import type { JSX } from "preact";

import { language } from "../words";

type Props = Omit<JSX.IntrinsicElements["input"], "type" | "value"> & { value: string };

export function DayInput({ value, ...rest }: Props) {
  return (
    <>
      <input lang={language.value} type="date" value={value} {...rest} />
      <InWords day={value} />
    </>
  );
}

/** A day such as 2024-06-03 in the words of the page; nothing where they tell no more. */
export function InWords({ day }: { day: string }) {
  const chinese = language.value === "zh";
  const at = /^\d{4}-\d\d-\d\d$/.test(day) ? new Date(`${day}T00:00:00`) : null;
  if (at === null || Number.isNaN(at.valueOf()) || (chinese && navigator.language.startsWith("zh"))) return null;
  return <span class="soft day" aria-hidden="true">{at.toLocaleDateString(chinese ? "zh-CN" : "en-GB", { dateStyle: "long" })}</span>;
}
