"""The tables of the parser are kept as data, and a parser that is read from them is the same."""

import json

import pytest

from linkage_rules.language.reading import parser
from linkage_rules.language.reading.tables import from_kept

TEXT = "规范 n “甲” 对于 项目\n  当 收入 > 5% 且 户数 ≥ 3\n  经营主体 应当 建设\n"


class Kept(dict[str, bytes]):
    """What is kept, and how often it was looked for."""

    def read(self, name: str) -> bytes | None:
        return self.get(name)

    def write(self, name: str, data: bytes) -> None:
        self[name] = data


def made() -> parser.Lark:
    return parser._lark()


def never() -> parser.Lark:
    raise AssertionError("it is made anew")


@pytest.fixture(scope="module")
def kept() -> Kept:
    found = Kept()
    assert from_kept("grammar", found, made) is made()
    return found


def test_what_is_kept_is_read_again_and_reads_the_same(kept: Kept) -> None:
    again = from_kept("grammar", kept, never)
    assert again.parse(TEXT) == made().parse(TEXT)
    for text in ("规范 n 对于", "bearer", "fact f of P means a ="):
        found = []
        for one in (again, made()):
            reading = one.parse_interactive(text)
            reading.exhaust_lexer()
            found.append(reading.accepts())
        assert found[0] == found[1]


@pytest.mark.parametrize("spoil", [lambda d: d[:-1], lambda d: b"", lambda d: b"[" * 100])
def test_what_is_not_whole_is_made_anew_and_replaced(kept: Kept, spoil) -> None:
    spoiled = Kept({name: spoil(data) for name, data in kept.items()})
    assert from_kept("grammar", spoiled, made) is made()
    assert spoiled == kept


def test_another_grammar_is_another_name(kept: Kept) -> None:
    with pytest.raises(AssertionError, match="anew"):
        from_kept("another grammar", Kept(kept), never)


def test_it_is_plain_data(kept: Kept) -> None:
    (data,) = kept.values()
    assert json.loads(data.partition(b"\n")[2]).keys() == {"data", "memo"}
