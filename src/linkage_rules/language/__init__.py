"""From the text of a policy to its checked model. Nothing here evaluates anything."""
