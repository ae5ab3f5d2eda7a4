"""The names of declarations in documents: labels in Chinese, ASCII names as words in English."""

from linkage_rules.words.called import Named, as_words
from linkage_rules.words.messages import Phrase


def spoken(declared: Named) -> Phrase:
    """The words for a declared action, norm, bearer or field.

    >>> from linkage_rules.model.norms import Action
    >>> spoken(Action("enter_library", "纳入项目库", "Project"))
    Phrase(en='enter library', zh='纳入项目库')
    """
    words = as_words(declared.name)
    return Phrase(words, declared.label or words)
