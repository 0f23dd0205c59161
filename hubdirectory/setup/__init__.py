"""Set-up: from a fresh clone to a directory that runs. Standard library only, since nothing is installed yet."""
