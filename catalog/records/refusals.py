"""What reading refuses, by the code of the finding, with the words that `explain` shows.

These are findings about a file as a whole or about its fields; findings about what the fields say are checks.
"""

from typing import Final

REFUSALS: Final[dict[str, str]] = {
    "control-character": """Text holds no control characters.

    Only line feed, tab and the carriage return before a line feed may stand in a file; others reach a reader's
    terminal or page. Delete the character at the place shown, or the escape that stands for it.""",
    "duplicate-id": """Every record has an id of its own.

    The id is the file's name, the citation key and the page's address, whatever folder the file lies in and whatever
    the case of its letters. Rename one of the files; a second paper of the same name and year takes a longer word of
    its title.""",
    "encoding": """Files are UTF-8 without a byte-order mark.

    Save the file again as UTF-8; editors call it "UTF-8", not "UTF-8 with BOM", "UTF-16" or "Latin-1".""",
    "file-name": """A record's file is named by its id and ends in `.yaml`.

    The id is the first author's family name, the year in four digits, and the first word of the title that carries
    weight, in lower-case ASCII letters, digits and hyphens: `turing1950computing.yaml`.""",
    "file-size": """Files stay below a mebibyte.

    A record is a few hundred bytes; a larger file is something else that strayed in.""",
    "invalid-value": """Every field has the form that the schema gives it.

    The message names the form. The reference of fields lists them all with examples.""",
    "misplaced-file": """`papers/` holds a folder a year, and each of those holds records; nothing else lies there.

    Move the file to `papers/<year>/<id>.yaml`, or out of `papers/`. Names that begin with a dot are left alone.""",
    "missing-field": """Every required field is there.

    A record needs `title`, `authors`, `year`, `venue`, `loss_family`, `links` with `paper`, and `added`; the
    reference of fields says what each holds.""",
    "missing-file": """The four vocabularies exist.

    They are `vocabularies/venues.yaml`, `families.yaml`, `topics.yaml` and `libraries.yaml`; a vocabulary without
    entries holds `{}`. Of papers there may be none, and then no folder `papers/` either.""",
    "more-findings": """Of one file, the first hundred findings are shown.

    Mend those first; the rest then shows.""",
    "not-a-file": """Records and vocabularies are plain files in plain folders.

    Symbolic links, pipes, sockets, devices, and a folder where a file belongs are not read: they could lead
    anywhere, or never end. Put the file itself there.""",
    "unknown-field": """Every field is one that the schema knows.

    Mostly a misspelling; the message suggests the nearest field. Remarks belong into `note`, or into a comment.""",
    "unreadable": """Every file can be read.

    The operating system refused; the message repeats why. Mend the permissions of the file or folder.""",
    "value-size": """A text has at most 20,000 characters, a list at most 10,000 items.

    What is longer strayed in; checks that compare texts would take too long over it.""",
    "vocabulary-key": """A vocabulary's key is part of an address.

    It has ASCII letters, digits and single hyphens, and no other key of the vocabulary differs from it in case only,
    for some disks and hosts see no difference.""",
    "yaml-alias": """No value stands for another.

    `*name` repeats a value from elsewhere; write the value itself. Text that begins with `*` needs quotes.""",
    "yaml-anchor": """No value is named for use elsewhere.

    Remove `&name`. Text that begins with `&` needs quotes.""",
    "yaml-depth": """Values nest only as deep as the schema does.

    Sixteen levels are read and a record has four; something repeats a bracket or a hyphen.""",
    "yaml-directive": """A file begins with its first field.

    Remove the line that begins with `%`.""",
    "yaml-documents": """A file holds one record.

    Split the file at the line `---`, one record a file.""",
    "yaml-duplicate-key": """A field is given once.

    Keep the right one of the two lines. Where the schema has a list, a second value is a second item.""",
    "yaml-key": """A field's name is a word.

    A list or mapping stands where `field:` belongs; check brackets and indentation.""",
    "yaml-merge-key": """No mapping is merged into another.

    `<<` copies fields from elsewhere; write the fields themselves.""",
    "yaml-syntax": """A file is well-formed YAML.

    The message says what the parser met and what it mostly means: a value with `: ` or ` #` in it, or one that begins
    with a character such as `[`, `{`, `*`, `&`, `!`, `%`, `@` or a backtick, needs quotes. What stands between two
    lines `---` at the start of a hand-written page is YAML too; a page that begins with a rule has `***` there.""",
    "yaml-tag": """No value carries a tag.

    Remove `!…`: all values are read as text and typed by the schema. Text that begins with `!` needs quotes.""",
}
"""Code → documentation: the first line is the rule, what follows the remedy."""
