/** That the program is gone, and how it is found again. */

import type { Desk } from "../connection";
import { words } from "../words";

const say = words({
  lost: [
    "与工作台程序的连接已断开。已输入的内容仍在页面中；请确认启动工作台的窗口未被关闭，然后重新连接。",
    "The connection to the program of the desk is lost. What you typed is still in the page; see that the window in which it was started is open, then connect again.",
  ],
  again: ["重新连接", "Connect again"],
});

export function Lost({ desk }: { desk: Desk }) {
  return (
    <div class="banner bad" role="alert">
      <p>{say("lost")}</p>
      <button type="button" onClick={() => void desk.begin()}>{say("again")}</button>
    </div>
  );
}
