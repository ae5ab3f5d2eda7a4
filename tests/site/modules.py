"""The modules that make the site: they lie beside one another in docs/site and in no package."""

import sys
from importlib import import_module

from tests.places import ROOT

sys.path.insert(0, str(ROOT / "docs" / "site"))
try:
    api, checks, documents, llms, pages, reference = map(
        import_module, ("api", "checks", "documents", "llms", "pages", "reference")
    )
finally:
    sys.path.remove(str(ROOT / "docs" / "site"))
