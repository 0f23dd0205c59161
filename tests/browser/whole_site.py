"""The sample town with something on every page of it: what is sent, asked, answered and half done by each kind of person."""

from __future__ import annotations

import re
from collections import Counter, defaultdict, deque
from dataclasses import dataclass, field, replace
from datetime import timedelta
from html import unescape
from urllib.parse import parse_qs, urlsplit

from sqlalchemy import select, update
from werkzeug.exceptions import HTTPException

from hubdirectory.actions import changes, referring
from hubdirectory.actions.board.listening import stop_address
from hubdirectory.actions.freshness.reminding import remind
from hubdirectory.app import create_app
from hubdirectory.models import Account, AccountSession, Change, Listener, Mail, Membership, Organisation, Service
from hubdirectory.web.signing_in import COOKIE
from tests.factories.accounts import actor_for, make_account, session_for
from tests.factories.records import Records

ROLES = ("manager", "commissioner", "navigator", "owner", "editor", "resident")
WHO = ("visitor", *ROLES, "half", "waiting")
HUB = "/hubs/community-hub-central"
# Where each begins to walk: the doors, and pages that nothing but a form leads to.
SEEDS = {
    "visitor": [
        "/", "/search?q=mental+health", "/sign-in", "/sign-in/sent", "/offline", "/start/next?words=lonely",
        *(f"{HUB}/{page}" for page in ("touch", "screen", "follow/sent", "report/thanks")),
    ],
    "manager": ["/desk", "/desk/lists/duplicates"],
    "commissioner": ["/desk/gaps"],
    "navigator": ["/navigate", "/navigate/find?need=debt", "/navigate/referrals", f"{HUB}/touch/stop"],
    "owner": ["/our", "/our/referrals"],
    "editor": ["/our"],
    "resident": ["/account", "/list", "/mail", "/our/claim/forge"],
    "half": ["/account/second-step-needed"],
    "waiting": ["/sign-in/second-step"],
}  # fmt: skip


@dataclass(frozen=True)
class Reached:
    """A page and whom it was opened as."""

    endpoint: str
    who: str
    address: str


@dataclass
class WholeSite:
    """`service` and `slug`: one of the owner's services; `seeds`: where more may begin to walk, by who they are."""

    world: object
    app: object
    organisation: str = ""
    service: str = ""
    slug: str = ""
    ids: dict = field(default_factory=dict)
    seeds: dict = field(default_factory=lambda: defaultdict(list))

    def client(self, who):
        client = self.app.test_client()
        if who in self.ids:
            client.set_cookie(COOKIE, self.token(who))
        return client

    def post(self, who, address, page="", /, **fields):
        """As its form is sent; `page`: where that form stands, if not there."""
        client = self.client(who)
        form = client.get(page or address).get_data(as_text=True)
        found = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', form)
        return client.post(address, data={"csrf_token": found[1] if found else "", **fields})

    def token(self, who):
        """Somebody "waiting" has given a password and not yet the code; "half" has no second step although a manager."""
        began = session_for(self.world, self.ids[who], second_step=who not in ("half", "waiting"))
        if who == "waiting":
            with self.world.database.writing() as session:
                session.get_one(AccountSession, began.id).waiting = True
        return began.token

    def mailed(self, pattern):
        """The newest link of that kind in a mail."""
        return re.findall(pattern, self.all_mails())[-1]

    def all_mails(self):
        return "\n".join(self.rows(select(Mail.text).order_by(Mail.queued_at)))

    def rows(self, wanted):
        with self.world.database.reading() as session:
            return session.scalars(wanted).all()


def whole_site(world):
    """The site of the sample town after a busy day."""
    settings = replace(world.settings, referrals=True, referral_keys=(b"k" * 32,))
    morning = next_tuesday(world.now())
    world = replace(world, settings=settings, clock=lambda: morning)
    app = create_app(world=world)
    site = WholeSite(world, app)
    for account in site.rows(select(Account).order_by(Account.email)):
        who = account.email.partition("@")[0]
        if who in ROLES:
            site.ids[who] = account.id
    site.ids |= {"half": make_account(world, "manager"), "waiting": make_account(world, "manager", totp_confirmed_at=world.now())}
    for happens in (mails, teams, referrals, sheets, words_that_wait):
        happens(site)
    return site


def next_tuesday(now):
    """A morning on which organisations are written to."""
    return (now + timedelta(days=(1 - now.weekday()) % 7)).replace(hour=10, minute=30)


def mails(site):
    """The links that people are sent: to sign in, change an address, follow, say that a record is right."""
    site.post("visitor", "/sign-in", email="resident@sample.example")
    site.ids["mover"] = make_account(site.world, "resident", email="mover@example.org")
    site.post("mover", "/account/email", email="moved@example.org")
    site.post("mover", site.mailed(r"/account/email/confirm/\S+"))
    site.post("resident", "/account/email", email="another@example.org")
    site.post("visitor", f"{HUB}/follow", email="ola@example.org")
    [follower] = site.rows(select(Listener.id))
    site.seeds["visitor"].append(urlsplit(stop_address(site.world, follower)).path)
    for name in ("Choir", "Archery"):
        stale_club(site, name)
    remind(site.world)
    reminder, answered = list(dict.fromkeys(re.findall(r"/still-right/[\w.-]+", site.all_mails())))[-2:]
    site.client("visitor").post(answered)
    pages = ("change", "not-me", "stopped", "sent", "thanks", "mailed", "told")
    site.seeds["visitor"] += [f"{answered}/thanks", *(f"{reminder}/{page}" for page in pages)]


def stale_club(site, name):
    long_ago = site.world.now() - timedelta(days=200)
    with site.world.database.writing() as session:
        records = Records(session)
        club = records.organisation(name, created_at=long_ago)
        records.service(f"{name} for everybody", organisation=club, created_at=long_ago)
        club_id = club.id
    make_account(site.world, "organisation", email=f"{name}@example.org", member_of=club_id, member="owner", created_at=long_ago)


def teams(site):
    """A colleague who was invited, an organisation that is claimed by its own address."""
    with site.world.database.writing() as session:
        Records(session).organisation("The Forge", slug="forge", website="https://forge.org.uk")
        mine = session.scalars(select(Membership).where(Membership.account_id == site.ids["owner"])).first()
        site.organisation = mine.organisation_id
        session.get_one(Account, site.ids["owner"]).totp_confirmed_at = site.world.now()
        session.get_one(Organisation, mine.organisation_id).trusted = True
    site.post("owner", f"/our/organisations/{site.organisation}/people", email="cy@example.org", role="editor")
    site.post("resident", "/our/claim/forge", way="mail", address="jo@forge.org.uk")


def referrals(site):
    """Somebody whom the navigator refers to the owner's organisation."""
    quiet = Service.id.not_in(select(Change.record_id))
    theirs = select(Service).where(Service.organisation_id == site.organisation, Service.state == "published", quiet)
    with site.world.database.writing() as session:
        service = session.scalars(theirs.order_by(Service.slug)).first()
        service.accepts_referrals = True
        site.service, site.slug = service.id, service.slug
    referring.name_reader(site.world, actor_for(site.world, site.ids["owner"]), site.organisation, site.ids["owner"])
    form = f"/navigate/referrals/new/{site.slug}"
    shown = re.search(r'name="shown"[^>]*value="([^"]+)"', site.client("navigator").get(form).get_data(as_text=True))[1]
    answers = {"pass_on": "yes", "may_contact": "yes", "message": "no", "tell_back": "yes"}
    person = {"name": "Amina", "contact": "07700 900461", "what_for": "Company"}
    site.seeds["navigator"].append(form)
    assert site.post("navigator", form, **answers, **person, shown=shown).status_code == 303


def sheets(site):
    """A sheet that lives at a link of its own."""
    values = {"language": "en", "style": "ordinary", "name": "", "start": "", "alive": "y", "email": "", "number": ""}
    answer = site.post("navigator", f"/navigate/sheet?service={site.slug}", way="link", **values).get_data(as_text=True)
    site.seeds["visitor"].append(re.search(r"/s/[\w-]{22}", answer)[0])
    site.seeds["navigator"] += [f"/navigate/{page}?service={site.slug}&pick={site.slug}" for page in ("sheet", "shortlist")]


def words_that_wait(site):
    """Two who edited at once; a form that outlived its session; many records done at a time."""
    owner, colleague = (actor_for(site.world, site.ids[who]) for who in ("owner", "editor"))
    draft = changes.draft(site.world, colleague, "service", site.service)
    for actor in (owner, colleague):
        changes.save(site.world, actor, "service", site.service, {"summary": f"Words of {actor.account_id}"}, stamp=draft.stamp)
    changes.submit(site.world, colleague, "service", site.service)
    late_token = site.token("resident")
    with site.world.database.writing() as session:
        ended = update(AccountSession).where(AccountSession.account_id == site.ids["resident"])
        session.execute(ended.values(ended_at=site.world.now()))
    late = site.app.test_client()
    late.set_cookie(COOKIE, late_token)
    kept = late.post("/account/name", data={"name": "Typed too late"}, headers={"Sec-Fetch-Site": "same-origin"}).location
    site.seeds["resident"].append(parse_qs(urlsplit(kept).query)["next"][0])
    several = {"verb": "confirm", "item": [f"service.{site.service}"], "sure": "y", "by": "phone"}
    site.seeds["manager"].append(site.post("manager", "/desk/records/several", "/desk/records", **several).location)
    site.seeds["resident"].append(f"/list/keep/{site.slug}")
    site.seeds["manager"] += [f"/desk/review/{one}" for one in site.rows(select(Change.id).where(Change.state == "in_review"))]
    site.seeds["owner"] += [f"/our/services/{site.service}/{page}" for page in ("compare", "state")]


def walk(site):
    """endpoint -> Reached: each kind of page once, by the links that lead there."""
    found = {}
    for who in WHO:
        waiting, client = deque([*SEEDS[who], *site.seeds[who], *links_of_mails(site)]), site.client(who)
        opened, tries = set(), Counter()
        while waiting:
            address = waiting.popleft()
            endpoint = endpoint_of(site.app, address)
            seed = address in SEEDS[who]
            if not endpoint or address in opened or ((endpoint in found or tries[endpoint] == 4) and not seed):
                continue
            opened.add(address)
            tries[endpoint] += 1
            answer = client.get(address)
            if answer.status_code != 200 or answer.mimetype != "text/html":
                continue
            found.setdefault(endpoint, Reached(endpoint, who, address))
            links = re.findall(r'href="([^"#]+)', answer.get_data(as_text=True))
            waiting.extend(link for link in map(unescape, links) if link.startswith("/"))
    return found


def links_of_mails(site):
    found = re.findall(r"https?://\S+", site.all_mails())
    return [urlsplit(link.rstrip(".,")).path for link in found]


def endpoint_of(app, address):
    try:
        return app.url_map.bind("localhost").match(urlsplit(address).path)[0]
    except HTTPException:
        return None
