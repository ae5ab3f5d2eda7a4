"""Vim shows every word of shipped policies as the parser takes it."""

import json
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.editors.truth import GRAMMARS, TRANSLATED, Policies, by_line
from tests.places import ROOT

VIM = shutil.which("vim")

ASKED = tuple(f"{language}/{name}/" for language in ("policies", "en") for name in TRANSLATED[:2])
"""Not all of them: Vim takes its time."""

SCRIPT = """
set encoding=utf-8 nomore
let &runtimepath = g:editor . ',' . &runtimepath
filetype plugin on
syntax on
let found = []
for [file, places] in json_decode(join(readfile(g:asked), ''))
  execute 'edit ' . fnameescape(file)
  call add(found, map(copy(places), {_, place -> synIDattr(synID(place[0], place[1], 1), 'name')}))
  let settings = [&filetype, &shiftwidth, &expandtab, &commentstring]
endfor
call writefile([json_encode([found, settings])], g:answered)
qall!
"""


@pytest.mark.slow
@pytest.mark.skipif(VIM is None, reason="Vim is not installed")
def test_every_word_of_the_shipped_policies_is_coloured_as_the_parser_takes_it(
    policies: Policies, tmp_path: Path
) -> None:
    shipped = [name for name in policies if name.startswith(ASKED)]
    asked, expected = [], []
    for number, name in enumerate(shipped):
        text, known = policies[name]
        file = tmp_path / f"{number}.pol"
        file.write_text(text, "utf-8")
        places: list[tuple[int, int]] = []
        groups = []
        for line, before, word in by_line(text, known):
            first = len(before.encode()) + 1
            last = first + len(word.text[:-1].encode())
            places += [(line + 1, first), (line + 1, last)]
            groups += [GRAMMARS.GROUPS[word.kind][0]] * 2
        asked.append((str(file), places))
        expected.append(groups)
    (tmp_path / "asked.json").write_text(json.dumps(asked), "utf-8")
    (tmp_path / "ask.vim").write_text(SCRIPT, "utf-8")
    given = {
        "editor": ROOT / "editors" / "vim",
        "asked": tmp_path / "asked.json",
        "answered": tmp_path / "answered.json",
    }
    settings = [
        word for name, path in given.items() for word in ("--cmd", f"let g:{name}='{path}'")
    ]
    command = [str(VIM), "-N", "-u", "NONE", "-i", "NONE", "-n", "-es", *settings]
    subprocess.run(
        [*command, "-S", str(tmp_path / "ask.vim")], check=True, stdin=subprocess.DEVNULL
    )
    found, settings = json.loads((tmp_path / "answered.json").read_text("utf-8"))
    for name, groups, wanted, (_, places) in zip(shipped, found, expected, asked, strict=True):
        lines = policies[name][0].split("\n")
        wrong = [
            (lines[line - 1], column, group, want)
            for (line, column), group, want in zip(places, groups, wanted, strict=True)
            if group != want
        ]
        assert wrong == [], name
    assert settings == ["pol", 2, 1, "# %s"]
