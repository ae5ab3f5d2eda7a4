/** The program of the desk inside the browser: Python in a worker, which speaks as a server would. */

interface Python {
  FS: {
    mkdirTree(path: string): void;
    mount(kind: unknown, options: object, path: string): void;
    filesystems: { IDBFS: unknown };
    syncfs(populate: boolean, done: (error: Error | null) => void): void;
  };
  unpackArchive(archive: ArrayBuffer, format: "wheel", options: { extractDir: string }): void;
  runPythonAsync(code: string): Promise<unknown>;
  globals: { get(name: string): unknown };
}

/** Begin in Python, where a job hears messages between its steps: it is suspended, where the browser can do that. */
const BEGIN = `
import asyncio, importlib
importlib.invalidate_caches()
from pyodide.ffi import can_run_sync, run_sync
from linkage_rules.desk.worker import begin

def hear():
    if can_run_sync():
        run_sync(asyncio.sleep(0))

lambda home, send: begin(home, send, hear)
`;

/** Where the policies of the user lie: kept by the browser from one visit to the next. */
const HOME = "/desk";

/** Questions that write files. They are answered once the browser has kept what was written: what the
 * page takes for saved or for a draft is there again, whatever ends. */
const WRITES = /"method": *"desk\/(?:files\/(?:keep|forget|save)|folder\/unpack|rules\/(?:begin|copy)|review\/keep)"/;

const waiting: string[] = [];
const writing = new Set<unknown>();
let receive: ((message: string) => void) | null = null;

function take(message: string): void {
  if (WRITES.test(message.slice(0, 200))) writing.add((JSON.parse(message) as { id?: unknown }).id);
  receive!(message);
}

addEventListener("message", (event: MessageEvent<string>) => {
  if (receive) take(event.data);
  else waiting.push(event.data);
});

/** Say what the program says; what it has written is kept before. */
function tell(message: string, keep: () => Promise<void>): void {
  const { id } = writing.size > 0 ? (JSON.parse(message) as { id?: unknown }) : {};
  if (id === undefined || !writing.delete(id)) return say("said", message);
  keep().then(
    () => say("said", message),
    (error: unknown) => say("said", JSON.stringify({ jsonrpc: "2.0", id, error: { code: -32803, message: `${NOT_KEPT} ${String(error)}` } })),
  );
}

const NOT_KEPT =
  "浏览器没有保存下来，可能是空间不足或禁止网站存储数据；请先全部下载。 The browser could not keep it: it may be full, or may not let sites store anything. Take all away first.";

function say(kind: "said" | "ready" | "failed" | "loading", words: string): void {
  postMessage({ kind, words });
}

async function fetched(path: string): Promise<ArrayBuffer> {
  const answer = await fetch(path);
  if (!answer.ok) throw new Error(`${path}: ${answer.status}`);
  return answer.arrayBuffer();
}

async function begin(base: string): Promise<void> {
  const at = (name: string) => new URL(name, base).href;
  const { loadPyodide } = (await import(/* @vite-ignore */ at("pyodide/pyodide.mjs"))) as {
    loadPyodide(options: object): Promise<Python>;
  };
  const wheels = JSON.parse(new TextDecoder().decode(await fetched(at("wheels/wheels.json")))) as string[];
  let done = 0;
  const step = () => say("loading", `${++done}/${wheels.length + 1}`);
  const [python, ...archives] = await Promise.all([
    loadPyodide({ indexURL: at("pyodide/"), env: { HOME } }).then((loaded) => (step(), loaded)),
    ...wheels.map((name) => fetched(at(`wheels/${name}`)).then((archive) => (step(), archive))),
  ]);
  const packages = (await python.runPythonAsync("import site; site.getsitepackages()[0]")) as string;
  for (const archive of archives) python.unpackArchive(archive, "wheel", { extractDir: packages });
  python.FS.mkdirTree(HOME);
  python.FS.mount(python.FS.filesystems.IDBFS, {}, HOME);
  const sync = (populate: boolean) => new Promise<void>((resolve, reject) => python.FS.syncfs(populate, (error) => (error ? reject(error) : resolve())));
  await sync(true);
  // One after the other: what is written while the browser keeps something is kept in the next turn.
  let kept = Promise.resolve();
  const keep = () => (kept = kept.catch(() => undefined).then(() => sync(false)));
  const started = (await python.runPythonAsync(BEGIN)) as (
    home: string,
    send: (message: string) => void,
  ) => (message: string) => void;
  receive = started(HOME, (message) => tell(message, keep));
  say("ready", "Suspending" in WebAssembly ? "stops" : "");
  for (const message of waiting.splice(0)) take(message);
}

begin(new URL("..", import.meta.url).href).catch((error: unknown) => say("failed", String(error)));
