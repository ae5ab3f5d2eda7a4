"""Which language to speak to a user who has not said so."""

import os
from collections.abc import Mapping
from locale import LC_CTYPE, getlocale
from typing import Final

from linkage_rules.words.keywords import LANGUAGES, Language

LANGUAGE_VARIABLE: Final = "LINKAGE_RULES_LANGUAGE"

_LOCALE_VARIABLES: Final = ("LC_ALL", "LC_MESSAGES", "LANG")


def preferred_language(
    environment: Mapping[str, str] = os.environ, system_locale: str | None = None
) -> Language:
    """The language when none is asked for.

    ``LINKAGE_RULES_LANGUAGE`` decides, else the locale: Chinese for a Chinese one, English for any
    other. Where there is no locale either, it is Chinese, as policies and their labels are.

    >>> preferred_language({"LANG": "zh_CN.UTF-8"})
    'zh'
    >>> preferred_language({"LANG": "zh_CN.UTF-8", "LINKAGE_RULES_LANGUAGE": "en"})
    'en'
    >>> preferred_language({"LANG": "C.UTF-8"}, "C"), preferred_language({}, "en_US")
    ('zh', 'en')
    """
    own = environment.get(LANGUAGE_VARIABLE, "")
    for language in LANGUAGES:
        if own == language:
            return language
    given = (environment.get(variable) for variable in _LOCALE_VARIABLES)
    locale = next(filter(None, given), system_locale or getlocale(LC_CTYPE)[0] or "")
    name = locale.partition(".")[0].lower()
    # Windows calls its locales “Chinese (Simplified)_China”.
    return "zh" if name in ("", "c", "posix") or name.startswith(("zh", "chinese")) else "en"
