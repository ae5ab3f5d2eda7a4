"""Shipped policies with small mistakes: does checking them ever end in anything but messages?

    python benchmarks/mistakes.py --texts 100000 --seed 1

prints how many texts were checked, how many of them had no fault, and the longest time that one
took on the processor. A text that ends in an error is written to the folder of temporary files, its
place is printed, and the exit code is 1.
"""

import argparse
import sys
import tempfile
import time
import traceback
from pathlib import Path
from random import Random

from linkage_rules.policy.loading.packages import load_package
from linkage_rules.testing.generation.mistakes import rechecked, with_mistakes, words_of

POLICIES = ("vocabulary", "xiangtan_2022", "example_county", "example_successor")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--texts", type=int, default=100_000, help="how many, over all policies")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--policy", action="append", choices=POLICIES)
    asked = parser.parse_args()
    policies = asked.policy or POLICIES
    errors = 0
    for name in policies:
        loaded, random = load_package(name), Random(f"{name} {asked.seed}")
        words = words_of(loaded)
        sound, longest = 0, 0.0
        for _ in range(asked.texts // len(policies)):
            number = random.randrange(len(loaded.files))
            text = with_mistakes(loaded.files[number][0].text, words, random)
            started = time.process_time()
            try:
                problems = rechecked(loaded, number, text).diagnostics
                for problem in problems:
                    problem.render("en"), problem.render("zh")
                sound += not problems
            except Exception:
                errors += 1
                traceback.print_exc(limit=-2)
                with tempfile.NamedTemporaryFile("w", suffix=".pol", delete=False) as kept:
                    kept.write(text)
                print(f"{name}: {loaded.files[number][0].name} as {Path(kept.name)}")
            longest = max(longest, time.process_time() - started)
        texts = asked.texts // len(policies)
        print(f"{name}: {texts} texts, {sound} without a fault, at most {longest:.2f} s for one")
    print(f"seed {asked.seed}: {errors} ended in an error")
    return 1 if errors else 0


if __name__ == "__main__":
    sys.exit(main())
