"""What an office takes away from a review: files to sort, to print, to sign and to process."""

from linkage_rules.reviews.outputs.review import Review
from linkage_rules.reviews.outputs.writing import (
    ENDINGS,
    PRINTED,
    Form,
    check_paths,
    is_folder,
    print_review,
    write_review,
)

__all__ = [
    "ENDINGS",
    "PRINTED",
    "Form",
    "Review",
    "check_paths",
    "is_folder",
    "print_review",
    "write_review",
]
