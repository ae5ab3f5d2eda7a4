"""From the text of a policy to its checked model, and back. Nothing here evaluates anything.

**It takes** texts of ``.pol`` files, in Chinese or in English keywords, whoever wrote them. **It
gives** a checked package of the model, or every diagnostic that the texts deserve; and from a
package, a tree or a text, the text again in either language. One run tells of all faults, each
once: a fault gives one message, and whatever contains it stays silent.

The way of a text, a folder for each step:

1. `reading` cuts it into declarations and makes the tree. The grammar is ``grammar.lark``; a
   mistake in one declaration does not hide the next. Depth and size are bounded, since anybody may
   send a policy.
2. `syntax` is that tree: what was written, and where. Clauses of declarations are rows in
   `clauses`: a new clause of a norm is a row there first, which says how it is written, read,
   repeated and kept.
3. `checking` makes the model of it: names, then types and units, then bodies; at the end the order
   in which facts, norms and verdicts can be worked out, or the circle that prevents it.
4. `overlays` puts a policy on top of another and makes one package of both.
5. `writing` is the way back: a tree printed canonically, a model unparsed, a text translated.

`diagnostics` says what a message is made of, and `fixes` makes the edits that one proposes; `hints`
finds what was probably meant. The sentences stand in `words.catalogue` under stable codes, the
keywords in `words.keywords`; `lexical` says what a word is by its form alone, for those who colour
it. Applying a fix must mean what was meant: tests make the edit and check again.

**It may not know** any engine, any record, or the official text a policy quotes; whether a quote is
there is asked in `policy.citations`, which stands above. What it hands on is the model alone.
"""
