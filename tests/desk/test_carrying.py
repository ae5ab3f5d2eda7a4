"""A folder is taken away as one file and brought along; nothing that is there is overwritten."""

import io
from base64 import b64decode, b64encode
from zipfile import ZIP_DEFLATED, ZipFile

import pytest

from linkage_rules.desk import carrying
from linkage_rules.desk.desk import Desk
from linkage_rules.presenting.endings import RefusedError


def packed(**texts: bytes) -> dict[str, str]:
    written = io.BytesIO()
    with ZipFile(written, "w", ZIP_DEFLATED) as archive:
        for name, text in texts.items():
            archive.writestr(name, text)
    return {"content": b64encode(written.getvalue()).decode()}


def test_what_was_taken_away_is_brought_along_as_it_was(desk: Desk, tmp_path):
    away = carrying.pack(desk, {})
    names = ZipFile(io.BytesIO(b64decode(away["content"]))).namelist()
    assert {"xiangtan_2022/source.txt", "xiangtan_2022/10_general.pol"} <= set(names)
    for name in names:
        (desk.workbench.folder / name).unlink()
    told = carrying.unpack(desk, {"content": away["content"]})
    assert (sorted(told["written"]), told["kept"]) == (sorted(names), [])
    assert desk.policy("xiangtan_2022").name == "xiangtan_2022"


def test_what_is_there_with_another_text_stays(desk: Desk):
    name = "vocabulary/00_policy.pol"
    there = desk.workbench.policies()[2].files[0]
    told = carrying.unpack(desk, packed(**{there: b"other", name + "x.pol": b"new"}))
    assert (told["kept"], told["written"]) == ([there], [name + "x.pol"])
    assert desk.workbench.read(there).text != "other"


@pytest.mark.parametrize("name", ["../up.pol", "/root.pol", "a.exe", ".ssh/x.txt", "a/../../b.pol"])
def test_nothing_is_put_outside_the_folder(desk: Desk, name: str):
    before = sorted(desk.workbench.folder.parent.rglob("*"))
    assert carrying.unpack(desk, packed(**{name: b"x"}))["unread"] == [name]
    assert sorted(desk.workbench.folder.parent.rglob("*")) == before


@pytest.mark.parametrize(
    "asked",
    [
        {"content": b64encode(b"no zip").decode()},
        {"content": b64encode(b"PK\x05\x06" + b"\xff" * 40).decode()},
        packed(**{"bomb.txt": b"0" * 41_000_000}),
        packed(**{f"{n}.pol": b"" for n in range(2_001)}),
        {"content": "no base 64"},
        {},
    ],
    ids=["no zip", "damaged", "too large", "too many", "not whole", "nothing"],
)
def test_what_is_no_packed_folder_is_refused(desk: Desk, asked):
    with pytest.raises(RefusedError):
        carrying.unpack(desk, asked)
