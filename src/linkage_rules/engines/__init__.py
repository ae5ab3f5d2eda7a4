"""The engines: from a checked policy and a record to outcomes, in several ways with one meaning.

**They take** a package of the model (`model.package.Package`), in which every name is resolved,
every type is checked and the order of working out is known; a record type; and records, or tables,
or nothing (all records at once). **They give** outcomes: whether each norm applies, its status, the
verdict on each action, and the verdicts still possible; where they can, facts and missing fields.

- `reference` is the meaning of the language, written to be read. Each answer is a `Derivation`
which holds the derivations it rests on. Every other engine has to give the same answers. -
`compiled` is the same as generated Python, for one record after another; the hot path. - `tabular`
is the same as one query over a table, on the backends of its matrix. - `symbolic` is the same over
all records of a type, as conditions for a solver.

What a new back end has to provide, in this order:

1. *Expressions*: a column for every kind in `model.expressions`, with unknown as in the truth
   tables of ``docs/language.md`` (strong Kleene logic; `model.truth`). A kind that it cannot work
   out exactly is refused up front with a reason, as `tabular.TableError` does; never skipped, and
   never answered nearly. Numbers are exact: a float is no answer.
2. *Declarations*, in the order of ``package.orders[record_type]``: facts, whether an action is
   done, whether a norm applies (``when``, ``unless``, overriding norms, days in force, governing
   date).
3. *Statuses and verdicts* by the rows of `model.deontic`, looked up and not written anew.
4. *Records*: nothing is taken as valid that `records.validate` would refuse, unless it was told so;
   days are dates, money is whole fen.
5. *Agreement*: a function in `testing.engines`, after which ``linkage-rules test`` and
   ``benchmarks/assurance.py`` hold it against the reference engine on policies and records made by
   chance, and a case in ``tests/differential``.

Libraries that a back end needs are an extra and are imported when it is first used (`extras`).

**They may not know** the text of a policy, nor `language` at all: a policy that was built by a
program runs like one that was read. They explain nothing either; explanations are made from the
derivations of the reference engine.
"""
