"""The command line, one module for each command, named as it is typed.

**It takes** the words of a command line, and files. **It gives** output on the terminal or in
files, and an exit status that says how it ended (`presenting.endings`): well, with findings, or
because what was given is wrong. Every command, option and message is in Chinese and English; which
one is shown is chosen by ``--language``, the environment, and the locale, in this order
(`words.keywords`).

- `cli` is the program: its commands by name, each imported when it is typed, and what becomes of
  everything that goes wrong. A traceback is never what a user sees of a mistake of theirs.
- `commands` has the classes that a command, an option and an argument are made of, with the help
  they print. `usage_errors` says in either language what is wrong with a command line.
- `inputs` finds what commands are given: a policy, records, a day.
- A module that bears the name of a command ends in ``command``, which the program takes from it.
  What it shows may stand in a module beside it; what two commands show is in `presenting`.

So `diff` lives in ``diff.py``; a new command is one module, one row in `cli`, and a section in
``docs/command-line.md``.

**It may not know** how anything is worked out. A command asks a policy, and prints. Nothing imports
a command: what another part of the library could use does not belong here.
"""
