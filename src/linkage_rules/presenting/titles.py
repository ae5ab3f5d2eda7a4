"""The names of declarations in reports, and their places in files."""

from linkage_rules.model.spans import Span
from linkage_rules.words.keywords import Language


def title_of(name: str, label: str | None, language: Language) -> str:
    """The ASCII name; in Chinese the label before it, if there is one.

    >>> title_of("enter_library", "纳入项目库", "zh"), title_of("enter_library", "纳入项目库", "en")
    ('纳入项目库（enter_library）', 'enter_library')
    """
    return f"{label}（{name}）" if language == "zh" and label else name


def place_of(span: Span) -> str:
    """The file and the line of a declaration.

    >>> place_of(Span("a.pol", 10, 14, 2, 3))
    'a.pol:2'
    """
    return f"{span.file}:{span.line}"


def place_on_page(span: Span) -> str:
    """The file without its folder, and the line: pages are passed on, and the folder is nobody's
    business.

    >>> place_on_page(Span("/home/somebody/policies/a.pol", 10, 14, 2, 3))
    'a.pol:2'
    """
    return place_of(span).replace("\\", "/").rpartition("/")[2]
