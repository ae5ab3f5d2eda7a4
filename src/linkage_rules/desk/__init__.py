"""A desk: a page where a document is read, its rules are written, and projects are judged.

**It takes** a folder of policies and what its user does on the page: texts as they are typed,
spreadsheets that are dropped, records that are filled in. **It gives** the page, and answers to it:
all that an editor gets, and beside it what the four places show. Rules have the official text
beside them, and what they do; reviews are of a whole spreadsheet; checks look for what is wrong
with the rules; comparisons tell what a change does to whom.

Where to look:

* who may open the page and what it may load: `gate.py`; the page and the one connection it has:
  `page.py`
* what is asked over that connection, table by table: `connection.py`. It speaks what editors
  speak, and the questions of the page beside theirs; how a question is answered, at once or as a
  job that can be stopped: `methods.py`
* what every question is asked of: `desk.py`; the folder, its files, their drafts and their history:
  `workbench.py`, `files.py`, and as one file `carrying.py`
* one module or a few for each place: `rules.py`; `spreadsheets.py`, `reviewing.py` and
  `review_files.py`; `checking.py`; `comparing.py`
* of rules: the text with what rests on it, `texts.py`; what examples show, `trying.py`; a sentence
  as the draft of a norm, `drafting.py`; a new policy, `beginning.py`
* of reviews: a file that was dropped and how it is understood, `dropped.py`; its headings, told and
  corrected, `headings.py`; what was judged, `judged.py`; what is kept while the page is open, and
  goes with it: `shelf.py`, `spool.py`
* what several places show: the form of a record, `record_forms.py`; a decision with its reasons,
  `decided.py`; a record that shows something, `witnesses.py`; where on the page a thing stands,
  `placing.py`
* of comparisons: the versions of a policy, also those that git keeps, `versions.py`; whether what
  was found is of the texts of now, `standing.py`
* the same inside a browser, without a server: `worker.py`
* what is double-clicked to start it: `starters.py`

**It may not know** how a policy is checked, a record judged or a spreadsheet read: it asks the
layers below, as the commands do. Nothing is asked of any machine but this one. Libraries come
with the extra ``desk``; those of a server are imported by `gate.py` and `page.py` alone, so that
the same answers can be given inside a browser, where there is none.
"""
