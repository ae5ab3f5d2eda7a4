"""A small policy of three files that uses another, as an editor has it open."""

from pathlib import Path

import pytest
from attrs import define
from lsprotocol.types import Position

from linkage_rules.editing.documents import Encoding
from linkage_rules.editing.folders import Known
from linkage_rules.editing.session import Session

SHARED = 'policy shared "公用"\n\nbearer county "县农业农村局"\n'
POLICY = """\
政策 wells "𠀀水井办法"
  施行 2024年1月1日 至 2030年12月31日
  原文 "source.txt"

引用 shared
"""
RECORDS = """\
枚举 kind "种类"
  deep "深井"
  shallow "浅井"

记录 Well "水井"
  id "编号"：文本
  kind "井的种类"：种类
  depth "深度"：数 不小于 0
  sealed "已封井"：是否
"""
RULES = """\
行为 drill "打井" 关于 水井

事实 too_deep "过深" 关于 水井
  指 深度 > 100 且 井的种类 属于 {深井}
  依据 一 "深度超过100米的，为过深"

# 一条注释，
# 分两行写。
规范 no_deep "过深不得打" 对于 水井
  依据 二 "过深的井，不得打"
  当 过深
  县农业农村局 不得 打井

示例 "过深的井" 关于 水井
  给定 深度：120，井的种类：深井
  截至 2024年6月1日
  期望 打井 被禁止 依照 no_deep
"""
SOURCE = "一、界定\n深度超过100米的，为过深。\n二、要求\n过深的井，不得打。须报县里同意。\n"


@define
class Desk:
    """An editor that has the files of a policy open."""

    folder: Path
    session: Session

    def path(self, name: str) -> Path:
        return self.folder / name

    def write(self, name: str, text: str) -> None:
        """Open a document, or put another text in its place."""
        path = self.path(name)
        self.session.open(path, path.as_uri(), text, 1)

    @property
    def known(self) -> Known:
        return self.session.known(self.path("20_rules.pol"))

    def text(self, name: str) -> str:
        return self.known.document(self.path(name)).read

    def at(self, name: str, words: str, into: int = 1, nth: int = 0) -> Position:
        """A place within words of a file."""
        text, start = self.text(name), -1
        for _ in range(nth + 1):
            start = text.index(words, start + 1)
        document = self.known.document(self.path(name))
        return document.position(start + into, self.session.encoding)


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    folder = tmp_path / "wells"
    folder.mkdir()
    (tmp_path / "shared.pol").write_text(SHARED, "utf-8")
    (folder / "source.txt").write_text(SOURCE, "utf-8")
    texts = {"00_policy.pol": POLICY, "10_records.pol": RECORDS, "20_rules.pol": RULES}
    desk = Desk(folder.resolve(), Session(Encoding.UTF_16, "zh"))
    for name, text in texts.items():
        (folder / name).write_text(text, "utf-8")
        desk.write(name, text)
    assert [d.render("zh") for d in desk.known.loaded.diagnostics] == []
    return desk
