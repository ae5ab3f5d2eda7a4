"""The reference that is made from the code: every public name is in it, in both languages."""

import json
import re
from collections.abc import Iterator
from importlib.resources import files

import pytest

from linkage_rules.service.contract import ANSWERS
from linkage_rules.words.catalogue import CATALOGUE
from tests.places import ROOT
from tests.site.modules import api, documents, reference

SNAPSHOT = ROOT / "tests" / "golden" / "public_api.txt"


@pytest.fixture(scope="module")
def texts() -> dict[str, dict[str, str]]:
    """The generated pages by name and language."""
    made = (*reference.generated(), *documents.generated(), *api.generated())
    return {page.name: dict(page.texts) for page in made}


def public_names() -> Iterator[str]:
    """Every name of the snapshot of the public API, with the module or class that it belongs to."""
    module = owner = ""
    for line in SNAPSHOT.read_text("utf-8").splitlines():
        if line.startswith("== "):
            module = line[3:] if line.startswith("== linkage_rules") else "others"
        elif found := re.match(
            r"( *)(?:class |def |module |staticmethod |classmethod )*(\w+)", line
        ):
            name = f"{owner}.{found[2]}" if found[1] else f"{module}.{found[2]}"
            owner = owner if found[1] else name
            yield name


def anchors(text: str) -> list[str]:
    return re.findall(r'^#+ .+ \{ #(\S+) \}$|<a id="([^"]+)">', text, re.MULTILINE)


@pytest.mark.parametrize("language", ["en", "zh"])
def test_every_public_name_has_an_anchor_of_its_own(texts, language):
    found = [
        heading or mark for page in texts.values() for heading, mark in anchors(page[language])
    ]
    assert len(found) == len(set(found))
    names = [*public_names()]
    assert len(names) > 500
    assert [name for name in names if name not in found] == []


def test_every_page_is_there_in_both_languages_with_what_the_code_says(texts):
    assert all(set(page) == {"en", "zh"} for page in texts.values())
    of = {name.rpartition("/")[2]: page for name, page in texts.items()}
    assert "| `must` | fulfilled | violated | due |" in of["statuses"]["en"]
    assert "| `应当` | 已履行 | 被违反 | 待履行 |" in of["statuses"]["zh"]
    assert "| `round a to b` | `a 四舍五入到 b` |" in of["operations"]["zh"]
    assert "| `must in principle not` | `原则上不得` |" in of["keywords"]["en"]
    assert "用法：linkage-rules review [选项] 政策 记录文件" in of["commands"]["zh"]


@pytest.mark.parametrize("name", ["decision", "summary"])
def test_every_field_of_a_document_is_told_in_both_languages(texts, name):
    schema = (files("linkage_rules") / f"{name}.schema.json").read_text("utf-8")
    page = texts[f"reference/documents/{name}"]
    for said in set(re.findall(r'"description": "([^"]+)"', schema)):
        assert said in page["en"]
        assert documents.in_chinese()[said] in page["zh"]
    for field in json.loads(schema)["required"]:
        assert f"| `{field}` |" in page["zh"]


def test_every_row_of_a_document_says_in_its_language_what_the_field_means(texts):
    chinese = re.compile("[\u4e00-\u9fff]")
    for name, page in texts.items():
        if not name.startswith("reference/documents/"):
            continue
        said = {
            language: [
                (line, line.rpartition(" | ")[2])
                for line in text.splitlines()
                if line.startswith("| `")
            ]
            for language, text in page.items()
        }
        assert len(said["en"]) == len(said["zh"]) > 5
        assert [line for line, meaning in said["zh"] if not chinese.search(meaning)] == []
        assert [line for line, meaning in said["en"] if not re.match(r"\w", meaning)] == []
        assert [line for line, meaning in said["en"] if chinese.search(meaning)] == []


def test_what_a_program_makes_for_others_has_its_schema_in_the_reference(texts):
    service, problems = (texts[f"reference/documents/{one}"] for one in ("service", "problems"))
    for language in ("en", "zh"):
        assert all(f"## {name} {{ #{name} }}" in service[language] for name in ANSWERS)
        assert "| `problems` | array: object |" in problems[language]
        assert "| `problems[].code` |" in problems[language]


def test_nothing_is_said_in_chinese_of_fields_that_no_document_has(texts):
    both = "".join(
        page["en"] for name, page in texts.items() if name.startswith("reference/documents/")
    )
    assert [said for said in documents.in_chinese() if said not in both] == []


def test_every_code_of_a_diagnostic_is_explained_with_an_example(texts):
    for page in texts["reference/messages/diagnostics"].values():
        parts = re.split(r"^## (POL-\d+)$", page, flags=re.MULTILINE)[1:]
        shown = {
            code: text.count("```text") for code, text in zip(parts[::2], parts[1::2], strict=True)
        }
        assert [*shown] == [*CATALOGUE]
        assert [code for code, count in shown.items() if not count] == []


def test_the_chinese_sentences_are_those_of_public_names_and_no_others(texts):
    names = {*public_names()}
    assert [name for name in api.in_chinese() if name not in names] == []
