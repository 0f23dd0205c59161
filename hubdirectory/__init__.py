"""Hub Directory: a community hub directory and signposting service."""

__version__ = "0.1.0"
