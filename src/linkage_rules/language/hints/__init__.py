"""What a diagnostic proposes: the word, the type, the text that was probably meant."""
