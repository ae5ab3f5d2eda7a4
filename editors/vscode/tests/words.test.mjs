// What the extension says, in both languages.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { ended, unfound, WORDS } from "../dist/words.js";

const chinese = JSON.parse(readFileSync(new URL("../l10n/bundle.l10n.zh-cn.json", import.meta.url), "utf-8"));
const places = (words) => [...words.matchAll(/\{\d\}/g)].map(([place]) => place).sort();

test("every line is there in Chinese, with the same places", () => {
  assert.deepEqual(Object.keys(chinese).sort(), Object.values(WORDS).sort());
  for (const [english, words] of Object.entries(chinese)) {
    assert.deepEqual(places(words), places(english), words);
  }
});

test("every line has as many values as places", () => {
  const lines = [
    unfound({ named: "/opt/rules" }, "pip"),
    unfound({ lookedAt: ["/a", "PATH"] }, "pip"),
    ended({ lacks: "extra", said: "b" }, "/a", "pip"),
    ended({ lacks: "command", said: "b" }, "/a", "pip"),
    ended({ lacks: "reason", status: 1, said: "b" }, "/a", "pip"),
  ];
  for (const line of lines) {
    assert.equal(line.values.length, places(line.words).length, line.words);
  }
});

test("what was looked at and what the program said is told", () => {
  assert.deepEqual(unfound({ lookedAt: ["/a", "PATH"] }, "pip").values, ["/a, PATH", "pip"]);
  assert.deepEqual(ended({ lacks: "command", said: "b" }, "/a", "pip").values, ["/a", "b", "pip"]);
});
