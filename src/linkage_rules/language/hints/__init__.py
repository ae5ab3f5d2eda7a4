"""Guessing what was meant: words, types and texts that a diagnostic proposes."""
