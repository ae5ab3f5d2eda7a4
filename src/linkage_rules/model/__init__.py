"""The model of a checked policy: frozen classes of plain data.

`language` makes the model and `engines` take it; the two know nothing else of each other. The model
imports nothing of the package. Whoever wants to read a policy by a program reads `package.Package`;
whoever wants to build one without text builds one.

**It takes** nothing. **It gives** classes (attrs, frozen, compared by what they hold), and tables
and functions that follow from these classes alone:

- `package`: a policy with all it declares and uses, and the order in which its parts are worked
  out; the layers it is made of and what each changes below; what it is with another reading chosen.
- `norms`: what can be declared: facts, parameters, readings, actions, bearers, norms.
- `expressions`: checked expressions, a closed union. Every name is resolved, every node has its
  type. `traversal` walks them, whatever their kinds.
- `types` and `values`: what a record may hold. Unknown is a value of every type; money is whole
  fen, numbers are fractions, nothing is a floating point number.
- `truth`: strong Kleene logic. `deontic`: a row for each modality, status and verdict, and how
  norms become statuses and verdicts. `statuses` and `outcomes`: the answers, and derivations of
  them.
- `dependencies`: what rests on what, in one walk.
- `calendar`: stretches of days. `clauses`: how a clause of an official document is named. `spans`:
  where something stands in a file; it plays no part in whether two things are equal.
- `findings`: the kinds of things an analysis can find, which a policy may answer.

A record of the model can be written as rows and read again (`plain.rows`), so every class here
holds only what is listed there: other classes of the model, tuples, mappings, dates, fractions and
atoms.

**It may not know** how anything is written, read, worked out, said or shown: no text of the policy
language, no sentence, no file. A label is what a policy calls something, and it is never looked at.
"""
