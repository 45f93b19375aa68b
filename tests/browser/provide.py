"""Sees to it that there is a browser for the tests: finds Chromium, or installs Debian's where it may."""

import os
import shutil
import subprocess
import sys

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
REMEDY = "install Chromium (Debian: apt-get install chromium), or set CATALOG_CHROMIUM to a browser of its family"


def find() -> str | None:
    """Return the program that the tests use: the one of CATALOG_CHROMIUM, or the first on the path."""
    given = os.environ.get("CATALOG_CHROMIUM")
    return shutil.which(given) if given else next(filter(None, map(shutil.which, NAMES)), None)


def install() -> bool:
    """Install Debian's Chromium and tell whether that was possible."""
    if shutil.which("apt-get") is None or os.geteuid() != 0:
        return False
    environment = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    commands = (
        ["apt-get", "update", "-qq"],
        ["apt-get", "-o", "DPkg::Lock::Timeout=300", "install", "-y", "-qq", "--no-install-recommends", "chromium"],
    )
    return all(
        subprocess.run(command, env=environment, stdout=sys.stderr, check=False).returncode == 0 for command in commands
    )


if __name__ == "__main__" and find() is None and not (install() and find()):
    sys.exit(f"there is no browser for the tests; {REMEDY}")
