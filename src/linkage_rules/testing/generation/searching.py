"""How a generated record that shows something is looked for."""

from hypothesis import HealthCheck, Phase, settings


def searching(tries: int) -> settings:
    """Settings of a search that is no test: it repeats itself, keeps nothing, and prints nothing.

    >>> searching(20).max_examples
    20
    """
    return settings(
        max_examples=tries,
        database=None,
        deadline=None,
        phases=(Phase.generate, Phase.shrink),
        suppress_health_check=list(HealthCheck),
        report_multiple_bugs=False,
        print_blob=False,
    )
