/** A job that takes its time: how far it is, and a way to stop it. */

import { signal } from "@preact/signals";
import type { ComponentChildren } from "preact";

import type { Desk, Progress } from "../connection";
import { notice, told } from "../notices";
import { UnreachableError } from "../transport";
import { words } from "../words";

const say = words({
  stop: ["停止", "Stop"],
  stopped: ["已停止。", "Stopped."],
  stopping: ["正在停止……", "Stopping…"],
  part: ["已停止，下面是停止之前的结果，不能算作检查完毕。", "Stopped. What follows was found until then; the check is not complete."],
  cut: [
    "连接断开，刚才的工作没有完成（“{words}”）。重新连接后请再次开始。",
    "The connection was lost before this was done (“{words}”). Connect again, then start it anew.",
  ],
  begun: ["正在准备……", "Getting ready…"],
});

/** One job at a time, asked of the program. */
export class Job {
  /** How far it is; null while nothing is done. */
  readonly progress = signal<Progress | null>(null);
  private abort: AbortController | null = null;

  /** Ask, and give the answer; undefined where it was stopped or refused, which the user is told.
   * What has to be prepared first, such as a file to be sent, belongs to the job. */
  async ask<T>(desk: Desk, method: string, params: object | (() => Promise<object>)): Promise<T | undefined> {
    this.abort?.abort();
    const abort = (this.abort = new AbortController());
    this.progress.value = { done: 0, total: 0, words: say("begun") };
    try {
      const asked = typeof params === "function" ? await params() : params;
      return await desk.request<T>(method, asked, {
        signal: abort.signal,
        progress: (progress) => {
          if (this.abort === abort) this.progress.value = progress;
        },
      });
    } catch (error) {
      if (error instanceof UnreachableError) notice(say("cut", { words: this.progress.value?.words ?? say("begun") }), "bad");
      else if (abort.signal.aborted) notice(say("stopped"));
      else told(error);
      return undefined;
    } finally {
      if (this.abort === abort) {
        this.abort = null;
        this.progress.value = null;
      }
    }
  }

  /** Have it end. What it has found by then may still come, once its running step is done. */
  stop(): void {
    this.abort?.abort();
    if (this.progress.value) this.progress.value = { ...this.progress.value, words: say("stopping") };
  }
}

/** That what is shown is not all, because the user has stopped it; what was not looked at is within. */
export function StoppedNote({ stopped, children }: { stopped: boolean; children?: ComponentChildren }) {
  if (!stopped) return null;
  return (
    <div class="banner open stopped">
      <p>■ {say("part")}</p>
      {children}
    </div>
  );
}

/** How far a job is, with a button that stops it; nothing while none is done. */
export function JobProgress({ job }: { job: Job }) {
  const progress = job.progress.value;
  if (progress === null) return null;
  const known = progress.total > 0;
  return (
    <div class="job row" role="status">
      <label class="job-told">
        <span>{progress.words}</span>
        {known ? <progress max={progress.total} value={progress.done} /> : <progress />}
      </label>
      <button type="button" onClick={() => job.stop()}>{say("stop")}</button>
    </div>
  );
}
