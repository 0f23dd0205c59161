"""What the worker does besides indexing: a list of jobs, each run by one worker at a time.

A job is a function of the world that does a bounded piece of work and returns. Whatever it raises is kept as its
problem; the other jobs go on, and it is tried again at its next turn.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from sqlalchemy import insert, or_, select, update
from sqlalchemy.exc import IntegrityError

from hubdirectory.actions import board, mailing, meaning, notices, occurrences, records, referring, sheets
from hubdirectory.actions.accounts.clearing import clear as clear_sign_ins
from hubdirectory.actions.desk.duplicates import refresh as find_duplicates
from hubdirectory.actions.desk.following import tell_followers
from hubdirectory.actions.freshness.reminding import remind
from hubdirectory.actions.navigating import signposts
from hubdirectory.actions.organisations import counting, pictures
from hubdirectory.actions.watching.looking import watch_by_night
from hubdirectory.actions.watching.telling import tell_organisations
from hubdirectory.actions.workbench import counting as searches
from hubdirectory.actions.workbench import proposing
from hubdirectory.actions.world import World
from hubdirectory.models import JobRun

log = logging.getLogger("hubdirectory.jobs")


@dataclass(frozen=True)
class Job:
    """One job.

    every_seconds: from one beginning to the next
    longest_seconds: after that, a worker that has not reported is taken to be dead, and another may run it
    slow: it may take minutes; slow jobs have a thread of their own, so that a mail never waits for them
    wanted: asked first where it is cheap to see that there is nothing to do
    """

    name: str
    every_seconds: float
    run: Callable[[World], object]
    longest_seconds: float = 900
    slow: bool = False
    wanted: Callable[[World], bool] = lambda _world: True


JOBS: tuple[Job, ...] = (
    Job("mail", 1, mailing.deliver, wanted=mailing.something_due),
    Job("old mail", 3600, mailing.clear_old),
    Job("pauses", 60, records.resume_what_is_due, wanted=records.something_to_resume),
    Job("notices", 10, notices.keep, wanted=notices.something_to_keep),
    Job("day sheets", 60, board.send_sheets, wanted=board.sheets_due),
    Job("unconfirmed addresses", 3600, board.clear_unconfirmed),
    Job("duties that are over", 3600, board.clear_duties),
    Job("old sign-ins", 3600, clear_sign_ins),
    Job("old sheets", 3600, sheets.clear_old),
    Job("reminders", 1800, remind, slow=True),
    Job("links and numbers", 1800, watch_by_night, longest_seconds=1800, slow=True),
    Job("what does not work", 3600, tell_organisations, slow=True),
    Job("likely duplicates", 24 * 3600, find_duplicates, longest_seconds=1800, slow=True),
    Job("referrals", 900, referring.keep, wanted=referring.something_to_keep),
    Job("watched records", 24 * 3600, tell_followers),
    Job("old pictures", 24 * 3600, pictures.sweep),
    Job("old figures", 24 * 3600, counting.clear_old),
    Job("old signposts", 24 * 3600, signposts.clear_old),
    Job("old searches", 3600, searches.clear_old),
    Job("proposed needs", 120, proposing.look, slow=True),
    Job("phrases", 60, meaning.prepare_vectors, longest_seconds=1800, slow=True, wanted=meaning.vectors_wanted),
    Job("occurrences", 3600, occurrences.roll_beside_others, slow=True),
)


class Jobs:
    """The jobs of one worker. Their turns follow the machine's clock, also where HUB_NOW stands still."""

    def __init__(
        self, world: World, jobs: Sequence[Job] = JOBS, clock: Callable[[], datetime] = lambda: datetime.now(UTC)
    ) -> None:
        self.world, self.jobs, self.clock = world, jobs, clock
        self._known: set[str] = set()

    def step(self) -> int:
        """Runs each job whose turn it is; how many ran."""
        return sum(self._run(job) for job in self.jobs if self._claim(job))

    def _claim(self, job: Job) -> bool:
        """One worker gets it: the row changes hands in a single statement."""
        now = self.clock()
        self._make_known(job, now)
        free = or_(JobRun.held_until.is_(None), JobRun.held_until < now)
        with self.world.database.reading() as session:
            turn = session.scalar(select(JobRun.name).where(JobRun.name == job.name, JobRun.next_at <= now, free))
        if not turn or not job.wanted(self.world):
            return False
        with self.world.database.writing() as session:
            claimed = session.execute(
                update(JobRun).where(JobRun.name == job.name, JobRun.next_at <= now, free).values(
                    next_at=now + timedelta(seconds=job.every_seconds), began_at=now,
                    held_until=now + timedelta(seconds=job.longest_seconds),
                ).returning(JobRun.name)
            )  # fmt: skip
            return bool(claimed.all())

    def _make_known(self, job: Job, now: datetime) -> None:
        if job.name in self._known:
            return
        try:
            with self.world.database.writing() as session:
                if session.get(JobRun, job.name) is None:
                    session.execute(insert(JobRun).values(name=job.name, next_at=now, problem=""))
        except IntegrityError:
            log.debug("Another worker was first to note %s.", job.name)
        self._known.add(job.name)

    def _run(self, job: Job) -> bool:
        problem = ""
        try:
            job.run(self.world)
        except Exception as error:  # whatever it is, the next job must have its turn
            log.exception("The job %s failed.", job.name)
            problem = f"{type(error).__name__}: {error}"[:300]
        now = self.clock()
        ended = {"held_until": None, "ended_at": now, "problem": problem}
        with self.world.database.writing() as session:
            session.execute(
                update(JobRun).where(JobRun.name == job.name).values(**ended, **({} if problem else {"succeeded_at": now}))
            )
        return True
