/** The place “Review”. */

import type { Desk } from "../../connection";
import { words } from "../../words";

const say = words({ name: ["审核", "Review"] });

export function Place({ desk, rest }: { desk: Desk; rest: string }) {
  return <h1 data-rest={rest} data-lost={desk.lost.value}>{say("name")}</h1>;
}
