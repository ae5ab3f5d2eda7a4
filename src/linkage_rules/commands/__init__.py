"""The command line, one module for each command, named as it is typed.

**Takes** what was typed: arguments, options, the language, files by their names.

**Gives** text on standard output or files written whole, remarks on standard error, and an exit
status: 0 well, 1 something was found, 2 the input is wrong (`presenting.endings`).

`linkage-rules diff` lives in `diff.py`, `linkage-rules review` in `review.py`, and so on: a
module with a ``command`` is a command. It says what the command is about in both languages, its
parameters, and the function that is called. The others are what several commands share:

* `cli.py` finds the commands and loads the one that was asked for, so that the rest cost nothing,
  and says how an interruption ends
* `commands.py` is what a command, an option and an argument are, and how help is laid out
* `inputs.py` reads policies, records, days and names; `standard_input.py` takes what is typed
  ``-``; `usage_errors.py` says what was typed wrongly, with the likely word
* `judging.py` is what those that judge records share: which record, and on which day; `kept.py`
  makes those that keep a document beside a policy; `solving.py` holds the options of those that ask
  the solver
* `source_page.py` is the page that `source` shows; `effects.py` and `scale.py` compute what `audit`
  and `source` show about a policy; `loosening.py` whether an overlay loosens what is below it

**May not know** how a record is judged, a policy checked or a proof found: a command asks the
layers below and shows what they answer. What it shows as an answer is a text of those layers or
one of its own in both languages (`words.messages.Phrase`), escaped where it goes to a terminal
or a page. Nothing imports a command but `cli.py`.
"""
