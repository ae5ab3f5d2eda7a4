"""Reports as self-contained HTML pages: no script, no other file, no network."""

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from linkage_rules.presenting.terminal import safe
from linkage_rules.words.keywords import Language

if TYPE_CHECKING:
    from jinja2 import Environment

_HERE: Final = Path(__file__).parent
_LANGUAGE_TAGS: Final[dict[Language, str]] = {"zh": "zh-CN", "en": "en"}


def page(template: str, language: Language, **content: Any) -> str:
    """A page made from a template of the package; all text is escaped, also unprintable
    characters."""
    tag = _LANGUAGE_TAGS[language]
    return _environment().get_template(template).render(language=language, tag=tag, **content)


def _visible(content: object) -> object:
    """Texts with unprintable characters escaped, so that none can reorder or hide text."""
    return safe(content) if type(content) is str else content


@cache
def _environment() -> "Environment":
    # Imported here, so that programs that show no page do not wait for it.
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    return Environment(
        # Reports share the style and the tree of reasons with the page of a decision.
        loader=FileSystemLoader([_HERE / "templates", _HERE.parent / "decisions" / "templates"]),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=_visible,
        trim_blocks=True,
        lstrip_blocks=True,
    )
