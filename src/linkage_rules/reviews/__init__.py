"""Records judged one after another: findings, opinions, and the files they are written to."""
