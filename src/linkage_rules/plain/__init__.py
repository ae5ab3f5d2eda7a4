"""Plain data: the one way in which anything becomes JSON, and comes back.

Every document that leaves this library as data is written here: a decision, a review, advice, a
difference, an analysis, a timeline, a replay. So is everything that is kept to be read again: filed
decisions, and checked policies in the cache. What one document needs is one function beside the
result it writes; what all of them need stands once, here.

**It takes** values of the model (`linkage_rules.model.values`), its attrs classes and enums,
phrases, and whatever mappings and tuples hold them. **It gives** dictionaries, lists, texts, whole
numbers, ``true``, ``false`` and ``null``, and never a floating point number:

==================  ====================================================================
money, whole number  a whole number (money in fen)
a share, a number    a whole number, or the text ``n/d`` where it is not whole
a date               ``YYYY-MM-DD``
a period             in a tagged value ``P36M15D``: months, then days
unknown              ``null``
a phrase             ``{"en": …, "zh": …}``
days in force        ``{"from": …, "to": …}``, both included, ``null`` for no first or last
an enum member       the value of the member
an attrs object      its fields by name
==================  ====================================================================

The modules, the first one first:

- `writing`: `plain` for anything, `tagged` for a value that has to say its type, `FORMATS` with the
  name and the version of every document, and `written`, the text of one.
- `reading`: the way back from a text that may be anybody's. Depth and lengths are bounded, no float
  and no half character passes, and what is wrong is told in both languages (`DocumentError`).
- `hooks`: how pydantic takes and gives classes that are no models of it.
- `digests`: SHA-256 names for a record, for what a rule says, for texts; the seal on what is kept.
- `rows`: a whole checked package as rows under those seals, and back, for the cache. It is a codec
  of its own because a package is a graph in which objects are shared, not a tree.

**What it may not know**: what a decision, an advice or a review is. It imports the model and the
words, and everything above imports it. A format goes up by one in `FORMATS` when a reader of the
older version could misread the newer one; a new key alone does not raise it. ``docs/`` holds the
schema of the decision, and tests hold every document to the last byte.
"""
