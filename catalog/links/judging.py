"""What an answer means for an address: the one place that knows statuses, pages that bar robots, and signatures."""

import re
from http import HTTPStatus
from typing import Final

from catalog.links.verdict import State, Verdict
from catalog.web import Answer, Failure, Trouble, retry_after

_PDF: Final = b"%PDF-"
_BEFORE_PDF: Final = b"\xef\xbb\xbf \t\r\n\0"
"""What readers of PDF pass over before the signature."""

_WORDS: Final = re.compile(
    rb"cf-chl|challenge-platform|_cf_chl_opt|cf-browser-verification|just a moment\.\.\.|ddos-guard|"
    rb"captcha|incapsula|px-captcha|datadome|enable javascript and cookies|are you a (?:robot|human)|"
    rb"request unsuccessful|bot detection|unusual traffic",
    re.IGNORECASE,
)
"""Words of pages that ask for a browser, or for a person, where the status says already that they are not the page."""

_REFUSING: Final = frozenset({202, 401, 403, 405, 406, 418, 429, 503})
"""Statuses with which such a page comes; that of a page that opens is another matter."""

_CHALLENGED: Final = frozenset(
    {
        ("cf-mitigated", "challenge"),
        ("x-amzn-waf-action", "challenge"),
        ("x-amzn-waf-action", "captcha"),
        ("x-vercel-mitigated", "challenge"),
    }
)
"""Headers of services that bar robots, with the value that says that this is no page of the host, whatever the status.

https://developers.cloudflare.com/cloudflare-challenges/challenge-types/challenge-pages/detect-response/
https://docs.aws.amazon.com/waf/latest/developerguide/waf-captcha-and-challenge-actions.html
"""

_MARKUP: Final = re.compile(
    rb"<script[^<>]{0,200}\bid=[\"']anubis_challenge[\"']"  # Anubis
    rb"|<link[^<>]{0,200}/go-away/cmd/go-away/assets/"  # go-away
    rb"|<script[^<>]{0,200}>[^<\"']{0,80}\b_cf_chl_opt\s*="  # Cloudflare
    rb"|<form[^<>]{0,200}__cf_chl_"  # Cloudflare, before
    rb"|<script[^<>]{0,200}>[^<\"']{0,80}\bgokuProps\s*="  # AWS WAF
    rb"|<meta[^<>]{0,200}/\.well-known/sgcaptcha/"  # SiteGround
    rb"|<iframe[^<>]{0,200}/_Incapsula_Resource\?[^<>]{0,400}incident_id="  # Imperva
)
"""Markup that only a challenge has: a page about one shows it escaped. Words alone say nothing of a page that opens.

Cloudflare and Imperva put scripts of their own into honest pages too, so that their folders say nothing either.
"""

_BARRED: Final = {
    401: "wants a login",
    402: "wants to be paid",
    403: "refuses access, maybe to robots alone",
    405: "refuses the method",
    406: "refuses what we take",
    407: "wants a proxy's login",
    418: "refuses robots",
    421: "refuses this way to it",
    429: "has been asked too often",
    451: "may not be shown here by law",
    999: "refuses robots",
}
_GONE: Final = {400: "takes the address for malformed", 404: "there is no such page", 410: "the page is gone"}
_LATER: Final = {408: "the host gave up waiting", 425: "the host is not ready", 423: "the page is locked"}

_FIRST_ERROR, _FIRST_SERVER_ERROR, _LAST_SERVER_ERROR = 400, 500, 599
_FIRST_REDIRECT: Final = 300
_OPEN: Final = frozenset({300, 304})
"""Statuses like a redirect's that show a page, or say that it is there."""

_WITH_BODY: Final = frozenset({200, 203, 206})

_TRANSIENT: Final = {
    Trouble.NAME_SERVER: 1.0,
    Trouble.RESET: 1.0,
    Trouble.REFUSED: 1.0,
    Trouble.UNREACHABLE: None,
    Trouble.TIMEOUT: None,
    Trouble.TLS: 1.0,
    Trouble.GARBAGE: None,
}
"""Troubles that may pass, and after how many seconds it is worth to ask again in the same run."""


def of_failure(failure: Failure) -> Verdict:
    """Return what it means that there was no answer."""
    if failure.trouble is Trouble.FORBIDDEN:
        return Verdict(State.INVALID, failure.detail)
    if failure.trouble in {Trouble.NO_NAME, Trouble.CERTIFICATE}:
        return Verdict(State.BROKEN, failure.detail)
    return Verdict(State.TRANSIENT, failure.detail, retry_after=_TRANSIENT[failure.trouble])


def of_answer(answer: Answer, *, wants_pdf: bool, now: float) -> Verdict:
    """Return what an answer means that redirects nowhere; `now` is the time in seconds since 1970."""
    status = answer.status
    if _is_challenge(answer):
        return Verdict(State.BLOCKED, f"{status}: asks for a browser or a person", status)
    if status < _FIRST_ERROR:
        return _of_page(answer, wants_pdf=wants_pdf)
    if status in _GONE:
        return Verdict(State.BROKEN, f"{status}: {_GONE[status]}", status)
    if status in _LATER or _FIRST_SERVER_ERROR <= status <= _LAST_SERVER_ERROR:
        what = _LATER.get(status, "the host has an error")
        return Verdict(State.TRANSIENT, f"{status}: {what}", status, retry_after=retry_after(answer, now))
    again = retry_after(answer, now) if status == HTTPStatus.TOO_MANY_REQUESTS else None
    return Verdict(State.BLOCKED, f"{status}: {_BARRED.get(status, 'refuses the request')}", status, retry_after=again)


def _of_page(answer: Answer, *, wants_pdf: bool) -> Verdict:
    status = answer.status
    if wants_pdf and status in _WITH_BODY and not answer.body.lstrip(_BEFORE_PDF).startswith(_PDF):
        return Verdict(State.BROKEN, "is no PDF: the file does not begin with `%PDF-`", status)
    if status >= _FIRST_REDIRECT and status not in _OPEN:
        return Verdict(State.BROKEN, f"{status}: redirects without saying where", status)
    return Verdict(State.OK, said(status), status)


def _is_challenge(answer: Answer) -> bool:
    """Tell whether an answer asks for a browser or a person instead of showing what is at the address."""
    if any(answer.headers.get(name) == value for name, value in _CHALLENGED):
        return True
    if answer.status in _REFUSING:
        return "x-datadome" in answer.headers or _WORDS.search(answer.body) is not None
    is_page = answer.headers.get("content-type", "").lower().startswith("text/html")
    return is_page and answer.status in _WITH_BODY and _MARKUP.search(answer.body) is not None


def said(status: int) -> str:
    """Return a status with its phrase."""
    try:
        return f"{status} {HTTPStatus(status).phrase}"
    except ValueError:
        return str(status)
