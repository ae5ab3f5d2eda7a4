"""What commands and reviews show with: terminal, pages, progress, documents and their words.

**Takes** texts in both languages and plain data from the layers above.

**Gives** the means to show them:

* `terminal.py`: the width and colours of a terminal, and `safe`, which escapes what does not print
* `pages.py` and `templates/`: pages, with everything escaped and nothing loaded from elsewhere;
  one style sheet (`review_print.css`) for what is printed
* `atomic.py`: a file or folder is there as a whole or not at all
* `proof_files.py`: what an analysis proved, as files for another solver
* `progress_bar.py`: how far a long reading is
* `endings.py`: exit statuses, and refusals that a command says in one line
* `plain_words.py`, `cited_rules.py`, `titles.py`: a policy told in plain words, clause by
  clause
* `source_view.py`: the official text with the rules that rest on it, sentence by sentence;
  `modal_words.py`: what its modal words say
* `pygments_lexer.py`: the colours of policies for whatever shows texts with Pygments
* `markdown.py`: texts as they have to be written in Markdown, to read as what they are

**May not know** of reviews and commands, which stand above it, nor decide what is said: it has
no verdict, no conclusion and no colour of its own. Colours of tones are those of
`reviews/opinions/tones.py`.
"""
