"""The words of remarks: what is no fault, but may not be meant."""

from collections.abc import Mapping
from typing import Final

from linkage_rules.words.messages import Message, message

REMARKS: Final[Mapping[str, Message]] = {
    "POL-801": message(
        "when “{norm}” applies, “{name}” does not, and “{again}”, which it overrides, "
        "applies again",
        "“{norm}”适用时“{name}”不适用，被它优先的“{again}”又重新适用",
        "that {again} is meant to apply then",
        "{again} 此时确应适用",
    ),
}
