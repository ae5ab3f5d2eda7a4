"""The examples of docs/python.md give what they say."""

import doctest

from tests.places import DOCS


def test_the_examples_of_the_guide_run():
    found = doctest.testfile(
        str(DOCS / "python.md"), module_relative=False, optionflags=doctest.ELLIPSIS
    )
    assert found.attempted > 3
    assert found.failed == 0
