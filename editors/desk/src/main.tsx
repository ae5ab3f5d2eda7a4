/** The start of the page: a connection, then what is shown over it. */

import { render } from "preact";

import { Desk } from "./connection";
import { Files } from "./places/rules/files";
import { loading, Shell } from "./shell";
import { inBrowser, overSocket, overWorker } from "./transport";

const open = inBrowser ? () => overWorker((words) => (loading.value = words)) : overSocket;
const desk = new Desk(open, { workspace: (client) => new Files(client) });
render(<Shell desk={desk} />, document.getElementById("desk")!);
