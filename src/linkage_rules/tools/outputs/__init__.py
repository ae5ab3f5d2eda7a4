"""What an office takes away from a review: files to sort, to print, to sign and to process."""

from linkage_rules.tools.outputs.review import Review
from linkage_rules.tools.outputs.writing import EXTENSIONS, write_review

__all__ = ["EXTENSIONS", "Review", "write_review"]
