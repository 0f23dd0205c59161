"""Mails leave by real SMTP, once each; what fails is tried again, and what can never arrive is said to be so."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from threading import Thread

import pytest
from sqlalchemy import select

from hubdirectory.actions import mailing
from hubdirectory.jobs import Job, Jobs
from hubdirectory.mail import MailAway, MailRefused, Smtp
from hubdirectory.models import Account, JobRun, Mail


class Later:
    """The world at other times."""

    def __init__(self, world):
        self.start = self.moment = world.now()
        self.world = replace(world, clock=lambda: self.moment)

    def go(self, **by):
        self.moment += timedelta(**by)


class Failing:
    def __init__(self, error):
        self.error, self.tried = error, []

    def send(self, to, letter, key):
        self.tried.append(to)
        if self.error:
            raise self.error


def put(world, to="amina@example.org", **more):
    with world.database.writing() as session:
        return mailing.queue(session, to=to, subject="Naïve?", text="Gruß\n", kind="test", at=world.now(), **more).id


def row(world, key):
    with world.database.reading() as session:
        return session.get_one(Mail, key)


def test_a_mail_leaves_by_smtp_and_is_noted_as_sent(world, mail_server):
    settings = replace(world.settings, mail_url=mail_server.url, public_url="https://hub.example.org")
    world = replace(world, settings=settings)
    key = put(world, html="<p>Gruß</p>")
    assert mailing.deliver(world) == 1
    (message,) = mail_server.messages
    assert (message["To"], message["Subject"]) == ("amina@example.org", "Naïve?")
    assert message["From"] == "Hub Directory <no-reply@hub.example.org>"
    assert message["Message-ID"] == f"<{key}@hub.example.org>"
    assert message.get_body(("plain",)).get_content().strip() == "Gruß"
    assert message.get_body(("html",)).get_content().strip() == "<p>Gruß</p>"
    assert row(world, key).sent_at == world.now()
    assert mailing.deliver(world) == 0


def test_a_mail_of_a_transaction_that_failed_is_never_sent(world):
    def fail_after_queueing():
        with world.database.writing() as session:
            mailing.queue(session, to="a@example.org", subject="No", text="No", kind="test", at=world.now())
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail_after_queueing()
    assert not mailing.something_due(world)


def test_a_server_that_is_away_is_tried_again_with_growing_pauses(world):
    later, away = Later(world), Failing(MailAway("nobody there"))
    key = put(later.world)
    pauses = []
    for _ in range(6):
        mailing.deliver(later.world, away)
        pauses.append(row(world, key).next_try_at - later.moment)
        later.moment = row(world, key).next_try_at
    assert [pause.total_seconds() / 60 for pause in pauses] == [1, 5, 15, 60, 240, 240]
    away.error = None
    assert mailing.deliver(later.world, away) == 1
    assert row(world, key).sent_at == later.moment


def test_after_three_days_a_mail_is_given_up_and_the_reason_kept(world):
    later, away = Later(world), Failing(MailAway("421 too busy"))
    key = put(later.world)
    for _ in range(40):
        mailing.deliver(later.world, away)
        later.go(hours=4)
    kept = row(world, key)
    assert timedelta(days=3) <= kept.given_up_at - kept.queued_at < timedelta(days=3, hours=8)
    assert (kept.problem, kept.sent_at, kept.refused_at) == ("421 too busy", None, None)
    assert mailing.outbox(replace(world, clock=lambda: kept.given_up_at)).failed == 1


def test_an_address_that_is_refused_is_not_tried_again_and_its_account_says_so(town):
    world = town.world
    with world.database.writing() as session:
        session.add(Account(id="a", email="gone@example.org"))
    key = put(world, to="gone@example.org", account_id="a")
    mailing.deliver(world, Failing(MailRefused("550 5.1.1 no such person")))
    assert row(world, key).refused_at == world.now()
    assert not mailing.something_due(world)
    with world.database.reading() as session:
        assert session.get_one(Account, "a").mail_refused_at == world.now()
    put(world, to="gone@example.org", account_id="a")
    mailing.deliver(world, Failing(None))
    with world.database.reading() as session:
        assert session.get_one(Account, "a").mail_refused_at is None


def test_one_mail_that_fails_does_not_hold_up_the_others(world):
    put(world, to="not an address\nat all")
    put(world)

    class Fussy(Failing):
        def send(self, to, letter, key):
            self.error = ValueError("no address") if "\n" in to else None
            super().send(to, letter, key)

    assert mailing.deliver(world, Fussy(None)) == 1


def test_a_week_after_it_was_sent_a_mail_holds_no_address_and_no_word(world):
    later = Later(world)
    key = put(later.world)
    mailing.deliver(later.world, Failing(None))
    later.go(days=6)
    assert mailing.clear_old(later.world) == 0
    later.go(days=2)
    assert mailing.clear_old(later.world) == 1
    kept = row(world, key)
    assert (kept.to, kept.subject, kept.text, kept.html) == ("", "", "", "")
    assert kept.sent_at == later.start


def test_two_workers_send_no_mail_twice(world):
    for number in range(12):
        put(world, to=f"p{number}@example.org")
    postman = Failing(None)
    workers = [Thread(target=lambda: mailing.deliver(world, postman)) for _ in range(3)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert sorted(postman.tried) == sorted(f"p{number}@example.org" for number in range(12))


def test_a_job_is_run_by_one_of_two_workers_and_again_at_its_next_turn(world):
    ran = []
    job = Job("count", 60, lambda _: ran.append(1))
    later = Later(world)
    workers = [Jobs(world, [job], lambda: later.moment) for _ in range(2)]
    threads = [Thread(target=worker.step) for worker in workers]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(ran) == 1
    later.go(seconds=61)
    assert workers[1].step() == 1
    assert len(ran) == 2


def test_a_job_that_fails_stops_no_other_and_its_problem_is_kept(world):
    ran = []

    def broken(_world):
        raise RuntimeError("it broke")

    Jobs(world, [Job("broken", 60, broken), Job("sound", 60, ran.append)], world.now).step()
    assert len(ran) == 1
    with world.database.reading() as session:
        problems = dict(session.execute(select(JobRun.name, JobRun.problem)).all())
    assert problems == {"broken": "RuntimeError: it broke", "sound": ""}


def test_a_job_of_a_worker_that_died_is_taken_over(world):
    later, ran = Later(world), []
    job = Job("long", 10, ran.append, longest_seconds=100)
    dead, other = (Jobs(world, [job], lambda: later.moment) for _ in range(2))
    assert dead._claim(job)
    later.go(seconds=50)
    assert other.step() == 0
    later.go(seconds=60)
    assert other.step() == 1


def test_a_word_for_the_mail_server_is_never_sent_without_tls_to_another_machine(mail_server, monkeypatch):
    monkeypatch.setattr("socket.getaddrinfo", _to_this_machine(mail_server))
    postman = Smtp(mail_server.url.replace("127.0.0.1", "user:word@mail.example.org"), "a@example.org", "Hub")
    with pytest.raises(MailAway, match="no TLS"):
        postman.send("b@example.org", mailing.Letter("s", "t"), "k")
    assert mail_server.messages == []


def _to_this_machine(mail_server):
    import socket

    real = socket.getaddrinfo
    return lambda host, *rest, **more: real("127.0.0.1" if host == "mail.example.org" else host, *rest, **more)
