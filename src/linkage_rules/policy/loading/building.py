"""A package, and all that it rests on, as the content of one file; `built` reads it again."""

from pathlib import Path, PurePosixPath
from typing import Final

from linkage_rules.plain.rows import to_rows
from linkage_rules.policy.loading.built import refuse_to_build, sealed_file
from linkage_rules.policy.loading.given import given_place
from linkage_rules.policy.loading.packages import LoadedPackage
from linkage_rules.sources import Place
from linkage_rules.words.messages import Phrase


def build(loaded: LoadedPackage) -> bytes:
    """A package without problems, and all that it rests on, as the content of one file.

    The same texts give the same bytes. Raises `PolicyError` where they cannot stand in one
    file.
    """
    texts: dict[str, str] = {}
    names: dict[str, str] = {}
    packages: list[tuple[list[str], list[int]]] = []
    numbers: dict[Place, int] = {}
    for package in loaded.used_first():
        home = PurePosixPath(package.place.name)
        folder = home.parent if package.place.is_file() else home
        for file, _ in package.files:
            names[file.name] = str(folder / Path(file.name).name)
            _put(texts, names[file.name], file.text)
        if package.source is not None:
            _put(texts, str(folder / Path(package.source.name).name), package.source.text)
        own = [names[file.name] for file, _ in package.files]
        packages.append((own, [numbers[used.place] for used in package.uses]))
        numbers[package.place] = len(numbers)
    given_place(texts, loaded.place.name, None)
    return sealed_file(
        {
            "policy": loaded.place.name,
            "source": loaded.source and str(folder / Path(loaded.source.name).name),
            "packages": packages,
            "texts": texts,
            "files": [*names.values()],
            "model": to_rows(loaded.package, [*names]),
        }
    )


def _put(texts: dict[str, str], path: str, text: str) -> None:
    if texts.setdefault(path, text) != text:
        refuse_to_build(_TWO_OF_ONE_NAME.filled(path=path))


_TWO_OF_ONE_NAME: Final = Phrase(
    "two different texts would both be called {path} in it; give one of the policies another name",
    "两个不同的文本在其中同名：{path}；请给其中一个政策另取名称",
)
