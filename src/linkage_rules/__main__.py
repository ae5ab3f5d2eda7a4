"""``python -m linkage_rules``: the command line where no script is on the path.

It bears the same name in its messages, and ends in the same ways.
"""

from linkage_rules.commands.cli import main

if __name__ == "__main__":
    main()
