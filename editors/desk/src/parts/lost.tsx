/** That the program is gone, and how it is found again. */

import type { Desk } from "../connection";
import { inBrowser } from "../transport";
import { words } from "../words";

const say = words({
  lost: [
    "与工作台程序的连接已断开。已输入的内容仍在页面中；请确认启动工作台的窗口未被关闭，然后重新连接。",
    "The connection to the program of the desk is lost. What you typed is still in the page; see that the window in which it was started is open, then connect again.",
  ],
  again: ["重新连接", "Connect again"],
  ended: [
    "页面中的程序已停止，正在重新启动；已输入的内容仍在页面中。久未恢复时请点“重新启动”。",
    "The program in this page has ended and is started again; what you typed is still in the page. Press “Start again” where it takes long.",
  ],
  restart: ["重新启动", "Start again"],
});

export function Lost({ desk }: { desk: Desk }) {
  return (
    <div class="banner bad" role="alert">
      <p>{say(inBrowser ? "ended" : "lost")}</p>
      <button type="button" onClick={() => void desk.begin()}>{say(inBrowser ? "restart" : "again")}</button>
    </div>
  );
}
