"""Which addresses can be rewritten without a person's thought: those of pages that moved for good to a page like it."""

import re
from typing import Final
from urllib.parse import urlsplit

from catalog.links.findings import Result
from catalog.links.verdict import State
from catalog.urls import fault_of

_NO_PAGE: Final = re.compile(
    r"(?i)(?:^|[/_.?&=-])(?:log[-_]?in|sign[-_]?in|sso|auth|account|error|404|not[-_]?found|sorry|captcha)(?![a-z0-9])"
)


def new_address(result: Result) -> str | None:
    """Return where the page of an address lives now, if that can be written without being looked at.

    It cannot where the page ended at the front page of a host, a login or an error page, or lost its encryption.
    """
    verdict = result.verdict
    if verdict.state is not State.REDIRECTED or verdict.final_url is None:
        return None
    old, new = urlsplit(result.target.url), urlsplit(verdict.final_url)
    if new.scheme not in {old.scheme, "https"}:
        return None
    if new.path.strip("/") == "" and not new.query and old.path.strip("/") != "":
        return None
    if fault_of(verdict.final_url) is not None:
        return None
    return None if _NO_PAGE.search(f"{new.netloc}{new.path}?{new.query}") else verdict.final_url
