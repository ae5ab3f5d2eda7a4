"""The command line, one module for each command, named as it is typed."""
