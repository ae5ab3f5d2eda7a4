"""Reads the text of a policy, for tests that care about what was found and not about files."""

from attrs import frozen

from linkage_rules.language.checking.check import check
from linkage_rules.language.diagnostics import Diagnostic, in_file_order, without_consequences
from linkage_rules.language.reading.parser import parse
from linkage_rules.language.reading.source import SourceFile
from linkage_rules.model.expressions import Expression
from linkage_rules.model.package import Package

PROJECT = """\
policy p "P"
enum kind "种类"
  red "红"
  blue "蓝"
enum other_kind "另类"
  red "赤"
  green "绿"
record Fund "资金来源"
  amount "金额": money
  share "比例": number
  type "资金类型": kind
  count_ "笔数": whole number
record Village "村"
  poor "脱贫村": yes/no
  projects "村内项目": list of Fund
record Project "项目"
  operating "经营性": yes/no
  idle "闲置": yes/no
  households "户数": whole number
  ratio "系数": number
  budget "预算": money
  start "开工日": date
  term "期限": period
  note "说明": text
  colour "颜色": kind
  shade "色调": other_kind
  main "主要资金": Fund
  funds "资金": list of Fund
  numbers "各年户数": list of whole number
  colours "各色": list of kind
  lists "表": list of list of money
bearer county "县"
action build "建设" of Project
  done when operating
action rectify "整改" of Project
action visit "走访" of Village
"""
"""Declarations that most tests can start from; it has no faults."""


@frozen
class Reading:
    """What came of a policy: its model and every problem, in the order of the files."""

    package: Package
    diagnostics: tuple[Diagnostic, ...]

    @property
    def codes(self) -> list[str]:
        return [diagnostic.code for diagnostic in self.diagnostics]

    @property
    def places(self) -> list[tuple[str, str]]:
        """The code of every problem with the words it points at."""
        return [(d.code, _words(d)) for d in self.diagnostics]

    @property
    def rendered(self) -> str:
        return "\n".join(diagnostic.render("en") for diagnostic in self.diagnostics)


def _words(diagnostic: Diagnostic) -> str:
    span, line = diagnostic.span, diagnostic.excerpt.line
    return line[span.column - 1 : span.column - 1 + span.end - span.start]


def read(*texts: str, uses: tuple[Package, ...] = ()) -> Reading:
    """Read the texts as the files a.pol, b.pol … of one package."""
    sources = [SourceFile(f"{chr(97 + n)}.pol", text) for n, text in enumerate(texts)]
    parsed = [(source, *parse(source)) for source in sources]
    misread = [problem for *_, problems in parsed for problem in problems]
    checked = check([(source, file) for source, file, _ in parsed], uses)
    found = [*misread, *without_consequences(misread, checked.diagnostics)]
    return Reading(checked.package, in_file_order(found, [source.name for source in sources]))


def package_of(*texts: str, uses: tuple[Package, ...] = ()) -> Package:
    """The model of texts that have no faults."""
    reading = read(*texts, uses=uses)
    assert not reading.diagnostics, reading.rendered
    return reading.package


def meaning(expression: str, type_name: str = "yes/no") -> Expression:
    """The checked expression of that type about a `PROJECT` project."""
    package = package_of(f"{PROJECT}\nfact x of Project: {type_name}\n  means {expression}\n")
    return package.facts["x"].means
