"""How tests run.

Hypothesis profiles: `dev` looks for new counterexamples, `ci` repeats the same ones each run.
Checked policies are kept in a folder of the run and not in the user's own.
"""

import os
from tempfile import TemporaryDirectory

import pytest
from hypothesis import settings

pytest_plugins = ["pytester"]

# The policies among the tests are material; many of them are wrong on purpose.
collect_ignore_glob = ["*.pol"]

settings.register_profile("dev", deadline=None, print_blob=True)
settings.register_profile("ci", deadline=None, print_blob=True, derandomize=True, database=None)
settings.load_profile("ci" if os.environ.get("CI") else "dev")


def pytest_configure(config: pytest.Config) -> None:
    folder, environment = TemporaryDirectory(), pytest.MonkeyPatch()
    environment.setenv("LINKAGE_RULES_CACHE", folder.name)
    config.add_cleanup(environment.undo)
    config.add_cleanup(folder.cleanup)
