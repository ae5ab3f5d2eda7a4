"""The Common Expression Language on Rust, bound by the package common-expression-language."""

from engines import Contender, with_day_number
from engines.cel_expressions import ALL, WITHOUT


def contender() -> Contender:
    import cel

    return Contender(
        "common-expression-language (Rust CEL)",
        cel.compile(ALL).execute,
        prepare=with_day_number,
        distribution="common-expression-language",
        without=WITHOUT,
    )
