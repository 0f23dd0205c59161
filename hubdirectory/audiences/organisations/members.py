"""Who looks after an organisation together."""

from __future__ import annotations

from collections.abc import Callable

from flask import abort, flash, request
from flask_babel import gettext, lazy_gettext
from flask_wtf import FlaskForm
from werkzeug.wrappers import Response
from wtforms import RadioField, SelectChoice, StringField
from wtforms.validators import InputRequired, Length

from hubdirectory.actions import signed_links
from hubdirectory.actions.accounts.addresses import BadAddress
from hubdirectory.actions.accounts.delays import TooSoon
from hubdirectory.actions.organisations import people
from hubdirectory.actions.organisations.membership import LastOwner
from hubdirectory.audiences.organisations import blueprint
from hubdirectory.audiences.organisations.claims import link_over
from hubdirectory.audiences.organisations.helping import crumbs, me, or_404, said, to
from hubdirectory.audiences.organisations.pages import InvitationPage, PeoplePage
from hubdirectory.domain.states import MemberRole
from hubdirectory.web.forms import ButtonForm
from hubdirectory.web.pages import render
from hubdirectory.web.waits import wait_words
from hubdirectory.web.world import the_world

PEOPLE = "/organisations/<slug:record_id>/people"
ROLES = {
    MemberRole.EDITOR.value: lazy_gettext("Editor: changes what it says"),
    MemberRole.OWNER.value: lazy_gettext("Owner: also says who else may"),
}


class InviteForm(FlaskForm):
    email = StringField(
        lazy_gettext("Their e-mail address"),
        validators=[InputRequired(lazy_gettext("Write an e-mail address, like name@example.org")), Length(max=254)],
    )
    role = RadioField(
        lazy_gettext("What may they do?"),
        choices=[SelectChoice(key, name) for key, name in ROLES.items()],
        default=MemberRole.EDITOR.value,
    )


@blueprint.route(PEOPLE, methods=["GET", "POST"], endpoint="people")
def people_page(record_id: str) -> str | Response:
    """Everybody, and a form to ask one more."""
    form = InviteForm()
    if form.validate_on_submit() and _invited(form, record_id):
        return to("people", record_id=record_id)
    with or_404():
        everybody = people.people(the_world(), me(), record_id)
    page = PeoplePage(
        title=gettext("Who looks after %(name)s", name=everybody.name), crumbs=crumbs(), indexable=False, form=form,
        people=everybody, roles=ROLES, problem=gettext("Problem: ") if form.errors else "",
    )  # fmt: skip
    return render(page)


def _invited(form: InviteForm, record_id: str) -> bool:
    try:
        with or_404():
            people.invite(the_world(), me(), record_id, form.email.data or "", MemberRole(form.role.data))
    except BadAddress:
        form.email.errors = [gettext("Write an e-mail address, like name@example.org")]
    except TooSoon as error:
        form.email.errors = [wait_words(error.seconds)]
    except people.AlreadyMember:
        form.email.errors = [gettext("Somebody with that address is here already")]
    except people.TooManyInvitations:
        form.email.errors = [gettext("Many have been asked already. Wait for answers, or take some back.")]
    else:
        flash(gettext("We wrote to %(address)s. The link works for 14 days.", address=form.email.data))
    return not form.errors


@blueprint.post(f"{PEOPLE}/<slug:account_id>/role")
def change_role(record_id: str, account_id: str) -> Response:
    role = MemberRole.OWNER if said("role") == MemberRole.OWNER else MemberRole.EDITOR
    return _done(record_id, lambda: people.change_role(the_world(), me(), record_id, account_id, role), gettext("Changed."))


@blueprint.post(f"{PEOPLE}/<slug:account_id>/remove")
def remove_member(record_id: str, account_id: str) -> Response:
    return _done(record_id, lambda: people.remove(the_world(), me(), record_id, account_id), gettext("They are told."))


@blueprint.post(f"{PEOPLE}/<slug:account_id>/hand-over")
def hand_over(record_id: str, account_id: str) -> Response:
    return _done(
        record_id, lambda: people.hand_over(the_world(), me(), record_id, account_id),
        gettext("Handed over. You are an editor now, and may leave."),
    )  # fmt: skip


@blueprint.post(f"{PEOPLE}/leave")
def leave(record_id: str) -> Response:
    with or_404():
        try:
            if ButtonForm().validate_on_submit():
                people.leave(the_world(), me(), record_id)
                flash(gettext("You have left."))
                return to("home")
        except LastOwner:
            flash(gettext("You are the only owner. Hand over to somebody first."))
    return to("people", record_id=record_id)


@blueprint.post(f"{PEOPLE}/invited/<slug:invitation_id>/take-back")
def take_back_invitation(record_id: str, invitation_id: str) -> Response:
    return _done(
        record_id, lambda: people.take_back(the_world(), me(), record_id, invitation_id), gettext("The link works no more.")
    )


def _done(record_id: str, what: Callable[[], None], then: str) -> Response:
    """Does one thing to one person, and says so."""
    if ButtonForm().validate_on_submit():
        try:
            with or_404():
                what()
            flash(then)
        except LastOwner:
            flash(gettext("Somebody has to be the owner. Make another one first."))
        except people.InvitationOver:
            flash(gettext("It was answered, or taken back, meanwhile."))
    return to("people", record_id=record_id)


@blueprint.route("/invitation/<token>", methods=["GET", "POST"])
def invitation(token: str) -> str | Response:
    """Behind the link of the mail: a button, because programs that read mails open every link."""
    form = ButtonForm()
    try:
        asked = people.look_at_invitation(the_world(), token)
        if form.validate_on_submit():
            organisation = people.take_up(the_world(), me(), token)
            flash(gettext("You look after %(name)s now.", name=asked.organisation))
            return to("record", part="organisations", record_id=organisation)
    except signed_links.LinkWrong:
        abort(404)
    except (signed_links.LinkExpired, people.InvitationOver):
        return link_over(
            gettext("This link was used already, was taken back, or is too old. Ask your colleague for another one.")
        )
    page = InvitationPage(
        title=gettext("Help to keep %(name)s right", name=asked.organisation), crumbs=crumbs(), indexable=False, form=form,
        asked=asked, role=str(ROLES[asked.role.value]), you=me().email, here=request.path,
    )  # fmt: skip
    return render(page)
