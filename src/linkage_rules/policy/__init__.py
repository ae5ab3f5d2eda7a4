"""A loaded policy: the face users hold, how it judges, and where it comes from.

**It takes** the name of a policy, a file or a folder; from then on records, tables and days. **It
gives** a `Policy`, and through it everything the library does with one: decisions, whole tables
judged, analyses, advice, comparisons, quotes held against their source. `Policy` itself works
nothing out. Each method calls the layer that does the work, which is imported with the first call,
so that loading a policy imports no engine, no solver and no table library.

- `policy` is that face; read it first. `over_tables` holds its questions about whole tables.
- `judging` is the way of one record through validation and an engine. For a plain record the
  compiled engine reads, checks and judges in one generated function; any other is validated with
  all care first. Both must say the same.
- `out_of_force` says what somebody is told who asks about a day on which a policy is not in force.
- `comparing` holds two policies against each other, `citations` every quote against its source.
- `loading` makes a policy of a name, or of texts that are given: it finds the files and what they
  use, lets `language` check them, and keeps what was checked for the next process, by the content
  of all it rests on: ``docs/loading.md``, ``docs/caching.md``.

**It may not know** who asks. Commands, reviews and tests stand above; nothing of a terminal, a file
that is written or an exit status is known here. It is the lowest layer that knows both `language`
and `engines`; these two know only the model of each other.
"""

from typing import TYPE_CHECKING

from linkage_rules.exports import on_demand

if TYPE_CHECKING:
    from linkage_rules.policy.policy import Policy

__all__ = ["Policy"]

__getattr__ = on_demand(__name__, {"policy": ("Policy",)})
