"""Libraries that only some users need: what they are for, and which extra installs them."""

from collections.abc import Mapping
from importlib import import_module
from types import ModuleType
from typing import Final

from linkage_rules.errors import Error, Fault

_PURPOSES: Final[Mapping[str, tuple[str, str]]] = {
    "sheets": ("spreadsheets need", "读写电子表格需要"),
    "parquet": ("Parquet files need", "读写 Parquet 文件需要"),
    "tables": ("whole tables need", "处理整表需要"),
    "calendar": ("calendars need", "写出日历文件需要"),
    "word": ("Word documents need", "写出 Word 文档需要"),
    "analysis": ("proofs need", "证明与比较需要"),
    "spark": ("Spark needs", "使用 Spark 需要"),
    "postgres": ("PostgreSQL needs", "读写 PostgreSQL 需要"),
    "mysql": ("MySQL needs", "读取 MySQL 需要"),
    "service": ("the service needs", "网络服务需要"),
    "lsp": ("editors need", "在编辑器中辅助编写需要"),
    "desk": ("the desk needs", "使用工作台需要"),
    "testing": ("generated records need", "生成记录需要"),
}
"""What each extra is for, in English and in Chinese."""


class MissingExtraError(Error, ImportError):
    """A library that is needed is not installed, or cannot be loaded; an extra installs it.

    ``extra`` and ``package`` are their names, ``lacking_en`` and ``lacking_zh`` say what is
    missing, ``command`` what installs it. ``str()`` gives the message in English and in Chinese,
    `render` in one of them.

    >>> print(MissingExtraError("analysis", ModuleNotFoundError(name="z3")).render("en"))
    proofs need z3, which is not installed; run pip install "linkage-rules[analysis]"
    """

    def __init__(self, extra: str, error: ImportError) -> None:
        self.extra = extra
        self.package = (error.name or "").partition(".")[0]
        need_en, need_zh = _PURPOSES[extra]
        if isinstance(error, ModuleNotFoundError):
            why_en, why_zh = "is not installed", "尚未安装"
        else:
            why_en, why_zh = f"cannot be loaded ({error})", f"无法载入（{error}）"
        self.lacking_en = f"{need_en} {self.package}, which {why_en}"
        self.lacking_zh = f"{need_zh} {self.package}，{why_zh}"
        self.command = f'pip install "linkage-rules[{extra}]"'
        en = f"{self.lacking_en}; run {self.command}"
        zh = f"{self.lacking_zh}；请运行 {self.command}"
        super().__init__(f"{en}\n{zh}", name=self.package)
        self.problems = (Fault("EXT-001", (extra,), en, zh),)
        self._lacks = error

    def __reduce__(self) -> tuple[type, tuple[str, ImportError]]:
        return type(self), (self.extra, self._lacks)


def required(module: str, extra: str) -> ModuleType:
    """A module of a library that ``extra`` installs.

    Raises `MissingExtraError` where it is not there, or is there and cannot be loaded.

    >>> required("attrs", "sheets").__name__
    'attrs'
    """
    try:
        return import_module(module)
    except ImportError as error:
        if error.name is None:
            error.name = module
        raise MissingExtraError(extra, error) from error
