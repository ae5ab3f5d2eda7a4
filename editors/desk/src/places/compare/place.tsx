/** The place “Compare”. */

import type { Desk } from "../../connection";
import { words } from "../../words";

const say = words({ name: ["对比", "Compare"] });

export function Place({ desk, rest }: { desk: Desk; rest: string }) {
  return <h1 data-rest={rest} data-lost={desk.lost.value}>{say("name")}</h1>;
}
