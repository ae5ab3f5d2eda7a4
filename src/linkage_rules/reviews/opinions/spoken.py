"""What is declared, spoken of in a document: labels in Chinese, names read as words in English."""

from linkage_rules.words.called import Named, as_words
from linkage_rules.words.messages import Phrase


def spoken(declared: Named) -> Phrase:
    """A declared action, norm, bearer or field.

    >>> from linkage_rules.model.norms import Action
    >>> spoken(Action("enter_library", "纳入项目库", "Project"))
    Phrase(en='enter library', zh='纳入项目库')
    """
    words = as_words(declared.name)
    return Phrase(words, declared.label or words)
