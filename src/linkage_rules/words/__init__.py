"""The words that every layer shows to users, in two languages: phrases, names, values, keywords,
messages.

The library speaks Chinese and English, and neither is the translation of the other: every text is
one `messages.Phrase` with both, and its places are filled in both at once. Which language is shown
is decided only where something is printed. A module of this folder is either a table with one row
for each text, ``NAME = Phrase(English, Chinese)``, or holds functions that fill the places of such
tables.

**It takes** the model and nothing else: a sentence may use what a norm or a type is called, but not
how an answer was found. **It gives** phrases. Everything above imports it.

Where to look for a sentence:

- `catalogue`: every diagnostic about a policy's text, under its code.
- `keywords`: every word of the policy language, in both spellings; and which of the two to speak
  where nobody asked for one. The grammar, the printer and
  these tables all speak from it.
- `deontic_words`: what modalities, statuses and verdicts are called, a row for each.
- `decision_words`: what explanations are made of; one term for one thing everywhere.
- `finding_words`, `difference_words`, `advice_words`: what analyses find, and how it is told. Where
  a table has a row for each kind of something above this floor, its keys are the texts that the
  same kinds have in JSON.

And how things are put in:

- `called` and `names`: what a declared thing is called, and how a name is written.
- `places`, `citing`, `telling`: a field of a record, a clause, days in force, a layer or a reading.
- `told_values`, `literals`, `showing`: a value in words, as the language writes it, and safely
  whatever it is. What somebody wrote is never a pattern: braces in it stay braces.
- `wrapping`: lines in which a Chinese character takes two cells.
- `nearness`: the name that was probably meant.

**It may not know** anything that evaluates, reads or prints. A message says where, what was found,
what was expected and the likely fix, without jargon; ``docs/wording.md`` holds the terms.
"""
