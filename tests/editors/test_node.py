"""Node for what is built of TypeScript is found where it lies."""

from pathlib import Path

import pytest

from tests.places import ROOT, module_at

NODE = module_at(ROOT / "editors" / "node.py", "node")
NPM = Path("lib", "node_modules", "npm", "bin", "npm-cli.js")


@pytest.mark.parametrize(
    ("windows", "program"), [(True, Path("node.exe")), (False, Path("bin", "node"))]
)
def test_node_lies_in_its_package_where_the_system_has_programs(
    tmp_path: Path, windows: bool, program: Path
) -> None:
    assert NODE.of_wheel(tmp_path, windows=windows) == (tmp_path / program, tmp_path / NPM)
