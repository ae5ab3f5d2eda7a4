"""What declarations are called in reports, and where they stand."""

from linkage_rules.model.spans import Span
from linkage_rules.words.keywords import Language


def title_of(name: str, label: str | None, language: Language) -> str:
    """The ASCII name; in Chinese behind the label, where there is one.

    >>> title_of("enter_library", "纳入项目库", "zh"), title_of("enter_library", "纳入项目库", "en")
    ('纳入项目库（enter_library）', 'enter_library')
    """
    return f"{label}（{name}）" if language == "zh" and label else name


def place_of(span: Span) -> str:
    """File and line.

    >>> place_of(Span("a.pol", 10, 14, 2, 3))
    'a.pol:2'
    """
    return f"{span.file}:{span.line}"


def place_on_page(span: Span) -> str:
    """The same without the folder: a page is passed on, and where a policy is installed is nobody's
    business.

    >>> place_on_page(Span("/home/somebody/policies/a.pol", 10, 14, 2, 3))
    'a.pol:2'
    """
    return place_of(span).replace("\\", "/").rpartition("/")[2]
