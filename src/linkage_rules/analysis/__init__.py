"""Questions about whole policies, answered with the engines."""
