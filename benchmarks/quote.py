"""Run the benchmarks that the documents quote, and put in what they print.

    python benchmarks/quote.py            # every figure, some minutes on a machine at rest
    python benchmarks/quote.py startup    # those whose command has this in it

A quoted figure stands in a document below `<!-- figures: COMMAND -->`, up to `<!-- end -->`.
"""

import re
import shlex
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
DOCUMENTS = (ROOT / "README.md", ROOT / "benchmarks" / "README.md")
QUOTED = re.compile(r"(<!-- figures: python (benchmarks/.*?) -->\n).*?(<!-- end -->)", re.DOTALL)


def main() -> int:
    chosen = " ".join(sys.argv[1:])

    def measured(quoted: re.Match[str]) -> str:
        before, command, after = quoted.groups()
        if chosen not in command:
            return quoted[0]
        print(f"python {command}", file=sys.stderr)
        arguments = [sys.executable, *shlex.split(command)]
        done = subprocess.run(arguments, cwd=ROOT, check=True, stdout=subprocess.PIPE, text=True)
        return f"{before}\n{done.stdout}\n{after}"

    for document in DOCUMENTS:
        document.write_text(QUOTED.sub(measured, document.read_text("utf-8")), "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
