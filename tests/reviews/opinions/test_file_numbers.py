"""File numbers: what an office writes for the first opinion, and how the others follow."""

from itertools import islice

import pytest

from linkage_rules.reviews.opinions.file_numbers import FileNumbers


@pytest.mark.parametrize(
    ("written", "numbers"),
    [
        ("潭农审", ["潭农审〔　　　　〕　　号", "潭农审〔　　　　〕　　号"]),
        ("潭农审〔2023〕15号", ["潭农审〔2023〕15号", "潭农审〔2023〕16号"]),
        ("潭农审[2023]9", ["潭农审〔2023〕9号", "潭农审〔2023〕10号"]),
        ("潭农审（2023）第99号", ["潭农审〔2023〕99号", "潭农审〔2023〕100号"]),
    ],
)
def test_opinions_are_numbered_one_after_another(written: str, numbers: list[str]) -> None:
    read = FileNumbers.read(written)
    assert read is not None
    assert [one.zh for one in islice(read, 2)] == numbers


@pytest.mark.parametrize(
    "written", ["", "15", "2023-15", "潭农审〔2023〕", "潭农审〔2023〕0号", "长" * 13]
)
def test_what_is_no_file_number_is_refused(written: str) -> None:
    assert FileNumbers.read(written) is None
