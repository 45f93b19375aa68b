// The citations of some papers, cut out of a file that has those of all: the same bytes as `catalog export` writes.

/** How a file of each format is cut into entries by id, in its order, and how entries become a file again. */
const FORMATS = {
  bibtex: { cut: cutBib, join: (entries) => entries.join("\n") },
  biblatex: { cut: cutBib, join: (entries) => entries.join("\n") },
  ris: { cut: cutRis, join: (entries) => entries.join("\n") },
  "csl-json": { cut: cutJson, join: (items) => (items.length ? `[\n${items.join(",\n")}\n]\n` : "[]\n") },
};

/** Return the file that has the papers `ids` alone; one that is not in `whole` is an error. */
export function citations(format, whole, ids) {
  const { cut, join } = FORMATS[format];
  const entries = cut(whole).flatMap(([id, entry]) => (ids.has(id) ? [entry] : []));
  if (entries.length !== ids.size) {
    throw new Error("the list has changed");
  }
  return join(entries);
}

// Lines of an entry are indented, those of a value are not broken: nothing inside of one looks like its border.
function cutBib(whole) {
  return apart(whole, "\n}\n").map((entry) => [entry.slice(entry.indexOf("{") + 1, entry.indexOf(",")), entry]);
}

function cutRis(whole) {
  return apart(whole, "\nER  - \n").map((entry) => [/^ID {2}- (.*)$/m.exec(entry)[1], entry]);
}

// Lines inside of an item are indented further than its braces.
function cutJson(whole) {
  const items = whole.slice("[\n".length, -"\n]\n".length).split(/,\n(?= {2}\{)/);
  return items.map((item) => [JSON.parse(item).id, item]);
}

/** Return entries that end so, and between which a blank line stands. */
function apart(whole, end) {
  return whole.split(`${end}\n`).map((entry, at, all) => (at < all.length - 1 ? `${entry}${end}` : entry));
}
