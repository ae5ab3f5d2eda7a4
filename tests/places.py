"""Where tests find what they share: the repository, and two small policies with a text and records.

``library_entry`` is in Chinese and has records of every outcome; ``small_works`` has a source text
of which some is modelled, some is not and some is left out on purpose.
"""

from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
DOCS = ROOT / "docs"
SMALL_POLICIES = Path(__file__).parent / "small_policies"
LIBRARY_ENTRY = SMALL_POLICIES / "library_entry"
SMALL_WORKS = SMALL_POLICIES / "small_works"
