// Policies in VS Code: starts the language server of linkage_rules and hands it to the editor.

import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { accessSync, constants, statSync } from "node:fs";
import * as vscode from "vscode";
import {
  CloseAction,
  LanguageClient,
  type LanguageClientOptions,
  type ServerOptions,
} from "vscode-languageclient/node";
import { ending, find, installation, spoken } from "./program";
import { ended, type Line, unfound, WORDS } from "./words";

const WINDOWS = process.platform === "win32";

/** Standard error is kept up to here, so that its end can be told. */
const MOST_KEPT = 10_000;

let client: LanguageClient | undefined;
let output: vscode.LogOutputChannel;

/** One start or stop after another. */
let turn: Promise<void> = Promise.resolve();

export function activate(context: vscode.ExtensionContext): void {
  output = vscode.window.createOutputChannel("linkage_rules", { log: true });
  context.subscriptions.push(
    output,
    vscode.commands.registerCommand("linkageRules.restart", restart),
    vscode.commands.registerCommand("linkageRules.output", () => output.show()),
    vscode.workspace.onDidGrantWorkspaceTrust(restart),
    vscode.workspace.onDidChangeConfiguration((change) =>
      change.affectsConfiguration("linkageRules.path") ? restart() : undefined,
    ),
  );
  void restart();
}

export function deactivate(): Promise<void> {
  return next(stop);
}

function restart(): Promise<void> {
  return next(async () => {
    await stop();
    // The program may lie in the folder itself, and whatever lies there is started.
    if (vscode.workspace.isTrusted) {
      await start();
    }
  });
}

function next(step: () => Promise<void>): Promise<void> {
  turn = turn.then(step).catch((error: unknown) => output.error(String(error)));
  return turn;
}

async function stop(): Promise<void> {
  const stopped = client;
  client = undefined;
  await stopped?.dispose();
}

async function start(): Promise<void> {
  const found = find({
    setting: vscode.workspace.getConfiguration("linkageRules").get<string>("path", "").trim(),
    folders: (vscode.workspace.workspaceFolders ?? [])
      .filter((folder) => folder.uri.scheme === "file")
      .map((folder) => folder.uri.fsPath),
    path: process.env.PATH ?? "",
    windows: WINDOWS,
    starts,
  });
  if (!("program" in found)) {
    void tell(unfound(found, installation(undefined, WINDOWS)), "setting");
    return;
  }
  const server = new Server(found.program);
  const starting = clientOf(server);
  client = starting;
  try {
    await starting.start();
    server.answers = true;
  } catch (error) {
    client = undefined;
    const status = await server.end();
    output.error(String(error));
    const installed = installation(found.program, WINDOWS);
    void tell(ended(ending(status, server.written), found.program, installed), "output");
  }
}

/** The program while it runs. */
class Server {
  /** The end of what it wrote on standard error. */
  written = "";
  /** Whether it ever answered as a language server does. */
  answers = false;
  private process: ChildProcess | undefined;

  constructor(readonly program: string) {}

  async run(): Promise<ChildProcess> {
    output.info(`${this.program} lsp`);
    const child = spawn(this.program, ["lsp"], {
      env: { ...process.env, LINKAGE_RULES_LANGUAGE: spoken(vscode.env.language) },
    });
    this.process = child;
    child.stderr.setEncoding("utf-8").on("data", (words: string) => {
      output.append(words);
      this.written = (this.written + words).slice(-MOST_KEPT);
    });
    await once(child, "spawn");
    return child;
  }

  /** End it, unless it has ended; the status it ended with, -1 where a signal ended it. */
  async end(): Promise<number> {
    const child = this.process;
    if (child?.pid !== undefined && child.exitCode === null && child.signalCode === null) {
      const gone = once(child, "close");
      setTimeout(() => child.kill(), 2000).unref();
      await gone;
    }
    return child?.exitCode ?? -1;
  }
}

function clientOf(server: Server): LanguageClient {
  const run: ServerOptions = () => server.run();
  const options: LanguageClientOptions = {
    documentSelector: [{ scheme: "file", language: "pol" }],
    outputChannel: output,
    // Policies that are not open, and the official texts that they quote.
    synchronize: { fileEvents: vscode.workspace.createFileSystemWatcher("**/*.{pol,txt}") },
    initializationFailedHandler: () => false,
    errorHandler: {
      error: (...told) => made.createDefaultErrorHandler().error(...told),
      // One that never answered will not answer the next time: it is told why, once.
      closed: () =>
        server.answers
          ? restarts.closed()
          : { action: CloseAction.DoNotRestart, handled: true },
    },
  };
  const made = new LanguageClient("linkageRules", "linkage_rules", run, options);
  const restarts = made.createDefaultErrorHandler();
  return made;
}

function starts(place: string): boolean {
  try {
    accessSync(place, constants.X_OK);
    return statSync(place).isFile();
  } catch {
    return false;
  }
}

async function tell(line: Line, further: "setting" | "output"): Promise<void> {
  const said = vscode.l10n.t(line.words, ...line.values);
  output.error(said);
  const copy = vscode.l10n.t(WORDS.copy);
  const more = vscode.l10n.t(WORDS[further]);
  const installed = line.values.find((value) => value.includes("pip install"));
  const offered = installed === undefined ? [more] : [copy, more];
  const chosen = await vscode.window.showErrorMessage(said, ...offered);
  if (chosen === copy && installed !== undefined) {
    await vscode.env.clipboard.writeText(installed);
  } else if (chosen === more && further === "setting") {
    await vscode.commands.executeCommand("workbench.action.openSettings", "linkageRules.path");
  } else if (chosen === more) {
    output.show();
  }
}
