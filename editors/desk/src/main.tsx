/** The start of the page: a connection, then what is shown over it. */

import { render } from "preact";

import { Desk } from "./connection";
import { Files } from "./places/rules/files";
import { Shell } from "./shell";
import { overSocket } from "./transport";

const desk = new Desk(overSocket, { workspace: (client) => new Files(client) });
render(<Shell desk={desk} />, document.getElementById("desk")!);
