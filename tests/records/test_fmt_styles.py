"""Whatever the style in which a record is written, its canonical form says the same, and its comments stay in place."""

import re
from dataclasses import dataclass, field
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from catalog.model import Paper
from catalog.records.encode import encode, quote
from catalog.records.schema import modeline
from catalog.records.syntax import parse

QUOTES = "\"'"
Tree = str | list["Tree"] | dict[str, "Tree"]

words = st.text(st.sampled_from("abz 019:#-?!,[]{}&*|>%@`'\"\\~=.\t\u00e9\u200b\u2028\U0001f35e"), max_size=12)
lines = st.lists(words, min_size=1, max_size=4).map("\n".join)
long = st.lists(st.text("abc,.:#", min_size=1, max_size=9), min_size=15, max_size=40).map(" ".join)
texts = (
    words | lines | long | st.sampled_from(["2020", "No", "null", "1e3", "12:30", "true", "~", "- a", "a: b", "---"])
)
trees: st.SearchStrategy[dict[str, Any]] = st.fixed_dictionaries(
    {"title": texts, "authors": st.lists(texts | st.fixed_dictionaries({"name": texts}), max_size=3)},
    optional={
        "note": texts,
        "summary": texts,
        "topics": st.lists(texts, max_size=4),
        "links": st.fixed_dictionaries({}, optional={"paper": texts, "pdf": texts}),
        "code": st.lists(st.fixed_dictionaries({"url": texts}, optional={"note": texts}), max_size=3),
        "other_versions": st.lists(
            st.fixed_dictionaries(
                {"venue": texts}, optional={"authors": st.lists(texts, max_size=2), "links": st.just({"pdf": "x"})}
            ),
            max_size=2,
        ),
        "odd field": texts,
    },
)


@dataclass
class Writer:
    """Writes a tree as somebody might: each value in a style of its own, with comments wherever they may stand."""

    draw: st.DrawFn
    owners: dict[str, str] = field(default_factory=dict)
    """The key at which each comment stands, of those that stand at a key."""
    comments: int = 0

    def chance(self, of: int = 3) -> bool:
        return self.draw(st.integers(0, of)) == 0

    def comment(self, owner: str = "-") -> str:
        self.comments += 1
        if owner != "-":
            self.owners[f"c{self.comments}c"] = owner
        return f"# c{self.comments}c {self.draw(st.sampled_from(['', 'why', 'a: b', '# b', 'é', '- x']))}".rstrip()

    def file(self, tree: dict[str, Tree]) -> str:
        head = self.draw(st.sampled_from(["", f"{modeline(Paper)}\n", "---\n", "\n", f"{modeline(Paper)}\n---\n"]))
        text = head + "\n".join(self.mapping(tree, 0)) + "\n"
        text += f"{self.comment()}\n" * self.chance() + "...\n" * self.chance(9)
        # The break at the end of a file may be that of a block.
        if self.chance(3) and not re.search(r"(?m)[|>](?: #.*)?$", text):
            text = text.rstrip("\n")
        return text

    def mapping(self, tree: dict[str, Tree], indent: int) -> list[str]:
        found: list[str] = []
        space = " " * indent
        for name, value in self.shuffled(tree):
            if self.chance():
                found.append("")
            if self.chance():
                found.append(space + self.comment(name))
            found += self.entry(f"{space}{self.key(name)}:", value, indent)
        return found

    def shuffled(self, tree: dict[str, Tree]) -> list[tuple[str, Tree]]:
        return self.draw(st.permutations(list(tree.items())))

    def key(self, name: str) -> str:
        return self.draw(st.sampled_from([name, name, f'"{name}"', f"'{name}'"]))

    def entry(self, head: str, value: Tree, indent: int) -> list[str]:
        """Return the lines of a key, or a hyphen, with its value."""
        behind = f" {self.comment(head.strip().rstrip(':').strip(QUOTES))}" if self.chance() else ""
        if isinstance(value, str):
            return self.scalar(head, value, indent, behind)
        if not value or self.chance(2):
            return [f"{head} {self.flow(value, indent + 2)}{behind}"]
        if isinstance(value, dict):
            return [head + behind, *self.mapping(value, indent + self.draw(st.sampled_from([1, 2, 4])))]
        deeper = indent + self.draw(st.sampled_from([0, 1, 2]) if not head.endswith("-") else st.just(2))
        found = [head + behind]
        for item in value:
            if self.chance():
                found.append(" " * deeper + self.comment())
            found += self.item(item, deeper)
        return found

    def item(self, item: Tree, indent: int) -> list[str]:
        space = " " * indent
        if isinstance(item, dict) and item and self.chance(1):
            found = self.mapping(item, indent + 2)
            start = next(number for number, line in enumerate(found) if line.strip() and line.lstrip()[0] != "#")
            above = [space + line.lstrip() for line in found[:start]]
            return [*above, f"{space}- {found[start].lstrip()}", *found[start + 1 :]]
        return self.entry(f"{space}-", item, indent)

    def scalar(self, head: str, text: str, indent: int, behind: str) -> list[str]:
        styles = ["double"]
        if all(map(str.isprintable, text)) and "\n" not in text:
            styles.append("single")
        if re.fullmatch(r"[a-z0-9]+(?:[ .-]?[a-z0-9]+)*", text):
            styles += ["plain", "wrapped"]
        if re.fullmatch(r"[^\s\u2028](?:[^\u2028\t\u200b]*[^\s\u2028])?\n?", text) and not re.search(
            r"(?m)^[ \t]|[ \t]$", text
        ):
            styles += ["literal"] * 2
            if "\n" not in text.rstrip("\n"):
                styles.append("folded")
        style = self.draw(st.sampled_from(styles))
        space = " " * (indent + self.draw(st.sampled_from([1, 2, 4])))
        if style in {"literal", "folded"}:
            body = text.rstrip("\n")
            chomp = "" if text.endswith("\n") else "-"
            sign = "|" if style == "literal" else ">"
            inner = [space + line if line else "" for line in body.split("\n")]
            if style == "folded":
                inner = [space + word for word in body.split(" ")] if " " in body and "  " not in body else inner
            return [f"{head} {sign}{chomp}{behind}", *inner]
        if style == "plain":
            return [f"{head} {text}{behind}"]
        if style == "wrapped":
            return [head, *(space + word for word in text.split(" "))]
        return [f"{head} {self.inline(text, style)}{behind}"]

    def inline(self, text: str, style: str) -> str:
        return "'" + text.replace("'", "''") + "'" if style == "single" else quote(text)

    def flow(self, value: Tree, indent: int) -> str:
        if isinstance(value, str):
            return self.inline(value, "double")
        breaks = self.chance(2)
        between = f"\n{' ' * indent}" if breaks else " "
        ends = [f", {self.comment()}" if breaks and self.chance() else "," for _ in value]
        if isinstance(value, dict):
            parts = [f"{self.key(name)}: {self.flow(each, indent + 2)}" for name, each in value.items()]
            start, end = "{}"
        else:
            parts = [self.flow(each, indent + 2) for each in value]
            start, end = "[]"
        body = between.join(part + stop for part, stop in zip(parts, ends, strict=True))
        if body.endswith(",") and self.chance(1):
            body = body[:-1]
        return f"{start}{between if breaks and parts else ''}{body}{between if breaks and parts else ''}{end}"


@st.composite
def written(draw: st.DrawFn) -> tuple[dict[str, Tree], str, dict[str, str]]:
    tree, writer = draw(trees), Writer(draw)
    text = writer.file(tree)
    return tree, text.replace("\n", "\r\n") if draw(st.integers(0, 3)) == 0 else text, writer.owners


def named(text: str) -> list[str]:
    return re.findall(r"# (c\d+c)\b", text)


def owners(text: str) -> dict[str, str]:
    """Return the key on the line of each comment, or below the comments that it stands among."""
    found: dict[str, str] = {}
    waiting: list[str] = []
    for line in text.splitlines():
        waiting += named(line)
        if not line.lstrip().startswith("#"):
            key = line.strip().removeprefix("- ").partition(":")[0].strip(QUOTES)
            found |= dict.fromkeys(waiting, key)
            waiting = []
    return found


@settings(max_examples=200)
@given(written())
def test_a_record_in_any_style_keeps_its_values_and_comments(
    record: tuple[dict[str, Tree], str, dict[str, str]],
) -> None:
    tree, text, beside = record
    values = parse(text)
    assert values == tree, "the test writes what it means"
    canonical = encode(text, Paper, is_vocabulary=False)
    assert parse(canonical) == values
    assert sorted(named(canonical)) == sorted(named(text))
    wanted = {comment: key for comment, key in beside.items() if f"# {comment}" in text}
    assert owners(canonical) | wanted == owners(canonical)
    assert encode(canonical, Paper, is_vocabulary=False) == canonical
