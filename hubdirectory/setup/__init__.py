"""From a fresh clone to a directory that runs. Standard library only: nothing is installed yet."""
