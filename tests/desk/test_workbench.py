"""Files of a desk are written whole, over what was seen, and nothing that was typed is lost."""

import errno
import os
from collections.abc import Callable
from pathlib import Path

import pytest

from linkage_rules.desk.beginning import begun
from linkage_rules.desk.workbench import Conflict, Text, Workbench, digest_of
from linkage_rules.presenting.endings import RefusedError


@pytest.fixture
def bench(tmp_path: Path) -> Workbench:
    folder = tmp_path / "folder"
    folder.mkdir()
    return Workbench.of(folder, tmp_path / "state")


def test_what_somebody_else_has_written_is_told_and_stays(bench: Workbench):
    seen = bench.save("a/00.pol", "first\r\n", "")
    assert bench.read("a/00.pol") == seen
    (bench.folder / "a/00.pol").write_text("of somebody else", "utf-8")
    done = bench.save("a/00.pol", "mine", seen.digest)
    assert isinstance(done, Conflict)
    assert done.now.text == "of somebody else" == bench.read("a/00.pol").text


def test_a_file_that_was_removed_or_is_there_unseen_is_a_conflict(bench: Workbench):
    seen = bench.save("a.pol", "x", "")
    (bench.folder / "a.pol").unlink()
    assert isinstance(bench.save("a.pol", "y", seen.digest), Conflict)
    assert isinstance(bench.save("a.pol", "y", ""), type(seen))
    assert isinstance(bench.save("a.pol", "z", ""), Conflict)


def test_every_text_that_was_replaced_can_be_had_again(bench: Workbench):
    seen = ""
    for text in ("one", "two", "three"):
        seen = bench.save("a.pol", text, seen).digest
    kept = bench.history("a.pol")
    assert [bench.kept("a.pol", one.id).text for one in kept] == ["two", "one"]
    assert kept[0].at > kept[1].at


def test_what_was_typed_is_there_until_it_is_saved(bench: Workbench):
    seen = bench.save("a.pol", "saved", "").digest
    bench.keep_draft("a.pol", "typed\nin two lines", seen)
    again = Workbench.of(bench.folder, bench.keep.parent)
    draft = again.draft("a.pol")
    assert draft
    assert (draft.text, draft.digest) == ("typed\nin two lines", seen)
    again.save("a.pol", "typed\nin two lines", seen)
    assert again.draft("a.pol") is None


def test_what_two_pages_type_into_one_file_is_kept_for_both(bench: Workbench):
    seen = bench.save("a.pol", "saved", "").digest
    bench.keep_draft("a.pol", "of one", seen, "one")
    bench.keep_draft("a.pol", "of two", seen, "two")
    # One saves, and the other has lost nothing.
    assert isinstance(bench.save("a.pol", "of one", seen, "one"), Text)
    assert bench.draft("a.pol", "two") == Text("of two", seen)
    # A page that is opened later goes on with what was typed last; the rest is in the history.
    bench.keep_draft("a.pol", "once more of one", seen, "one")
    assert bench.draft("a.pol", "three") == Text("once more of one", seen)
    past = [bench.kept("a.pol", one.id).text for one in bench.history("a.pol")]
    assert past == ["of two", "saved"]
    bench.forget("a.pol", "three")
    assert bench.draft("a.pol", "four") is None


@pytest.mark.parametrize(
    "name",
    [
        "../outside.pol",
        "/etc/passwd",
        "a/../../b.pol",
        "a.exe",
        ".hidden.pol",
        ".git/config.txt",
        "link/x.pol",
        "a\0.pol",
    ],
)
def test_no_file_outside_the_folder_is_opened(bench: Workbench, tmp_path: Path, name: str):
    (tmp_path / "outside.pol").write_text("secret")
    (bench.folder / "link").symlink_to(tmp_path)
    for ask in (bench.read, bench.history, bench.draft, lambda n: bench.save(n, "", "")):
        with pytest.raises(RefusedError):
            ask(name)


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write anywhere")
def test_a_folder_that_is_not_writable_is_told_and_the_draft_stays(bench: Workbench):
    bench.keep_draft("a.pol", "typed", "")
    bench.folder.chmod(0o555)
    try:
        with pytest.raises(RefusedError, match=r"a\.pol"):
            bench.save("a.pol", "typed", "")
    finally:
        bench.folder.chmod(0o755)
    assert bench.draft("a.pol")


def test_a_full_disk_is_told_and_leaves_the_file_as_it_was(
    bench: Workbench, monkeypatch: pytest.MonkeyPatch
):
    seen = bench.save("a.pol", "before", "")

    def full(self: Path, data: bytes) -> int:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(Path, "write_bytes", full)
    with pytest.raises(RefusedError) as refused:
        bench.save("a.pol", "after", seen.digest)
    assert "磁盘已满" in refused.value.render("zh")
    assert bench.read("a.pol") == seen


class Failing:
    """A disk that fails wherever something is written below a folder, and nowhere else."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, number: int) -> None:
        self.below: Path | None = None
        self.after = 0
        write = Path.write_bytes

        def failing(path: Path, data: bytes) -> int:
            if self.below is not None and path.is_relative_to(self.below):
                if self.after == 0:
                    raise OSError(number, os.strerror(number))
                self.after -= 1
            return write(path, data)

        monkeypatch.setattr(Path, "write_bytes", failing)


@pytest.mark.parametrize(
    ("number", "why"),
    [
        (errno.EROFS, "所在磁盘或文件夹是只读的"),
        (errno.ENOSPC, "磁盘已满"),
        (errno.EACCES, "没有权限"),
        (errno.EIO, "磁盘或网络位置没有响应"),
    ],
)
def test_what_cannot_be_written_is_told_with_where_the_text_is_now(
    bench: Workbench, monkeypatch: pytest.MonkeyPatch, number: int, why: str
):
    seen = bench.save("a.pol", "before", "").digest
    bench.keep_draft("a.pol", "typed", seen)
    disk = Failing(monkeypatch, number)

    def refused(below: Path, ask: Callable[[], object]) -> str:
        disk.below = below
        with pytest.raises(RefusedError) as told:
            ask()
        return told.value.render("zh")

    told = refused(bench.folder, lambda: bench.save("a.pol", "typed", seen))
    assert why in told
    assert "保留为草稿" in told
    # The draft says that it is a draft no more.
    told = refused(bench.keep, lambda: bench.keep_draft("a.pol", "typed more", seen))
    assert why in told
    assert "只留在本页面中" in told
    # Without a history nothing is replaced.
    told = refused(bench.keep, lambda: bench.save("a.pol", "typed", seen))
    assert why in told
    assert "未能存入历史" in told
    assert bench.read("a.pol").text == "before"
    assert bench.draft("a.pol") == Text("typed", seen)


def test_a_policy_is_begun_whole_or_not_at_all(bench: Workbench, monkeypatch: pytest.MonkeyPatch):
    disk = Failing(monkeypatch, errno.ENOSPC)
    disk.below, disk.after = bench.folder, 2
    text = "办法\n\n一、核查\n\n乡镇政府应当完成核查。\n"
    with pytest.raises(RefusedError, match="the disk is full"):
        begun(bench, "canal", "办法", "申请", text, (None, None), "zh")
    assert list(bench.folder.iterdir()) == []
    disk.below = None
    begun(bench, "canal", "办法", "申请", text, (None, None), "zh")
    assert len(list((bench.folder / "canal").iterdir())) == 4


def test_half_of_a_character_is_told_with_its_line(bench: Workbench):
    seen = bench.save("a.pol", "whole", "")
    for put in (bench.save, bench.keep_draft):
        with pytest.raises(RefusedError) as refused:
            put("a.pol", "一\n二\ud800", seen.digest)
        assert "第2行有半个字符" in refused.value.render("zh")
    assert (bench.read("a.pol"), bench.draft("a.pol")) == (seen, None)


def test_texts_that_are_no_utf_8_are_not_guessed(bench: Workbench):
    (bench.folder / "a.pol").write_bytes("政策".encode("gb18030"))
    with pytest.raises(RefusedError) as refused:
        bench.read("a.pol")
    assert "UTF-8" in refused.value.render("zh")


def test_policies_are_folders_and_files_that_stand_alone(bench: Workbench):
    bench.save("deep/er/00.pol", 'policy a "A"\n', "")
    bench.save("deep/er/source.txt", "一、", "")
    bench.save("one.pol", 'policy one "One"\n', "")
    bench.save("two.pol", 'policy two "Two"\n', "")
    found = {policy.name: policy.files for policy in bench.policies()}
    assert found == {
        "deep/er": ("deep/er/00.pol", "deep/er/source.txt"),
        "one.pol": ("one.pol",),
        "two.pol": ("two.pol",),
    }


def test_the_digest_tells_texts_apart():
    assert len({digest_of(text) for text in ("", "a", "a\n", "a\r\n", "\ud800")}) == 5
