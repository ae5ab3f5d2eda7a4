"""What commands and reviews show with: terminal, pages, progress, documents and their words.

**It takes** phrases, rows and documents that somebody above has put together, and a policy where it
is told in plain words. **It gives** what a person sees: lines that fit the terminal, pages that
need nothing but themselves, Markdown that reads as what it is, a bar while work takes time. It is
the floor that `commands` and `reviews` share, since neither may import the other from below.

- `terminal` knows where output goes and what it looks like there: width, colours, encodings. What
  was written by others is made printable before it is shown.
- `pages` makes HTML pages of the templates beside it, escaped, without script, file or network. The
  tone of a status or verdict stands in its row in `model.deontic`, and not here.
- `plain_words` says what a declaration means, as one sentence of plain Chinese or English. It is
  written for people who do not read the policy language.
- `cited_rules` holds every declaration against the sentences of the official text it rests on;
  `titles` says what declarations are called in reports, and where they stand.
- `endings` are the exit statuses; `atomic` writes files that are there as a whole or not at all.

**It may not know** which command runs, what is reviewed, or how an opinion is worded. Where it
needs a decision or an analysis, whoever calls it has asked for it already.
"""
