"""All outputs by name. The site is no output of this kind: it is built by an engine, from the pages of `pages`."""

from collections.abc import Mapping
from typing import Final

from catalog.outputs import bibtex, issue_form, readme, schemas
from catalog.outputs.artifact import Output

OUTPUTS: Final[Mapping[str, Output]] = {
    output.name: output for output in (readme.OUTPUT, bibtex.OUTPUT, schemas.OUTPUT, issue_form.OUTPUT)
}
