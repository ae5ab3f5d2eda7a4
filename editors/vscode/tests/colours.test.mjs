// Every word of every policy has the scope of what the parser takes it for. POLICIES is the file in
// which tests/editors/test_vscode.py lists them: lines, and words by line, column and length.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { test } from "node:test";
import oniguruma from "vscode-oniguruma";
import textmate from "vscode-textmate";

const require = createRequire(import.meta.url);

async function grammar() {
  await oniguruma.loadWASM(readFileSync(require.resolve("vscode-oniguruma/release/onig.wasm")));
  const path = new URL("../syntaxes/pol.tmLanguage.json", import.meta.url);
  const registry = new textmate.Registry({
    onigLib: Promise.resolve({
      createOnigScanner: (patterns) => new oniguruma.OnigScanner(patterns),
      createOnigString: (words) => new oniguruma.OnigString(words),
    }),
    loadGrammar: async () => textmate.parseRawGrammar(readFileSync(path, "utf-8"), path.pathname),
  });
  return registry.loadGrammar("source.pol");
}

test("every word has the scope of what the parser takes it for", async () => {
  const pol = await grammar();
  const policies = JSON.parse(readFileSync(process.env.POLICIES, "utf-8"));
  assert.ok(policies.length > 0);
  for (const { name, lines, words } of policies) {
    let state = textmate.INITIAL;
    const scopes = lines.map((line) => {
      const { tokens, ruleStack } = pol.tokenizeLine(line, state);
      state = ruleStack;
      return tokens;
    });
    const wrong = words.flatMap(([line, start, length, scope]) =>
      scopes[line]
        .filter((token) => token.startIndex < start + length && token.endIndex > start)
        .filter((token) => token.scopes.at(-1) !== scope)
        .map((token) => [line + 1, lines[line].slice(start, start + length), scope, token.scopes.at(-1)]),
    );
    assert.deepEqual(wrong, [], name);
  }
});
