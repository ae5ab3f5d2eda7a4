/** What the place “Review” holds while the page is open. */

import { computed, signal } from "@preact/signals";

import type { Desk } from "../../connection";
import { fromBase64, handOver, inBase64 } from "../../files";
import { notice, told } from "../../notices";
import { chosen } from "../../parts/policies";
import { Job } from "../../parts/progress";
import { textOf } from "../../parts/text_file";
import type { About, Agenda, Changed, Correction, Line, Opinion, Read, Run, SheetRow, Wanted, Written } from "./answers";
import { say } from "./words";

/** By which mapping, of which sheet, with which rows of headings a file is read. */
interface How {
  mapping?: string;
  sheet?: string;
  heading_rows?: [number, number];
}

const READ = "desk/review/read";

/** A review from the file to what is written of it. */
export class Reviewing {
  readonly job = new Job();
  readonly policy = chosen;
  readonly about = signal<About | null>(null);
  readonly recordType = signal("");
  readonly day = signal("");
  readonly read = signal<Read | null>(null);
  /** What was chosen for columns and is not yet read. */
  readonly noted = signal<ReadonlyMap<number, Correction>>(new Map());
  readonly run = signal<Run | null>(null);
  readonly wanted = signal<Wanted>({});
  readonly busy = computed(() => this.job.progress.value !== null);
  /** The policy by which what is shown was asked for. */
  by = "";
  private file: File | null = null;
  /** The policy by which the file was last asked to be read. */
  private readBy = "";
  /** How the file was last read. */
  private how: How = {};
  private asked = 0;
  /** Whether a day was ever there: one that the user has cleared is not filled in again. */
  private dated = false;

  constructor(readonly desk: Desk) {
    let lost = false;
    desk.lost.subscribe((now) => {
      if (lost && !now) void this.resume();
      lost = now;
    });
  }

  /** Ask for the policies of the folder, and take up the one that was used last. */
  async begin(): Promise<void> {
    try {
      const folder = await this.desk.look();
      const names = [...folder.policies.map((one) => one.name), ...folder.bundled.map((one) => one.name)];
      const policy = names.includes(this.policy.value) ? this.policy.value : (names[0] ?? "");
      // The policy may have been edited since it was last asked about.
      await (policy === this.by ? this.tell() : this.choose(policy));
    } catch (error) {
      told(error);
    }
  }

  /** Take up a policy; what was read for another one is read again. */
  async choose(policy: string): Promise<void> {
    this.policy.value = this.by = policy;
    this.about.value = null;
    this.recordType.value = "";
    await this.tell();
  }

  /** Ask what the policy judges, and whether it is in force on the day; a file that was read by another
   * policy is read again. Of several that are asked at a time the last one counts. */
  async tell(): Promise<void> {
    if (!this.policy.value || (this.dated && !this.day.value)) return;
    const mine = ++this.asked;
    const asked = { policy: this.policy.value, as_of: this.day.value, record_type: this.recordType.value };
    let about: About;
    try {
      about = await this.desk.request<About>("desk/review/about", asked);
    } catch (error) {
      told(error);
      return;
    }
    if (mine !== this.asked) return;
    this.about.value = about;
    if (!this.dated) this.day.value = about.today;
    this.dated = true;
    if (!this.recordType.value) this.recordType.value = about.record_type ?? about.record_types[0]?.name ?? "";
    if (this.file && this.readBy !== this.by) await this.bring(this.file, {});
  }

  /** Judge as of another day; empty while no whole day is there. */
  async judgeAsOf(day: string): Promise<void> {
    this.day.value = day;
    this.dated = true;
    await this.tell();
  }

  /** Read a file of the user's. */
  async open(file: File): Promise<void> {
    if (file.name.toLowerCase().endsWith(".toml")) await this.take(file);
    else await this.bring(file, {});
  }

  /** Read the file by a mapping of the user's. */
  private async take(file: File): Promise<void> {
    if (!this.read.value) return notice(say("mapfirst"), "doubtful");
    try {
      const mapping = await textOf(file);
      if (mapping === null) throw new Error(say("nomapping", { name: file.name }));
      await this.reread({ mapping });
    } catch (error) {
      told(error);
    }
  }

  /** Send the file once more, to be read as it was: by another policy, of other records. */
  async again(): Promise<boolean> {
    return this.file !== null && this.bring(this.file, this.how);
  }

  /** Have again what the program had of this page before the connection was lost. */
  private async resume(): Promise<void> {
    if (!this.about.value) await this.tell();
    if (!this.file || !this.read.value) return;
    const noted = this.noted.value;
    const reviewed = this.run.value !== null;
    notice(say(reviewed ? "goneboth" : "gone"));
    if (!(await this.again())) {
      notice(say("goneread"), "bad");
      return;
    }
    this.noted.value = noted;
    if (!reviewed) return;
    await this.review();
    if (!this.run.value) notice(say("gonerun"), "bad");
  }

  /** Send a file, and read it. What is open stays where it cannot be read. */
  private async bring(file: File, how: How): Promise<boolean> {
    this.readBy = this.policy.value;
    const by = this.readAs();
    const read = await this.job.ask<Read>(this.desk, READ, async () => ({ ...by, name: file.name, content: await inBase64(file), ...how }));
    if (!read) return false;
    this.file = file;
    this.how = how;
    this.taken(read);
    return true;
  }

  /** Read the file that is open otherwise: another sheet, other rows of headings, by a mapping. */
  async reread(how: How): Promise<void> {
    if (!this.read.value) return;
    const read = await this.job.ask<Read>(this.desk, READ, { ...this.readAs(), read: this.read.value.read, ...how });
    if (!read) return;
    this.how = how;
    this.taken(read);
  }

  /** By which policy a file is read, and as which records. */
  private readAs(): object {
    return { policy: this.policy.value, record_type: this.recordType.value };
  }

  private taken(read: Read): void {
    this.read.value = read;
    this.run.value = null;
    this.noted.value = new Map();
    for (const remark of read.remarks) notice(remark, "doubtful");
  }

  /** Keep what was chosen for a column, until the file is read again. */
  note(one: Correction): void {
    this.noted.value = new Map(this.noted.value).set(one.column, one);
  }

  /** Read the file by what was chosen; of a file that fits nothing, by what is shown for each column. */
  async correct(numbered: boolean): Promise<void> {
    const read = this.read.value;
    if (!read) return;
    const columns = new Map(this.noted.value);
    if (!read.fits) {
      for (const one of read.columns) {
        if (!columns.has(one.column) && one.field) columns.set(one.column, { column: one.column, field: one.field });
      }
    }
    const asked = { read: read.read, columns: [...columns.values()], numbered };
    const answer = await this.job.ask<Read>(this.desk, "desk/review/correct", asked);
    if (!answer) return;
    this.taken(answer);
    try {
      const { text } = await this.desk.request<{ text: string }>("desk/review/mapping", { read: answer.read });
      if (this.read.value !== answer) return;
      this.how = { mapping: text, ...(this.how.sheet === undefined ? {} : { sheet: this.how.sheet }) };
    } catch (error) {
      told(error);
    }
  }

  /** Save the mapping beside the policy. */
  async keepMapping(): Promise<void> {
    await this.tried(async (read) => {
      const asked = { policy: this.policy.value, read: read.read };
      const { path, replaced } = await this.desk.request<{ path: string; replaced: boolean }>("desk/review/keep", asked);
      notice(say(replaced ? "keptover" : "kept", { path }), "good");
    });
  }

  async downloadMapping(): Promise<void> {
    await this.tried(async (read) => {
      const { name, text } = await this.desk.request<{ name: string; text: string }>("desk/review/mapping", { read: read.read });
      handOver(new Blob([text], { type: "application/toml" }), name);
    });
  }

  private async tried(work: (read: Read) => Promise<void>): Promise<void> {
    try {
      if (this.read.value) await work(this.read.value);
    } catch (error) {
      told(error);
    }
  }

  /** Judge all records. */
  async review(): Promise<void> {
    const read = this.read.value;
    if (!read) return;
    const asked = { policy: this.policy.value, read: read.read, as_of: this.day.value };
    const run = await this.job.ask<Run | Changed>(this.desk, "desk/review/run", asked);
    if (!run) return;
    if ("changed" in run) {
      notice(run.changed, "doubtful");
      await this.again();
      return;
    }
    this.wanted.value = {};
    this.run.value = run;
  }

  async rows(read: string, flagged: boolean, first: number, count: number): Promise<SheetRow[]> {
    const asked = { read, first, count, flagged };
    return (await this.desk.request<{ rows: SheetRow[] }>("desk/review/rows", asked)).rows;
  }

  async lines(run: string, wanted: Wanted, first: number, count: number): Promise<{ total: number; rows: Line[] }> {
    return this.desk.request("desk/review/list", { run, ...wanted, first, count });
  }

  async opinion(position: number): Promise<Opinion | undefined> {
    try {
      return await this.desk.request<Opinion>("desk/review/opinion", { run: this.run.value?.run, position });
    } catch (error) {
      told(error);
      return undefined;
    }
  }

  agenda(until: string): Promise<Agenda | undefined> {
    return this.job.ask<Agenda>(this.desk, "desk/review/agenda", { run: this.run.value?.run, until });
  }

  /** Have a form written, and give the file. */
  async written(form: string, more: object = {}): Promise<{ file: Blob; name: string } | undefined> {
    const run = this.run.value?.run;
    const written = await this.job.ask<Written>(this.desk, "desk/review/write", { run, form, ...more });
    if (!written) return undefined;
    const pieces: Uint8Array<ArrayBuffer>[] = [];
    try {
      for (let at = 0; at < written.size; at += pieces.at(-1)!.length) {
        const { content } = await this.desk.request<{ content: string }>("desk/review/piece", { run, form, at });
        pieces.push(fromBase64(content));
      }
    } catch (error) {
      told(error);
      return undefined;
    }
    return { file: new Blob(pieces, { type: written.media }), name: written.name };
  }

  /** Have a form written, and hand it to the user. */
  async download(form: string, more: object = {}): Promise<void> {
    const written = await this.written(form, more);
    if (!written) return;
    handOver(written.file, written.name);
    notice(say("saved", { name: written.name }), "good");
  }
}

const held = new WeakMap<Desk, Reviewing>();

/** The review of a page, which stays while other places are shown. */
export function reviewing(desk: Desk): Reviewing {
  const known = held.get(desk) ?? new Reviewing(desk);
  held.set(desk, known);
  return known;
}
