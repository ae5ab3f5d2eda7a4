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

/** Where the policies of the user lie: kept by the browser from one visit to the next. */
const HOME = "/desk";

const waiting: string[] = [];
let receive: ((message: string) => void) | null = null;

addEventListener("message", (event: MessageEvent<string>) => {
  if (receive) receive(event.data);
  else waiting.push(event.data);
});

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
  python.FS.mount(python.FS.filesystems.IDBFS, { autoPersist: true }, HOME);
  await new Promise<void>((resolve, reject) => python.FS.syncfs(true, (error) => (error ? reject(error) : resolve())));
  const started = (await python.runPythonAsync("import importlib; importlib.invalidate_caches()\nfrom linkage_rules.desk.worker import begin; begin")) as (
    home: string,
    send: (message: string) => void,
  ) => (message: string) => void;
  receive = started(HOME, (message) => say("said", message));
  say("ready", "");
  for (const message of waiting.splice(0)) receive(message);
}

begin(new URL("..", import.meta.url).href).catch((error: unknown) => say("failed", String(error)));
