/** What is around the four places: their names, the language, the colours, messages, the connection. */

import { signal } from "@preact/signals";
import { useEffect } from "preact/hooks";

import type { Desk } from "./connection";
import { Carry } from "./parts/carry";
import { dismiss, notices, told } from "./notices";
import { OfDesk } from "./parts/dialog";
import { Lost } from "./parts/lost";
import { Asking } from "./parts/question";
import { Place as Check } from "./places/check/place";
import { Place as Compare } from "./places/compare/place";
import { Place as Review } from "./places/review/place";
import type { Files } from "./places/rules/files";
import { Place as Rules } from "./places/rules/place";
import { href, PLACES, route, type PlaceName } from "./route";
import { inBrowser } from "./transport";
import { language, words } from "./words";

const say = words({
  desk: ["政策工作台", "Policy desk"],
  rules: ["规则", "Rules"],
  review: ["审核", "Review"],
  check: ["检查", "Check"],
  compare: ["对比", "Compare"],
  places: ["工作区", "Places"],
  skip: ["跳到正文", "Skip to the content"],
  other: ["English", "中文"],
  theme: ["外观", "Colours"],
  system: ["跟随系统", "as the system"],
  light: ["浅色", "light"],
  dark: ["深色", "dark"],
  folder: ["文件夹：{name}", "Folder: {name}"],
  close: ["关闭", "Close"],
  working: ["正在处理……", "Working…"],
  connecting: ["正在连接……", "Connecting…"],
});

const SHOWN: Record<PlaceName, typeof Rules> = { rules: Rules, review: Review, check: Check, compare: Compare };

/** How often files are looked at that somebody else may have changed, in milliseconds. */
const LOOK = 4000;

const THEMES = ["system", "light", "dark"] as const;
type Theme = (typeof THEMES)[number];

/** A choice that is kept from one visit to the next, where the browser allows. */
function kept(name: string): string | null {
  try {
    return localStorage.getItem(name);
  } catch {
    return null;
  }
}

function keep(name: string, value: string): void {
  try {
    localStorage.setItem(name, value);
  } catch {
    // A browser that keeps nothing shows the choice until the page is closed.
  }
}

const theme = signal<Theme>(THEMES.find((one) => one === kept("theme")) ?? "system");
/** How much of the program has come, where it has to come into the browser first. */
export const loading = signal("");

function wear(chosen: Theme): void {
  theme.value = chosen;
  keep("theme", chosen);
  document.documentElement.dataset.theme = chosen;
}

function turn(): void {
  keep("language", language.value === "zh" ? "en" : "zh");
  location.reload();
}

export function Shell({ desk }: { desk: Desk }) {
  useEffect(() => {
    wear(theme.value);
    document.documentElement.lang = language.value;
    document.title = say("desk");
    void desk.begin();
  }, [desk]);
  useEffect(() => {
    const look = () => void (desk.lsp.workspace as Files).look(desk).catch((error) => !desk.lost.value && told(error));
    const timer = setInterval(look, LOOK);
    addEventListener("focus", look);
    return () => {
      clearInterval(timer);
      removeEventListener("focus", look);
    };
  }, [desk]);
  const { place, rest } = route.value;
  const folder = desk.folder.value;
  const Shown = SHOWN[place];
  return (
    <OfDesk.Provider value={desk}>
      <a class="skip" href="#main" onClick={(event) => { event.preventDefault(); document.getElementById("main")?.focus(); }}>
        {say("skip")}
      </a>
      <header class="top">
        <span class="name">{say("desk")}</span>
        <nav aria-label={say("places")}>
          {PLACES.map((one) => (
            <a key={one} href={href(one)} aria-current={one === place ? "page" : undefined}>
              {say(one)}
            </a>
          ))}
        </nav>
        <span class="folder" title={folder?.folder}>{folder && !inBrowser && say("folder", { name: folder.folder.split(/[\\/]/).pop() ?? "" })}</span>
        {inBrowser && folder !== null && <Carry desk={desk} />}
        <label class="theme">
          <span class="hidden">{say("theme")}</span>
          <select value={theme.value} onChange={(event) => wear(event.currentTarget.value as Theme)}>
            {THEMES.map((one) => <option key={one} value={one}>{say(one)}</option>)}
          </select>
        </label>
        <button type="button" class="quiet" lang={language.value === "zh" ? "en" : "zh"} onClick={turn}>{say("other")}</button>
      </header>
      {desk.awaited.value > 0 && <p class="working" role="status">{say("working")}</p>}
      {desk.lost.value && <Lost desk={desk} />}
      <main id="main" tabIndex={-1} aria-busy={folder === null || desk.awaited.value > 0}>
        <h1 class="hidden">{say(place)}</h1>
        {folder === null ? !desk.lost.value && <p class="waiting">{say("connecting")} {loading.value}</p> : <Shown desk={desk} rest={rest} />}
      </main>
      <div class="notices" role="status" aria-live="polite">
        {notices.value.map((one) => (
          <div key={one.id} class={`notice ${one.tone}`}>
            <p>{one.text}</p>
            <button type="button" class="quiet" aria-label={say("close")} onClick={() => dismiss(one.id)}>×</button>
          </div>
        ))}
      </div>
      <Asking />
    </OfDesk.Provider>
  );
}
