from __future__ import annotations

from hubdirectory.domain.watching import Problem
from hubdirectory.web.names import PROBLEMS


def test_every_problem_that_is_kept_has_words():
    assert set(PROBLEMS) == set(Problem) - {Problem.BUSY}
