"""Editing policies: a language server that speaks to whatever editor somebody writes in.

**It takes** what an editor tells of the documents it has open, as it is typed and not yet saved,
and where its user points. **It gives** what the editor shows: problems with the changes that put
them right, what a name or a keyword means and where it stands, an outline, other names in all
files, canonical text in either language, what could be written next, and how the examples fare.

Where to look:

* the text of a document, its lines and positions: `documents.py`
* what is known of a policy at one moment: `folders.py`; of all that are open: `session.py`
* what its names stand for: `names.py`; what its examples give: `exercising.py`
* one function or two for each thing an editor asks, over what is known and without a state of
  their own: `diagnosing.py`, `completing.py`, `running.py`, `finding.py`, `outlining.py`,
  `rewriting.py`, `lenses.py` and others; what comes of commands: `answers.py`;
  where something is added: `placing.py`
* the table of them, and the only place that speaks the protocol: `server.py`

**It may not know** how a policy is read or checked: it asks `policy.loading`, and every message,
every change and every word is made below. It writes to no file; an editor makes the changes it is
offered. Libraries come with the extra ``lsp``, and are imported by `start` alone.
"""

import os
import sys
from importlib.metadata import version

from linkage_rules.extras import required
from linkage_rules.words.keywords import Language

__all__ = ["start"]

_NEEDED = ("lsprotocol", "pygls", "pypinyin")


def start(language: Language | None = None, otherwise: Language = "zh") -> None:
    """Answer an editor on standard input and output until it says that it ends.

    ``language`` is spoken whatever the editor says; without it that is the one the editor asks for,
    and ``otherwise`` where it asks for none. Raises `MissingExtraError` without the extra ``lsp``.
    """
    for module in _NEEDED:
        required(module, "lsp")
    from linkage_rules.editing.server import PolicyServer

    # A copy: the server closes what it writes to, and nobody else may write there.
    with open(os.dup(sys.stdout.fileno()), "wb") as output:
        PolicyServer(version("linkage-rules"), language, otherwise).start_io(stdout=output)
