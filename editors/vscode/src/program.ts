// Which program is started as language server, and what it said where it did not start. Nothing in
// here knows the editor, so that all of it can be asked without one.

/** Where the editor runs and what is open in it. */
export interface Surroundings {
  /** The setting `linkageRules.path`; empty where there is none. */
  readonly setting: string;
  /** The folders that are open, the first one first. */
  readonly folders: readonly string[];
  /** The variable PATH. */
  readonly path: string;
  readonly windows: boolean;
  /** Whether there is a file at a place that may be started. */
  readonly starts: (place: string) => boolean;
}

export type Found =
  | { readonly program: string }
  /** The setting names a place where there is none. */
  | { readonly named: string }
  /** There is none at any of these places. */
  | { readonly lookedAt: readonly string[] };

const NAME = "linkage-rules";

/**
 * The program that the setting names; without a setting the one in the `.venv` of a folder that is
 * open, else the first on PATH. Places of PATH that are not absolute are passed over: they would
 * lead into whatever folder happens to be open.
 */
export function find(around: Surroundings): Found {
  const { join, absolute } = places(around.windows);
  if (around.setting) {
    const base = around.folders[0];
    const named = absolute(around.setting) || base === undefined ? around.setting : join(base, around.setting);
    // On Windows a program is mostly named without its ending.
    const meant = around.windows ? [named, `${named}.exe`] : [named];
    const program = absolute(named) ? meant.find(around.starts) : undefined;
    return program === undefined ? { named } : { program };
  }
  const file = around.windows ? `${NAME}.exe` : NAME;
  const inside = around.windows ? [".venv", "Scripts", file] : [".venv", "bin", file];
  const ofFolders = around.folders.map((folder) => join(folder, ...inside));
  const ofPath = around.path
    .split(around.windows ? ";" : ":")
    .filter(absolute)
    .map((folder) => join(folder, file));
  const program = [...ofFolders, ...ofPath].find(around.starts);
  return program === undefined ? { lookedAt: [...ofFolders, "PATH"] } : { program };
}

function places(windows: boolean) {
  const separator = windows ? "\\" : "/";
  return {
    join: (...parts: string[]) => parts.map((part) => part.replace(/[\\/]+$/, "")).join(separator),
    absolute: (place: string) => (windows ? /^(?:[A-Za-z]:[\\/]|\\\\)/ : /^\//).test(place),
  };
}

/** What puts the language server beside a program, to be typed into a terminal of any kind. */
export function installation(program: string | undefined, windows: boolean): string {
  const folder = program?.match(/^.*[\\/]/)?.[0];
  return `${pip(folder, windows)} install --upgrade "linkage-rules[lsp]"`;
}

function pip(folder: string | undefined, windows: boolean): string {
  if (folder === undefined) return "python -m pip";
  const python = folder + (windows ? "python.exe" : "python");
  if (!/[\s()&';,{}[\]]/.test(python)) return `${python} -m pip`;
  // PowerShell takes a command in quotation marks for a text; what stands behind one it takes as cmd does.
  return windows ? `python -m pip --python "${python}"` : `"${python}" -m pip`;
}

/** Why a program that was started is none that a language server speaks through. */
export type Ending =
  /** It has no libraries for it; `said` is what it says of them. */
  | { readonly lacks: "extra"; readonly said: string }
  /** It knows no such command: it is older than the language server. */
  | { readonly lacks: "command"; readonly said: string }
  | { readonly lacks: "reason"; readonly status: number; readonly said: string };

/** The status with which the program ends where it is asked for what it cannot do. */
const WRONG_INPUT = 2;

/** What an end of the program means, by its status and what it wrote on standard error. */
export function ending(status: number, written: string): Ending {
  const lines = written.trim().split(/\r?\n/);
  const said = lines.slice(-3).join("\n").trim();
  if (written.includes("linkage-rules[lsp]")) {
    return { lacks: "extra", said };
  }
  return status === WRONG_INPUT ? { lacks: "command", said } : { lacks: "reason", status, said };
}

/** The language that the program is asked to speak, by that of the editor. */
export function spoken(language: string): "zh" | "en" {
  return /^zh\b/i.test(language) ? "zh" : "en";
}
