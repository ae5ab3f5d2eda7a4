/** The place “Review”: the spreadsheet of an office is dropped, and the review comes out of it. */

import { useEffect } from "preact/hooks";

import type { Desk, Folder } from "../../connection";
import { AsOf } from "../../parts/as_of";
import { Drop } from "../../parts/drop";
import { PolicyChoice } from "../../parts/policies";
import { JobProgress } from "../../parts/progress";
import { Result } from "./result";
import { SheetView } from "./sheet";
import { reviewing, type Reviewing } from "./state";
import { say } from "./words";
import "./review.css";

const KINDS = ".xlsx,.xlsm,.xls,.et,.xlsb,.ods,.csv,.json,.jsonl,.ndjson,.parquet,.toml";

export function Place({ desk, rest }: { desk: Desk; rest: string }) {
  const state = reviewing(desk);
  useEffect(() => {
    void state.begin();
  }, [state]);
  const read = state.read.value;
  return (
    <div class="review stack" data-rest={rest}>
      <Asked state={state} folder={desk.folder.value} />
      <JobProgress job={state.job} />
      {read && <SheetView key={read.read} state={state} read={read} />}
      {state.run.value && <Result key={state.run.value.run} state={state} run={state.run.value} />}
    </div>
  );
}

/** By which policy, of which records, on which day; and the file. */
function Asked({ state, folder }: { state: Reviewing; folder: Folder | null }) {
  const about = state.about.value;
  const busy = state.busy.value;
  return (
    <section class="card stack" aria-label={say("policy")}>
      <div class="row asked">
        {folder && (
          <PolicyChoice label={say("policy")} folder={folder} value={state.policy.value} disabled={busy} onChoose={(policy) => void state.choose(policy)} />
        )}
        {about?.record_types.length !== 0 && (
          <label>
            {say("records")}
            <select
              value={state.recordType.value}
              disabled={busy || !about}
              onChange={(event) => {
                state.recordType.value = event.currentTarget.value;
                if (state.read.value) void state.again();
              }}
            >
              {about?.record_types.map((one) => <option key={one.name} value={one.name}>{one.called}</option>)}
            </select>
          </label>
        )}
        {about && <AsOf value={state.day.value} disabled={busy} onDay={(day) => void state.judgeAsOf(day)} />}
      </div>
      {about?.record_types.length === 0 && <p class="banner doubtful">{say("norecords")}</p>}
      {about?.outside.map((one) => <p key={one} class="banner doubtful">{one}</p>)}
      <Drop
        label={say(state.read.value ? "another" : "choose")}
        accept={KINDS}
        disabled={busy || !about?.record_types.length}
        onFile={(file) => void state.open(file)}
      >
        <span>{say("drop")}</span>
        <span class="soft">{say("kinds")}</span>
      </Drop>
      <p class="soft local">{say("local")}</p>
    </section>
  );
}
