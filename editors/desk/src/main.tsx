/** The start of the page: a connection, then what is shown over it. */

import { render } from "preact";

import { Desk } from "./connection";
import { Shell } from "./shell";
import { overSocket } from "./transport";

const desk = new Desk(overSocket);
render(<Shell desk={desk} />, document.getElementById("desk")!);
