"""A document made from a policy: printed, kept in a file, or compared with the one kept there."""

from pathlib import Path

import click

from linkage_rules.presenting.atomic import whole
from linkage_rules.presenting.endings import ExitStatus
from linkage_rules.words.keywords import Language
from linkage_rules.words.messages import Phrase


def keep(document: str, out: str | None, check: bool, language: Language) -> ExitStatus:
    """Print the document, or write it to ``out``; with ``check``, findings if the file there is
    not like it.

    Raises OSError when the file cannot be read or written.
    """
    if out is None:
        click.echo(document, nl=False)
    elif not check:
        with whole(Path(out)) as place:
            place.write_text(document, encoding="utf-8", newline="\n")
    elif not Path(out).exists() or Path(out).read_bytes() != document.encode():
        stale = Phrase(
            f"{out} does not say what the policy says; run the command again without --check",
            f"{out} 与政策不一致，请去掉 --check 重新运行",
        )
        click.echo(stale.render(language), err=True)
        return ExitStatus.FINDINGS
    return ExitStatus.WELL
