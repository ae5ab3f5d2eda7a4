"""Records judged one after another: findings, opinions, and the files they are written to.

**It takes** a policy, a type of record, a day, and entries: each a record to be, or the problems of
reading one. **It gives** what an office takes away: sheets to sort, opinions to print and sign,
JSON and Parquet for programs; and the counts. Between the file that is read and those that are
written nothing holds more than one record, so a file may have any length, and what was written is
whole.

- `reviews` is the way: `review` makes each entry ``Judged``, with its decision and findings, or
  ``Unreadable``, and ``Tally`` counts them as they pass. Read it first.
- `findings` tells what an official has to see of a decision apart from what goes without saying;
  its order is the order in which a person reads.
- `opinions` puts a judged record into words: the conclusion on the whole, the grounds with their
  clauses, the exceptions that were weighed, what is missing, and the readings it all rests on.
  ``docs/review-opinions.md`` and ``docs/wording.md`` say what an opinion has to be.
- `outputs` writes: one module for each form, and `outputs.writing`, which says by the ending what a
  file is. A writer is told of one record at a time and is asked to finish.
- ``bulk_review`` judges a whole table in one query, for millions of rows.

Where to look: what is said stands in the word modules beside each part; how it looks, in the
templates of `presenting` and in the writer of the form.

**It may not know** how an answer was found: it asks a decision, its report and its explanation. It
prints no help and reads no command line.
"""
