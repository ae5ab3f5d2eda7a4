/** Putting an example into a file of a policy: as something typed, which is not saved. */

import type { Desk } from "../connection";
import { notice } from "../notices";
import type { Files } from "../places/rules/files";
import { words } from "../words";

const say = words({
  added: ["示例已写入 {path}，尚未保存；请在“规则”中查看并保存。", "The example stands in {path} and is not saved yet; look at it and save it in “Rules”."],
  there: ["这个示例已经在 {path} 中了。", "This example stands in {path} already."],
  shipped: ["随附的政策不能修改；先在“规则”中把它复制到文件夹。", "A shipped policy cannot be changed; copy it into the folder in “Rules” first."],
});

/** Put the text of an example at the end of a file. What was typed there before stays. */
export async function addExample(desk: Desk, path: string | null, example: string): Promise<void> {
  if (path === null) {
    notice(say("shipped"), "doubtful");
    return;
  }
  const file = await (desk.lsp.workspace as Files).open(desk, path);
  if (file.text.includes(example.trim())) {
    notice(say("there", { path }));
    return;
  }
  const { doc } = file.now;
  const blank = doc.length === 0 ? "" : doc.toString().endsWith("\n\n") ? "" : doc.toString().endsWith("\n") ? "\n" : "\n\n";
  file.update({ changes: { from: doc.length, insert: `${blank}${example.trimEnd()}\n` }, userEvent: "input" });
  desk.lsp.sync();
  notice(say("added", { path }), "good");
}
