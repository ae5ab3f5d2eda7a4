"""How tests run: the same way each time, on any machine, however busy it is.

Hypothesis repeats the same cases each run and minds no clock; `--hypothesis-profile=explore` looks
for new ones. Checked policies are kept in a folder of the run and not in the user's own. Neither
the terminal nor the language of whoever runs the tests has a say in what commands write.
"""

from tempfile import TemporaryDirectory

import pytest
from hypothesis import HealthCheck, settings

pytest_plugins = ["pytester"]

# The policies among the tests are material; many of them are wrong on purpose.
collect_ignore_glob = ["*.pol"]

_UNTIMED = settings(
    deadline=None, suppress_health_check=[HealthCheck.too_slow], print_blob=True, database=None
)
settings.register_profile("repeat", _UNTIMED, derandomize=True)
settings.register_profile("explore", _UNTIMED)
settings.load_profile("repeat")

_TERMINAL = {"COLUMNS": "100", "LC_ALL": "C.UTF-8"}
_UNHEARD = ("LINES", "NO_COLOR", "FORCE_COLOR", "CLICOLOR", "CLICOLOR_FORCE", "LANGUAGE")


def pytest_configure(config: pytest.Config) -> None:
    folder, environment = TemporaryDirectory(), pytest.MonkeyPatch()
    environment.setenv("LINKAGE_RULES_CACHE", folder.name)
    for name, value in _TERMINAL.items():
        environment.setenv(name, value)
    for name in (*_UNHEARD, "LINKAGE_RULES_LANGUAGE"):
        environment.delenv(name, raising=False)
    config.add_cleanup(environment.undo)
    config.add_cleanup(folder.cleanup)
