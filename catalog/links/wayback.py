"""The Wayback Machine's API of availability: https://archive.org/help/wayback_api.php."""

import json
from urllib.parse import quote

from catalog.web import Answer, Request


def request(service: str, url: str) -> Request:
    """Return the question for the newest copy of an address."""
    return Request(f"{service}?url={quote(url, safe='')}")


def copy(answer: Answer) -> str | None:
    """Return the address of a copy, if there is one that opened when it was taken."""
    try:
        found = json.loads(answer.body)
        closest = found["archived_snapshots"]["closest"]
        url, is_there, status = closest["url"], closest["available"], closest["status"]
    except (ValueError, KeyError, TypeError, RecursionError):
        return None
    if is_there is not True or status != "200" or not isinstance(url, str):
        return None
    return f"https://{url.removeprefix('http://')}" if url.startswith("http://web.archive.org/") else url
