/** The colours of the policy language: by the form of the words, as all editors have them. */

import { HighlightStyle, StreamLanguage, syntaxHighlighting } from "@codemirror/language";
import { tags, type Tag } from "@lezer/highlight";

import table from "./colours.json";

/** What each kind of word is to the highlighter; the rest has the colour of the text. */
const TAGS: Record<string, Tag> = {
  comment: tags.comment,
  string: tags.string,
  declared: tags.definition(tags.variableName),
  clause: tags.labelName,
  date: tags.literal,
  number: tags.number,
  declaring: tags.definitionKeyword,
  modality: tags.modifier,
  type: tags.typeName,
  constant: tags.bool,
  keyword: tags.keyword,
  operator: tags.operator,
  punctuation: tags.punctuation,
};

// What stands behind a blank would be a second tag.
const ROWS = table.map((row) => ({ match: new RegExp(row.match, "yu"), kinds: row.kinds.map((kind) => kind?.split(" ")[0] ?? null) }));

/** What a line still holds of the row that fitted: where each piece ends, and its kind. */
interface Pending {
  pieces: { end: number; kind: string | null }[];
}

const language = StreamLanguage.define<Pending>({
  name: "pol",
  startState: () => ({ pieces: [] }),
  copyState: (state) => ({ pieces: [...state.pieces] }),
  tokenTable: TAGS,
  languageData: { commentTokens: { line: "#" }, closeBrackets: { brackets: ["(", "[", "{", '"', "（", "「", "“"] } },
  token(stream, state) {
    if (stream.sol()) state.pieces = [];
    const next = state.pieces.shift();
    if (next) {
      stream.pos = next.end;
      return next.kind;
    }
    if (stream.eatSpace()) return null;
    for (const row of ROWS) {
      row.match.lastIndex = stream.pos;
      const found = row.match.exec(stream.string);
      if (!found || found[0].length === 0) continue;
      // Groups follow one another; what stands before the first is blank.
      let end = stream.pos + found[0].length - found.slice(1).reduce((sum, piece) => sum + piece.length, 0);
      for (const [at, kind] of row.kinds.entries()) {
        end += found[at + 1]!.length;
        if (found[at + 1]!.length > 0) state.pieces.push({ end, kind });
      }
      const first = state.pieces.shift()!;
      stream.pos = first.end;
      return first.kind;
    }
    stream.next();
    return null;
  },
});

const style = HighlightStyle.define([
  { tag: tags.comment, class: "tok-comment" },
  { tag: tags.string, class: "tok-string" },
  { tag: [tags.number, tags.literal, tags.bool], class: "tok-number" },
  { tag: tags.definitionKeyword, class: "tok-declaring" },
  { tag: tags.keyword, class: "tok-keyword" },
  { tag: tags.modifier, class: "tok-modality" },
  { tag: tags.typeName, class: "tok-type" },
  { tag: tags.labelName, class: "tok-clause" },
  { tag: tags.definition(tags.variableName), class: "tok-declared" },
]);

export const colours = [language, syntaxHighlighting(style)];
