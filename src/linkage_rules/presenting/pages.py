"""Reports as HTML pages that need nothing but themselves: no script, no other file, no network."""

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
    """A page made from one of our templates; all text is escaped, also what does not print.

    Raises jinja2.UndefinedError when the template asks for content that is not given.
    """
    tag = _LANGUAGE_TAGS[language]
    return _environment().get_template(template).render(language=language, tag=tag, **content)


def _visible(content: object) -> object:
    """Texts with what does not print escaped, so that nothing can turn or hide what is read."""
    return safe(content) if type(content) is str else content


@cache
def _environment() -> "Environment":
    # What shows no page need not wait for it.
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
