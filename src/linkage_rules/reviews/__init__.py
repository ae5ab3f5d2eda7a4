"""Records judged one after another: findings, opinions, and the files they are written to.

**Takes** a loaded policy, the records of a file as they are read (`records.read_records`), and
what was asked of them: the record type, the day, the form of the output
(`review_words.Question`, `outputs.Review`).

**Gives** for each record what a decision says of it first (`findings.py`), an opinion in words
(`opinions/`), and files (`outputs/`): the workbook, the page to be printed, a folder of pages
or Word documents, CSV, JSON, Parquet, and what a terminal shows. Nothing between the file that
is read and those that are written holds more than one record; `bulk_review.py` judges a table
in one query where that is all that is asked.

Where to look:

* what is counted on the way: `reviews.py`; the lines of the table of verdicts: `lines.py`
* what an opinion says and in which order: `opinions/document.py`; its words:
  `opinions/document_words.py`
* what a conclusion is called and means: `opinions/conclusions.py`
* where a tone gets its colour: `opinions/tones.py`, one table for terminal, page, workbook and
  Word; which tone a status or a verdict has is a row of `model/deontic.py`
* what changes for records from one policy to another: `impact.py`; how changes are told:
  `change_words.py`
* file numbers: `opinions/file_numbers.py`
* how a form is written: the module of `outputs/` named after it; which ending is which form:
  `outputs/writing.py`

**May not know** of the command line: `commands` reads the options and gives the exit status. It
decides nothing: what is unknown stays unknown, and a conclusion only sums up verdicts. On a day on
which the policy is not in force there is no conclusion and nothing to sign.
"""
