"""Text that can be written: Python's texts may hold halves of characters, which no file can."""

from typing import Final

from linkage_rules.words.messages import Phrase

NOT_CHARACTERS: Final = Phrase("the text holds half a character", "文本中有不完整的字符")


def is_whole(text: str) -> bool:
    r"""Whether a text can be written in UTF-8.

    >>> is_whole("甲村"), is_whole("\ud83d")
    (True, False)
    """
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True
