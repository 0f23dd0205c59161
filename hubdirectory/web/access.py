"""Which permission a page asks for, read by one guard; who has which is domain/permissions.py.

An endpoint that is not in this table cannot be opened, and the application refuses to start with one.
"""

from __future__ import annotations

from flask import Flask, g, redirect, request, url_for
from werkzeug.wrappers import Response

from hubdirectory.actions.acting import VISITOR, Actor, NotAllowed
from hubdirectory.domain.permissions import ANYBODY, BY_ROLE, Permission, role_may
from hubdirectory.web import interrupted
from hubdirectory.web.errors import error_response

ENDPOINTS: dict[str, Permission] = {
    "residents.home": Permission.FIND,
    "residents.search": Permission.FIND,
    "residents.search_json": Permission.FIND,
    "residents.opened": Permission.FIND,
    "residents.suggest": Permission.FIND,
    "residents.service": Permission.FIND,
    "residents.organisation": Permission.FIND,
    "residents.hubs": Permission.FIND,
    "residents.hub": Permission.FIND,
    "residents.place": Permission.FIND,
    "residents.needs": Permission.FIND,
    "residents.need": Permission.FIND,
    "residents.a_to_z": Permission.FIND,
    "residents.a_to_z_letter": Permission.FIND,
    "residents.about": Permission.FIND,
    "residents.accessibility": Permission.FIND,
    "residents.privacy": Permission.FIND,
    "residents.cookies": Permission.FIND,
    "residents.exit_page": Permission.FIND,
    "residents.by_phone": Permission.FIND,
    "residents.easy_read": Permission.FIND,
    "residents.easy_service": Permission.FIND,
    "residents.no_network": Permission.FIND,
    "residents.service_worker": Permission.FIND,
    "residents.today": Permission.FIND,
    "residents.tomorrow": Permission.FIND,
    "residents.this_week": Permission.FIND,
    "residents.day": Permission.FIND,
    "residents.today_json": Permission.FIND,
    "residents.timetable_page": Permission.FIND,
    "residents.screen": Permission.FIND,
    "residents.screen_worker": Permission.FIND,
    "residents.touch": Permission.FIND,
    "residents.touched": Permission.FIND,
    "residents.stop_touch": Permission.DAY_PAGES,
    "residents.calendar": Permission.FIND,
    "residents.search_calendar": Permission.FIND,
    "residents.days_calendar": Permission.FIND,
    "residents.one_date": Permission.FIND,
    "lists.my_list": Permission.OWN_ACCOUNT,
    "lists.keep": Permission.OWN_ACCOUNT,
    "lists.take_off": Permission.OWN_ACCOUNT,
    "lists.change_calendar": Permission.OWN_ACCOUNT,
    "lists.calendar": Permission.FIND,
    "residents.start": Permission.FIND,
    "residents.next_step": Permission.FIND,
    "residents.report": Permission.REPORT,
    "residents.report_thanks": Permission.REPORT,
    "accounts.sign_in": Permission.SIGN_IN,
    "accounts.sent": Permission.SIGN_IN,
    "accounts.link": Permission.SIGN_IN,
    "accounts.password": Permission.SIGN_IN,
    "accounts.passkey": Permission.SIGN_IN,
    "accounts.second_step": Permission.SIGN_IN,
    "accounts.sign_out": Permission.SIGN_IN,
    "accounts.confirm_email": Permission.SIGN_IN,
    "accounts.undo_email": Permission.SIGN_IN,
    "accounts.mails": Permission.SIGN_IN,
    "accounts.mail": Permission.SIGN_IN,
    "accounts.account": Permission.OWN_ACCOUNT,
    "accounts.change_name": Permission.OWN_ACCOUNT,
    "accounts.change_email": Permission.OWN_ACCOUNT,
    "accounts.change_password": Permission.OWN_ACCOUNT,
    "accounts.remove_password": Permission.OWN_ACCOUNT,
    "accounts.add_passkey": Permission.OWN_ACCOUNT,
    "accounts.remove_passkey": Permission.OWN_ACCOUNT,
    "accounts.second_step_needed": Permission.OWN_ACCOUNT,
    "accounts.codes": Permission.OWN_ACCOUNT,
    "accounts.codes_off": Permission.OWN_ACCOUNT,
    "accounts.recovery_codes": Permission.OWN_ACCOUNT,
    "accounts.sessions": Permission.OWN_ACCOUNT,
    "accounts.delete": Permission.OWN_ACCOUNT,
    "accounts.kept": Permission.OWN_ACCOUNT,
    "accounts.people": Permission.ACCOUNTS,
    "accounts.invite": Permission.ACCOUNTS,
    "accounts.person": Permission.ACCOUNTS,
    "confirming.ask": Permission.ANSWER,
    "confirming.thanks": Permission.ANSWER,
    "confirming.undo": Permission.ANSWER,
    "confirming.stopped": Permission.ANSWER,
    "confirming.not_me": Permission.ANSWER,
    "confirming.change": Permission.ANSWER,
    "confirming.told": Permission.ANSWER,
    "confirming.sign_in": Permission.ANSWER,
    "confirming.mailed": Permission.ANSWER,
    "confirming.again": Permission.ANSWER,
    "confirming.sent": Permission.ANSWER,
    "manager.desk": Permission.DESK,
    "manager.undo": Permission.DESK,
    "manager.done": Permission.DESK,
    "manager.work_list": Permission.DESK,
    "manager.work": Permission.DESK,
    "manager.review": Permission.DESK,
    "manager.decide": Permission.DESK,
    "manager.records": Permission.DESK,
    "manager.export": Permission.DESK,
    "manager.several": Permission.DESK,
    "manager.record": Permission.DESK,
    "manager.act": Permission.DESK,
    "manager.edit_field": Permission.DESK,
    "manager.save_field": Permission.DESK,
    "manager.merge": Permission.DESK,
    "manager.do_merge": Permission.DESK,
    "manager.terms": Permission.DESK,
    "manager.change_terms": Permission.DESK,
    "manager.term": Permission.DESK,
    "manager.change_term": Permission.DESK,
    "manager.words": Permission.DESK,
    "manager.languages": Permission.DESK,
    "manager.language_sheet": Permission.DESK,
    "manager.synonyms": Permission.DESK,
    "manager.save_synonyms": Permission.DESK,
    "manager.stop_words": Permission.DESK,
    "manager.save_stop_words": Permission.DESK,
    "manager.searches": Permission.DESK,
    "manager.work_on_search": Permission.DESK,
    "manager.gaps": Permission.DESK,
    "manager.close_gap": Permission.DESK,
    "manager.every_phrase": Permission.DESK,
    "manager.need_phrases": Permission.DESK,
    "manager.save_need_phrases": Permission.DESK,
    "manager.panel": Permission.DESK,
    "manager.save_panel": Permission.DESK,
    "manager.page_text": Permission.DESK,
    "manager.save_page_text": Permission.DESK,
    "manager.mail_text": Permission.DESK,
    "manager.save_mail_text": Permission.DESK,
    "manager.restore_wording": Permission.DESK,
    "manager.routes": Permission.DESK,
    "manager.route": Permission.DESK,
    "manager.save_route": Permission.DESK,
    "manager.remove_route": Permission.DESK,
    "manager.imports": Permission.DESK,
    "manager.import_run": Permission.DESK,
    "manager.audit": Permission.AUDIT,
    "board.today": Permission.DAY_PAGES,
    "board.day": Permission.DAY_PAGES,
    "board.changes": Permission.DAY_PAGES,
    "board.add": Permission.DAY_PAGES,
    "board.copy": Permission.DAY_PAGES,
    "board.do_copy": Permission.DAY_PAGES,
    "board.rooms": Permission.DAY_PAGES,
    "board.sheet": Permission.DAY_PAGES,
    "board.duty": Permission.DAY_PAGES,
    "board.remove_duty": Permission.DAY_PAGES,
    "board.card": Permission.DAY_PAGES,
    "board.act": Permission.DAY_PAGES,
    "board.notices": Permission.DESK,
    "board.start_notice": Permission.DESK,
    "board.end_notice": Permission.DESK,
    "board.follow": Permission.FOLLOW,
    "board.follow_sent": Permission.FOLLOW,
    "board.confirm_follow": Permission.FOLLOW,
    "board.stop_following": Permission.FOLLOW,
    "organisations.home": Permission.OUR_PAGES,
    "organisations.find": Permission.CLAIM,
    "organisations.claim": Permission.CLAIM,
    "organisations.propose": Permission.CLAIM,
    "organisations.prove": Permission.CLAIM,
    "organisations.withdraw_claim": Permission.CLAIM,
    "organisations.invitation": Permission.OUR_PAGES,
    "organisations.all_right": Permission.OUR_PAGES,
    "organisations.people": Permission.OUR_PAGES,
    "organisations.change_role": Permission.OUR_PAGES,
    "organisations.remove_member": Permission.OUR_PAGES,
    "organisations.hand_over": Permission.OUR_PAGES,
    "organisations.leave": Permission.OUR_PAGES,
    "organisations.take_back_invitation": Permission.OUR_PAGES,
    "organisations.figures": Permission.OUR_PAGES,
    "organisations.new_service": Permission.OUR_PAGES,
    "organisations.record": Permission.OUR_PAGES,
    "organisations.section": Permission.OUR_PAGES,
    "organisations.when_where": Permission.OUR_PAGES,
    "organisations.time": Permission.OUR_PAGES,
    "organisations.record_pictures": Permission.OUR_PAGES,
    "organisations.add_picture": Permission.OUR_PAGES,
    "organisations.describe_picture": Permission.OUR_PAGES,
    "organisations.remove_picture": Permission.OUR_PAGES,
    "organisations.compare": Permission.OUR_PAGES,
    "organisations.preview": Permission.OUR_PAGES,
    "organisations.send": Permission.OUR_PAGES,
    "organisations.take_back": Permission.OUR_PAGES,
    "organisations.discard": Permission.OUR_PAGES,
    "organisations.still_right": Permission.OUR_PAGES,
    "organisations.state": Permission.OUR_PAGES,
    "organisations.pause": Permission.OUR_PAGES,
    "organisations.resume": Permission.OUR_PAGES,
    "organisations.close": Permission.OUR_PAGES,
    "organisations.reopen": Permission.OUR_PAGES,
    "organisations.copy": Permission.OUR_PAGES,
    "organisations.hand": Permission.OUR_PAGES,
    "organisations.answer_handing": Permission.OUR_PAGES,
    "organisations.referrals": Permission.OUR_PAGES,
    "organisations.referral": Permission.OUR_PAGES,
    "organisations.accept_referral": Permission.OUR_PAGES,
    "organisations.decline_referral": Permission.OUR_PAGES,
    "organisations.finish_referral": Permission.OUR_PAGES,
    "organisations.change_reader": Permission.OUR_PAGES,
    "organisations.answer_referral": Permission.ANSWER,
    "navigators.start": Permission.NAVIGATE,
    "navigators.ask": Permission.NAVIGATE,
    "navigators.find": Permission.NAVIGATE,
    "navigators.shortlist": Permission.NAVIGATE,
    "navigators.told": Permission.NAVIGATE,
    "navigators.save_template": Permission.NAVIGATE,
    "navigators.change_template": Permission.NAVIGATE,
    "navigators.notes": Permission.NAVIGATE,
    "navigators.add_note": Permission.NAVIGATE,
    "navigators.change_note": Permission.NAVIGATE,
    "navigators.star": Permission.NAVIGATE,
    "navigators.signposts": Permission.NAVIGATE,
    "navigators.signpost": Permission.NAVIGATE,
    "navigators.follow_up": Permission.NAVIGATE,
    "navigators.take_back": Permission.NAVIGATE,
    "navigators.figures": Permission.NAVIGATE,
    "navigators.figures_csv": Permission.NAVIGATE,
    "navigators.referrals": Permission.NAVIGATE,
    "navigators.refer": Permission.NAVIGATE,
    "navigators.referral": Permission.NAVIGATE,
    "navigators.take_back_referral": Permission.NAVIGATE,
    "navigators.offline": Permission.NAVIGATE,
    "navigators.offline_today": Permission.NAVIGATE,
    "navigators.offline_worker": Permission.NAVIGATE,
    "navigators.sheet": Permission.NAVIGATE,
    "navigators.sheets_made": Permission.NAVIGATE,
    "navigators.revoke_sheet": Permission.NAVIGATE,
    "sheets.sheet": Permission.FIND,
    "sheets.say": Permission.REPORT,
    "pictures.picture": Permission.FIND,
    "pictures.pressed": Permission.FIND,
    "machines.live": Permission.WATCH,
    "machines.ready": Permission.WATCH,
    "machines.sitemap": Permission.FIND,
    "machines.robots": Permission.FIND,
    "machines.webmanifest": Permission.FIND,
}


def guard_every_page(app: Flask) -> None:
    """Put the guard before every page of the app. Raises LookupError, naming them, for endpoints without a line above."""
    undeclared = sorted(set(app.view_functions) - set(ENDPOINTS))
    if undeclared:
        raise LookupError(f"No permission is declared for {', '.join(undeclared)}; add each to web/access.py.")
    app.before_request(_guard)
    app.register_error_handler(NotAllowed, lambda _error: refusal(by_action=True))


def _guard() -> Response | None:
    # No endpoint: the address is not ours, and Flask answers 404 or 405 by itself.
    if request.endpoint and not current_actor().may(ENDPOINTS[request.endpoint]):
        return refusal()
    return None


def current_actor() -> Actor:
    """Who is signed in in this session, else a visitor."""
    actor: Actor = g.get("actor", VISITOR)
    return actor


def needs_sign_in() -> bool:
    """Whether the page that was asked for is for somebody signed in, and nobody is."""
    asked = ENDPOINTS.get(request.endpoint or "")
    return asked is not None and BY_ROLE[asked] != ANYBODY and current_actor().account_id is None


def refusal(by_action: bool = False) -> Response:
    """The answer to somebody who may not. `by_action`: the page is open to them, and what they want there is not.

    A visitor is led to sign in, with what was typed kept; who has yet to set up a second step is led there; else 403.
    """
    if request.path.endswith(".json"):
        return error_response(403)
    if needs_sign_in():
        return interrupted.hold() if request.method == "POST" else _sign_in_first()
    if request.method == "GET" and _lacks_second_step(by_action):
        return redirect(url_for("accounts.second_step_needed", next=request.full_path.rstrip("?")), 303)
    return error_response(403)


def _sign_in_first() -> Response:
    return redirect(url_for("accounts.sign_in", next=request.full_path.rstrip("?")), 303)


def _lacks_second_step(by_action: bool) -> bool:
    """Whether setting one up would help."""
    actor, asked = current_actor(), ENDPOINTS.get(request.endpoint or "")
    return actor.acting_role != actor.role and (by_action or (asked is not None and role_may(actor.role, asked)))
