"""What the colours of editors are held against, worked out once."""

import pytest

from tests.editors.truth import Policies, in_english, words, written_policies


@pytest.fixture(scope="session")
def policies(tmp_path_factory: pytest.TempPathFactory) -> Policies:
    """Policies in both languages by name: the text, and each word as the parser takes it."""
    texts = {**dict(written_policies()), **dict(in_english(tmp_path_factory.mktemp("english")))}
    return {name: (text, words(text)) for name, text in texts.items()}
