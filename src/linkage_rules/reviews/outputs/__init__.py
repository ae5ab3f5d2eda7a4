"""The files and texts that a review is written to: to sort, to print, to sign and to process."""

from linkage_rules.reviews.outputs.review import Review, Sharing
from linkage_rules.reviews.outputs.writing import (
    ENDINGS,
    MEDIA_TYPES,
    PRINTED,
    SHARING,
    Form,
    check_paths,
    is_folder,
    print_review,
    write_review,
)

__all__ = [
    "ENDINGS",
    "MEDIA_TYPES",
    "PRINTED",
    "SHARING",
    "Form",
    "Review",
    "Sharing",
    "check_paths",
    "is_folder",
    "print_review",
    "write_review",
]
