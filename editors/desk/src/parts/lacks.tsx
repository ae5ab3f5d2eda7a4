/** What cannot be done here, as a library for it is not there: told before it is asked for. */

import type { Desk } from "../connection";
import { inBrowser } from "../transport";
import { words } from "../words";

const say = words({
  analysis: ["证明与推理", "Proofs"],
  word: ["Word 文档", "Word documents"],
  parquet: ["Parquet 文件", "Parquet files"],
  browser: ["{what}在浏览器版中没有；请在电脑上安装工作台使用。", "{what} are not there in the edition that runs in the browser; use the desk on a computer."],
  installed: ["{what}需要先安装：pip install \"linkage-rules[{extra}]\"，再重新打开工作台。", "{what} need pip install \"linkage-rules[{extra}]\"; then open the desk again."],
});

export type Extra = "analysis" | "word" | "parquet";

/** Whether the library for something is not there. */
export function lacks(desk: Desk, extra: Extra): boolean {
  return desk.folder.value?.lacks.includes(extra) ?? false;
}

/** That it is not there; nothing where it is. */
export function Lacks({ desk, extra }: { desk: Desk; extra: Extra }) {
  if (!lacks(desk, extra)) return null;
  return <p class="soft">{say(inBrowser ? "browser" : "installed", { what: say(extra), extra })}</p>;
}
