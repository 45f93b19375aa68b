"""`fmt`: records and vocabularies in canonical form."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from catalog import publish
from catalog.catalog import Catalog, Vocabulary, read
from catalog.commands.check import below
from catalog.diagnostics import Diagnostic
from catalog.model import Family, Library, Model, Paper, Topic, Venue
from catalog.publish import Change
from catalog.records.encode import encode
from catalog.records.folder import is_below
from catalog.records.source import Source


@dataclass(frozen=True, slots=True)
class Formatted:
    """What could not be read, and which files were rewritten, or would have been."""

    findings: tuple[Diagnostic, ...]
    changes: tuple[Change, ...]


def fmt(root: Path, paths: Collection[PurePosixPath], *, write: bool) -> Formatted:
    """Write every file below `root`, or those among `paths`, in canonical form; what cannot be read stays as it is."""
    wanted = frozenset(paths)
    reading = read(root)
    changes: list[Change] = []
    for source, model in _files(reading.catalog):
        path = PurePosixPath(source.path)
        if wanted and not is_below(source.path, wanted):
            continue
        new = encode(source.text, model, is_vocabulary=model is not Paper)
        if new != source.text:
            changes.append(Change(path, source.text.encode(), new.encode()))
    if write:
        publish.write(root, changes)
    findings = below(reading.findings, wanted) if wanted else reading.findings
    return Formatted(tuple(sorted(findings, key=lambda finding: finding.sort_key)), tuple(changes))


def _files(catalog: Catalog) -> Iterator[tuple[Source, type[Model]]]:
    """Yield the files that could be read whole, each with the model of what is in it."""
    for record in catalog:
        yield record.source, Paper
    vocabularies: tuple[tuple[Vocabulary[Model], type[Model]], ...] = (
        (catalog.venues, Venue),
        (catalog.families, Family),
        (catalog.topics, Topic),
        (catalog.libraries, Library),
    )
    for vocabulary, model in vocabularies:
        if vocabulary and not vocabulary.unread:
            yield next(iter(vocabulary.values())).source, model
