"""In which language something is written into a file of a policy: that of the file, whatever the
page speaks."""

from linkage_rules.desk.desk import Desk
from linkage_rules.desk.workbench import BUNDLED
from linkage_rules.language.reading.source import SourceFile
from linkage_rules.language.writing.translate import dominant_language
from linkage_rules.words.keywords import Language


def language_of(desk: Desk, policy: str, path: str | None) -> Language:
    """The language of the keywords of a file of a policy; of a file in which nothing is declared
    yet, and where no ``path`` is given, that of the whole policy. Of a shipped policy nothing is
    written into a file: it is the language of the page. Raises `RefusedError`."""
    if policy.startswith(BUNDLED):
        return desk.language
    known = desk.known(policy)
    if path is not None and (found := known.sources.get(desk.workbench.path(path))):
        source, file = found
        if file.declarations:
            return dominant_language(source)
    texts = (known.sources[one][0].text for one in known.own)
    return dominant_language(SourceFile(policy, "\n".join(texts)))
