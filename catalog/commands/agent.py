"""What hosts are told of who asks them."""

from importlib.metadata import version

from catalog.settings import Settings, is_reserved


def user_agent(settings: Settings) -> str:
    """Return what hosts are told of who asks."""
    if settings.links.user_agent is not None:
        return settings.links.user_agent
    name = f"paper-catalog/{version('paper-catalog')}"
    repository = settings.list.repository
    return name if is_reserved(repository) else f"{name} (+{repository})"
