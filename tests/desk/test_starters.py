"""A double click starts the desk of a folder, whatever its name holds."""

import shlex
import subprocess
from pathlib import Path

import pytest

from linkage_rules.desk.starters import STARTERS, write_starter

FOLDERS = ["plain", "县 政策", "it's", 'a"b', "50%PATH%", "$HOME `id`", "back\\slash"]


@pytest.mark.parametrize("name", FOLDERS)
def test_the_shell_starter_names_the_folder_as_it_is(tmp_path: Path, name: str):
    folder = tmp_path / name
    folder.mkdir()
    told = tmp_path / "told"
    python = tmp_path / "python"
    python.write_text(f'#!/bin/sh\nprintf "%s\\n" "$@" > {shlex.quote(str(told))}\n')
    python.chmod(0o755)
    subprocess.run([write_starter("darwin", str(python), folder)], check=True)
    assert told.read_text() == f"-m\nlinkage_rules\ndesk\n{folder}\n"


def test_the_windows_starter_has_the_line_ends_and_the_code_page_of_its_system(tmp_path: Path):
    folder = tmp_path / "县 50%"
    folder.mkdir()
    written = write_starter("win32", r"C:\Python\python.exe", folder).read_bytes().decode()
    lines = written.split("\r\n")
    assert lines[1] == "chcp 65001 >nul"
    doubled = str(folder).replace("%", "%%")
    assert lines[2] == rf'"C:\Python\python.exe" -m linkage_rules desk "{doubled}"'
    assert "\n" not in written.replace("\r\n", "")


@pytest.mark.parametrize("name", FOLDERS)
def test_the_linux_starter_is_read_as_the_specification_says(tmp_path: Path, name: str):
    folder = tmp_path / name
    folder.mkdir()
    written = write_starter("linux", "/usr/bin/python3", folder).read_text()
    (line,) = (one.removeprefix("Exec=") for one in written.splitlines() if one.startswith("Exec="))
    # First the escapes of every value are read, then those of what is quoted, as a shell does, then
    # field codes.
    script = f"printf '%s\\n' {line.replace(chr(92) * 2, chr(92))}"
    read = subprocess.run(["sh", "-c", script], check=True, capture_output=True, text=True).stdout
    assert read.replace("%%", "%").splitlines() == [
        *["/usr/bin/python3", "-m", "linkage_rules", "desk"],
        str(folder),
    ]


def test_other_systems_get_the_starter_of_linux(tmp_path: Path):
    assert write_starter("freebsd14", "python3", tmp_path).name == STARTERS["linux"].name
