"""Everybody's accounts, for managers: roles, and helping somebody back in."""

from __future__ import annotations

from flask import abort, flash, redirect, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response
from wtforms import SelectChoice

from hubdirectory.actions.accounts import managing
from hubdirectory.actions.accounts.addresses import BadAddress
from hubdirectory.actions.accounts.managing import AccountLine, NotThere
from hubdirectory.audiences.accounts import blueprint
from hubdirectory.audiences.accounts.forms import FindPeopleForm, InviteForm, RoleForm
from hubdirectory.audiences.accounts.helping import crumbs
from hubdirectory.audiences.accounts.pages import InvitePage, PeoplePage, PersonPage
from hubdirectory.audiences.accounts.words import ROLE_NAMES
from hubdirectory.domain.states import Role
from hubdirectory.web.access import current_actor
from hubdirectory.web.forms import ButtonForm
from hubdirectory.web.pages import Crumb, render
from hubdirectory.web.world import the_world


@blueprint.get("/desk/accounts")
def people() -> str:
    form = FindPeopleForm(request.args)
    words = form.q.data or "" if form.validate() else ""
    found = managing.find(the_world(), current_actor(), words, page=request.args.get("page", 1, int))

    def to(page: int) -> str:
        return url_for("accounts.people", q=words or None, page=page) if 1 <= page <= found.pages else ""

    page = PeoplePage(
        title=gettext("Accounts"), crumbs=_steps(), indexable=False, form=form, accounts=found,
        role_names=ROLE_NAMES, earlier=to(found.page - 1), later=to(found.page + 1),
    )  # fmt: skip
    return render(page)


@blueprint.route("/desk/accounts/new", methods=["GET", "POST"])
def invite() -> str | Response:
    form, world, actor = InviteForm(role=Role.NAVIGATOR), the_world(), current_actor()
    form.place.choices = [SelectChoice("", gettext("No place")), *(SelectChoice(*one) for one in managing.places(world, actor))]
    if form.validate_on_submit():
        try:
            managing.invite(world, actor, form.email.data or "", form.name.data or "", Role(form.role.data), form.place.data)
        except managing.StillHeld:
            form.email.errors = [gettext("Another account had this address until a few days ago, and may still have it back.")]
        except BadAddress:
            form.email.errors = [gettext("Write an e-mail address like name@example.org")]
        else:
            flash(gettext("A mail with a link is on its way to them."))
            return redirect(url_for("accounts.people"), 303)
    title = gettext("Make an account for somebody")
    return render(InvitePage(title=title, crumbs=_steps(below=True), indexable=False, form=form))


@blueprint.route("/desk/accounts/<key>", methods=["GET", "POST"])
def person(key: str) -> str | Response:
    account = _account(key)
    form = RoleForm(role=account.role)
    if request.method == "POST" and _done(account, form):
        return redirect(url_for("accounts.person", key=key), 303)
    own = current_actor().account_id == account.id
    page = PersonPage(
        title=account.email, crumbs=_steps(below=True), indexable=False,
        account=account, form=form, own=own,
    )  # fmt: skip
    return render(page)


def _steps(below: bool = False) -> tuple[Crumb, ...]:
    """The way up: the desk, and the list of accounts from the pages below it."""
    desk = ((gettext("The desk"), url_for("manager.desk")),)
    return crumbs(*desk, *(((gettext("Accounts"), url_for("accounts.people")),) if below else ()))


def _done(account: AccountLine, form: RoleForm) -> bool:
    world, actor = the_world(), current_actor()
    match request.form.get("do", ""):
        case "role" if form.validate() and actor.account_id != account.id:
            managing.give_role(world, actor, account.id, Role(form.role.data))
            flash(gettext("The role is changed."))
        case "sign_out" if ButtonForm().validate():
            managing.end_sessions(world, actor, account.id)
            flash(gettext("Signed out everywhere."))
        case "second_step" if ButtonForm().validate() and actor.account_id != account.id:
            managing.reset_second_step(world, actor, account.id)
            flash(gettext("The second step is taken away. They set up a new one when they sign in."))
        case _:
            return False
    return True


def _account(key: str) -> AccountLine:
    try:
        return managing.one(the_world(), current_actor(), key)
    except NotThere:
        abort(404)
