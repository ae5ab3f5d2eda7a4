/** Policies that lie in the browser are taken away as one file, and brought along. */

import type { Desk } from "../connection";
import { fromBase64, handOver, inBase64 } from "../files";
import { notice, told } from "../notices";
import type { Files } from "../places/rules/files";
import { words } from "../words";

const say = words({
  away: ["全部下载", "Take all away"],
  along: ["导入", "Bring along"],
  brought: ["已导入{written}个文件", "{written} files were brought along"],
  kept: ["，{kept}个已有不同内容的文件未改动：{names}", ", {kept} that are here with other texts stay: {names}"],
  unsaved: ["下载的是已保存的内容，其中没有这些未保存的改动：{names}", "What was taken away is what was saved; not in it is what was typed since in: {names}"],
  unread: ["，{unread}个不是政策文稿，未导入", ", {unread} are no texts of a policy"],
});

interface Unpacked {
  written: string[];
  same: string[];
  kept: string[];
  unread: string[];
}

async function away(desk: Desk): Promise<void> {
  try {
    const packed = await desk.request<{ name: string; content: string }>("desk/folder/pack");
    handOver(new Blob([fromBase64(packed.content)], { type: "application/zip" }), packed.name);
    const unsaved = (desk.lsp.workspace as Files).files.filter((file) => file.unsaved.value).map((file) => file.path);
    if (unsaved.length > 0) notice(say("unsaved", { names: unsaved.join(" ") }), "doubtful");
  } catch (error) {
    told(error);
  }
}

async function along(desk: Desk, file: File | undefined): Promise<void> {
  if (!file) return;
  try {
    const done = await desk.request<Unpacked>("desk/folder/unpack", { content: await inBase64(file) });
    const text = [
      say("brought", { written: done.written.length }),
      done.kept.length ? say("kept", { kept: done.kept.length, names: done.kept.slice(0, 5).join(" ") }) : "",
      done.unread.length ? say("unread", { unread: done.unread.length }) : "",
    ];
    notice(text.join(""), done.kept.length || done.unread.length ? "doubtful" : "good");
    await desk.look();
  } catch (error) {
    told(error);
  }
}

export function Carry({ desk }: { desk: Desk }) {
  return (
    <span class="row">
      <button type="button" class="quiet" onClick={() => void away(desk)}>{say("away")}</button>
      <label class="button">
        {say("along")}
        <input class="hidden" type="file" accept=".zip" onChange={(event) => void along(desk, event.currentTarget.files?.[0])} />
      </label>
    </span>
  );
}
