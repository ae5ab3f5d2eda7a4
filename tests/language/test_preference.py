"""The language when none is asked for."""

import pytest

from linkage_rules.words.keywords import preferred_language


@pytest.mark.parametrize(
    ("environment", "system", "language"),
    [
        ({"LINKAGE_RULES_LANGUAGE": "en", "LANG": "zh_CN.UTF-8"}, "zh_CN", "en"),
        ({"LINKAGE_RULES_LANGUAGE": "zh", "LANG": "en_US.UTF-8"}, "en_US", "zh"),
        ({"LINKAGE_RULES_LANGUAGE": "klingon", "LANG": "en_US.UTF-8"}, None, "en"),
        ({"LC_ALL": "zh_TW.UTF-8", "LANG": "en_US.UTF-8"}, None, "zh"),
        ({"LC_ALL": "", "LC_MESSAGES": "en_GB", "LANG": "zh_CN"}, None, "en"),
        ({"LANG": "fr_FR.UTF-8"}, None, "en"),
        ({"LANG": "C.UTF-8"}, "en_US", "zh"),
        ({"LANG": "POSIX"}, None, "zh"),
        ({}, "Chinese (Simplified)_China", "zh"),
        ({}, "English_United States", "en"),
        ({}, "C", "zh"),
    ],
)
def test_the_own_variable_then_the_locale_decide(environment, system, language):
    assert preferred_language(environment, system) == language
