"""Feeds one target with inputs that a fuzzer makes up, guided by what they reach in the library.

    python fuzz/run.py TARGET SECONDS CORPUS [SEED]

New inputs that reach something new are kept in the folder CORPUS. Ends with status 0 and a line of
figures, or with the input that made the library fail, which is kept as ``crash-…`` in CORPUS.
"""

import sys
from pathlib import Path

import atheris

HERE = Path(__file__).parent
MOST_BYTES = 4_096
MOST_MEGABYTES = 3_000
MOST_SECONDS = 300
"""For one input. A machine with other work is slow; what grows without bound takes longer still."""


def keywords() -> str:
    """The words of the language and of the formats, as the fuzzer's dictionary."""
    from linkage_rules.words.keywords import KEYWORDS

    spelled = [spelling for keyword in KEYWORDS for spelling in keyword.spellings]
    spelled += (HERE / "dictionary.txt").read_text("utf-8").split("\n")
    escaped = ("".join(f"\\x{byte:02x}" for byte in word.encode()) for word in spelled if word)
    return "".join(f'"{word}"\n' for word in escaped)


def main(name: str, seconds: str, corpus: str, seed: str = "0") -> None:
    with atheris.instrument_imports(include=["linkage_rules"]):
        sys.path.insert(0, str(HERE))
        import targets

    # What is made once, such as a policy that is checked, is no input's doing.
    targets.TARGETS[name](b"")
    folder = Path(corpus)
    folder.mkdir(parents=True, exist_ok=True)
    dictionary = folder.parent / "dictionary"
    dictionary.write_text(keywords())
    seeds = HERE / "seeds" / name
    settings = {
        "max_total_time": seconds,
        "seed": seed,
        "max_len": MOST_BYTES,
        "rss_limit_mb": MOST_MEGABYTES,
        "timeout": MOST_SECONDS,
        "dict": dictionary,
        "artifact_prefix": f"{folder.parent}/",
        "print_final_stats": 1,
        "verbosity": 1,
    }
    options = [f"-{option}={value}" for option, value in settings.items()]
    folders = [str(place) for place in (folder, seeds) if place.is_dir()]
    atheris.Setup([sys.argv[0], *options, *folders], targets.TARGETS[name])
    atheris.Fuzz()


if __name__ == "__main__":
    main(*sys.argv[1:])
