// Which program is started, and what its end means.

import assert from "node:assert/strict";
import { test } from "node:test";
import { ending, find, installation, spoken } from "../dist/program.js";

function around(there, more = {}) {
  return {
    setting: "",
    folders: ["/home/li/rules", "/home/li/other"],
    path: "/usr/local/bin:bin:/usr/bin",
    windows: false,
    starts: (place) => there.includes(place),
    ...more,
  };
}

const OWN = "/home/li/rules/.venv/bin/linkage-rules";
const SECOND = "/home/li/other/.venv/bin/linkage-rules";
const SYSTEM = "/usr/bin/linkage-rules";

test("the one in the .venv of the first folder that has one comes before those on PATH", () => {
  assert.deepEqual(find(around([SYSTEM, OWN, SECOND])), { program: OWN });
  assert.deepEqual(find(around([SYSTEM, SECOND])), { program: SECOND });
  assert.deepEqual(find(around([SYSTEM])), { program: SYSTEM });
});

test("a place of PATH that is not absolute is passed over", () => {
  const starts = (place) => !place.includes(".venv") && !place.startsWith("/usr");
  assert.deepEqual(find(around([], { starts })), { lookedAt: [OWN, SECOND, "PATH"] });
});

test("the setting decides, whatever else is there", () => {
  const setting = "/opt/rules/bin/linkage-rules";
  assert.deepEqual(find(around([setting, OWN], { setting })), { program: setting });
  assert.deepEqual(find(around([OWN], { setting })), { named: setting });
});

test("a setting that is not absolute begins at the first folder", () => {
  const setting = "env/bin/linkage-rules";
  assert.deepEqual(find(around([`/home/li/rules/${setting}`], { setting })), {
    program: `/home/li/rules/${setting}`,
  });
  assert.deepEqual(find(around([setting], { setting, folders: [] })), { named: setting });
});

test("on Windows the places are those of Windows", () => {
  const own = "C:\\rules\\.venv\\Scripts\\linkage-rules.exe";
  const system = "D:\\Python\\Scripts\\linkage-rules.exe";
  const windows = { windows: true, folders: ["C:\\rules"], path: ".;D:\\Python\\Scripts\\" };
  assert.deepEqual(find(around([own, system], windows)), { program: own });
  assert.deepEqual(find(around([system], windows)), { program: system });
});

test("on Windows the setting may leave the ending of the program out", () => {
  const program = "C:\\rules\\env\\Scripts\\linkage-rules.exe";
  const windows = { windows: true, folders: ["C:\\rules"] };
  for (const setting of [program, program.slice(0, -4), "env\\Scripts\\linkage-rules"]) {
    assert.deepEqual(find(around([program], { ...windows, setting })), { program });
  }
});

test("nothing is found where nothing is, and it is said where was looked", () => {
  assert.deepEqual(find(around([])), { lookedAt: [OWN, SECOND, "PATH"] });
});

test("the command installs beside the program that lacks something", () => {
  const end = 'install --upgrade "linkage-rules[lsp]"';
  assert.equal(installation(undefined, false), `python -m pip ${end}`);
  assert.equal(installation(OWN, false), `/home/li/rules/.venv/bin/python -m pip ${end}`);
  assert.equal(
    installation("C:\\my rules\\Scripts\\linkage-rules.exe", true),
    `python -m pip --python "C:\\my rules\\Scripts\\python.exe" ${end}`,
  );
});

test("what an end means is told by what was written, then by the status", () => {
  const lacks = '错误：编辑器需要 pygls，尚未安装；请运行 pip install "linkage-rules[lsp]"';
  assert.deepEqual(ending(2, `${lacks}\n`), { lacks: "extra", said: lacks });
  assert.deepEqual(ending(2, "没有命令“lsp”\n"), { lacks: "command", said: "没有命令“lsp”" });
  assert.deepEqual(ending(1, "a\nb\r\nc\nd\n\n"), { lacks: "reason", status: 1, said: "b\nc\nd" });
  assert.deepEqual(ending(-1, ""), { lacks: "reason", status: -1, said: "" });
});

test("the program speaks Chinese where the editor does, and else English", () => {
  assert.deepEqual(["zh-cn", "zh-TW", "zh", "en", "de"].map(spoken), ["zh", "zh", "zh", "en", "en"]);
});
