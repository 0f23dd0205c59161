"""What an importer says when it cannot go on. Each message is for the person who runs the import."""


class ImporterError(Exception):
    """Something about the file or its map has to be mended by a person."""


class SourceUnreadable(ImporterError):
    """The file as a whole cannot be read as a table; the message says why and what to do."""


class MapInvalid(ImporterError):
    """The map file, or the map together with this file, has mistakes: one sentence each in `problems`."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__("\n".join(problems))
        self.problems = problems
