/**
 * The query language of the site: words, "phrases" and `field:value`, read and held against papers.
 *
 * The twin of `catalog/query.py`, to the letter of its messages; `tests/queries.json` holds both to the same answers.
 * @module
 */

/**
 * What a query may ask of a paper, as `browse/papers.json` has it: each field by its name.
 * @typedef {object} Facets
 * @property {string[]} id
 * @property {number} year
 * @property {string[]} venue
 * @property {string[]} family
 * @property {string[]} topic
 * @property {string[]} has
 * @property {string[]} presentation
 * @property {string[]} library
 * @property {string[]} arxiv
 * @property {string[]} doi
 * @property {string[]} slugs the addresses of the authors
 * @property {string} title folded words between bars, a space at either end; so are `author` and `text`
 * @property {string} author
 * @property {string} text
 */

/**
 * The names of every field that has a closed set of values: folded, sorted, with the values that each stands for.
 * @typedef {Record<string, [string, string[]][]>} Known
 */

/** @typedef {(paper: Facets) => boolean} Test */
/** @typedef {Test[]} Query what must hold of a paper, all of it */
/**
 * A value as it was written; between quotes, only whole words match.
 * @typedef {{field: string, text: string, column: number, end: number, isQuoted: boolean}} Value
 */

/** A query cannot be read; the message says how to mend it. */
export class QueryError extends Error {
  /**
   * @param {string} message
   * @param {number} column counts the characters of the query from 0
   */
  constructor(message, column) {
    super(message)
    this.column = column
  }
}

const LETTERS = new Map(
  Object.entries({
    ß: "ss", ẞ: "SS", æ: "ae", Æ: "AE", œ: "oe", Œ: "OE", ø: "o", Ø: "O", ł: "l", Ł: "L", đ: "d", Đ: "D", ð: "d", Ð: "D",
    þ: "th", Þ: "Th", ı: "i", ħ: "h", Ħ: "H",
  }),
)
// Marks that spell no other word: those whose combining class is neither 0, 7 to 9, nor 84 to 132. Ranges lead over what
// is no mark.
const ACCENT = new RegExp(
  "^[" +
    String.raw`\u0300-\u034e\u0350-\u0487\u0591-\u074a\u07eb-\u08ff\u0951-\u0954\u09fe\u0f18-\u0f39\u0f82-\u0f83` +
    String.raw`\u0f86-\u0f87\u0fc6\u108d\u135d-\u135f\u17dd\u18a9\u1939-\u1a18\u1a75-\u1abd\u1abf-\u1ace` +
    String.raw`\u1b6b-\u1b73\u1cd0-\u1ce0\u1ce2-\u1cf4\u1cf8-\u20dc\u20e1\u20e5-\u2cf1\u2de0-\u302f\ua66f` +
    String.raw`\ua674-\ua6f1\ua8e0-\ua8f1\ua92b-\ua92d\uaab0-\uaac1\ufb1e\ufe20-\u{1037a}\u{10a0d}` +
    String.raw`\u{10a0f}-\u{10a3a}\u{10ae5}-\u{10f85}\u{11100}-\u{11102}\u{11366}-\u{11374}\u{1145e}` +
    String.raw`\u{16af0}-\u{16b36}\u{16ff0}-\u{16ff1}\u{1bc9e}\u{1d165}-\u{1d244}\u{1e000}-\u{1e949}` +
    "]$",
  "u",
)
const SELECTOR = String.raw`[\u034f\u180b-\u180f\ufe00-\ufe0f\u{e0100}-\u{e01ef}]`
const TOKEN = new RegExp(String.raw`[\p{L}\p{N}](?:[\p{L}\p{N}]|(?!${SELECTOR})\p{M})*`, "gu")
const UNSAFE =
  /[\x00-\x1f\x7f-\x9f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\u3164\ufeff\uffa0\ufff9-\ufffb\ud800-\udfff\u{e0000}-\u{e007f}]/gu

/**
 * Return what two spellings of the same words have in common: no case, accents, punctuation or doubled space.
 * @param {string} text
 * @returns {string}
 */
export function fold(text) {
  const base = text
    .normalize("NFKD")
    .replace(/[ßẞæÆœŒøØłŁđĐðÐþÞıħĦ]/g, (letter) => LETTERS.get(letter) ?? "")
    .replace(/\p{M}/gu, (mark) => (ACCENT.test(mark) ? "" : mark))
    .normalize("NFC")
    // Unicode's folding of case: small letters of what is large, but large ones in Cherokee, and one form of sigma.
    .toUpperCase()
    .toLowerCase()
    .replaceAll("ς", "σ")
    .replace(/\p{Script=Cherokee}+/gu, (letters) => letters.toUpperCase())
  return (base.match(TOKEN) ?? []).join(" ")
}

// Spelled out, for languages differ in what they count as space; phones type the quotes of their users' language.
const SPACES = String.raw`\t-\r \x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000`
const QUOTES = '"“”„'
const SPACE = new RegExp(`[${SPACES}]+`, "uy")
const MINUS = new RegExp(`-(?=[^${SPACES}])`, "uy")
const FIELD = /[A-Za-z][A-Za-z_-]*:/uy
const INSIDE = new RegExp(`[^${QUOTES}]*`, "uy")
const WORD = new RegExp(`[^${SPACES}${QUOTES}]+`, "uy")
const BARE = new RegExp(`[^${SPACES}${QUOTES},]+`, "uy")
const YEARS = /^(?:([0-9]{4})|([0-9]{4})?\.\.([0-9]{4})?)$/u
/** @type {Record<string, RegExp>} What people copy along with an identifier. */
const DRESS = {
  arxiv:
    /^(?:https?:\/\/)?(?:(?:www\.|export\.)?arxiv\.org\/(?:abs|pdf|html)\/|arxiv:)|(?:v[0-9]+)?(?:\.pdf)?$/gu,
  doi: /^(?:(?:https?:\/\/)?(?:dx\.|www\.)?doi\.org\/|doi:)/gu,
}

/**
 * Return what is found of a text: its folded words, and the same with words run together that signs join.
 * @param {string} text
 * @returns {string[]}
 */
export function forms(text) {
  const chunks = text.split(new RegExp(`[${SPACES}]+`, "u")).map(fold).filter(Boolean)
  const apart = chunks.join(" ")
  const together = chunks.map((chunk) => chunk.replaceAll(" ", "")).join(" ")
  return apart === together ? [apart] : [apart, together]
}

/**
 * Read a query.
 * @param {string} text
 * @param {Known} known
 * @returns {Query}
 * @throws {QueryError} a field or value is unknown, or a quotation mark is not closed
 */
export function parse(text, known) {
  /** @type {Query} */
  const tests = []
  let at = taken(SPACE, text, 0).length
  while (at < text.length) {
    const minus = taken(MINUS, text, at).length
    const [test, end] = term(text, at + minus, known)
    if (test) tests.push(minus ? (paper) => !test(paper) : test)
    at = end + taken(SPACE, text, end).length
  }
  return tests
}

/**
 * Tell whether a query finds a paper.
 * @param {Query} query
 * @param {Facets} paper
 * @returns {boolean}
 */
export function matches(query, paper) {
  return query.every((test) => test(paper))
}

/**
 * Return what a pattern matches at a place, which may be nothing.
 * @param {RegExp} pattern
 * @param {string} text
 * @param {number} at
 */
function taken(pattern, text, at) {
  pattern.lastIndex = at
  return pattern.exec(text)?.[0] ?? ""
}

/**
 * Return an error; its column counts characters, where a place counts UTF-16's halves of them.
 * @param {string} message
 * @param {string} text
 * @param {number} at
 */
function fault(message, text, at) {
  return new QueryError(message, columnOf(text, at))
}

/**
 * @param {string} text
 * @param {number} at
 */
function columnOf(text, at) {
  return [...text.slice(0, at)].length
}

/**
 * Return the test of the term at a place, or null for one without letters, and the place after it.
 * @param {string} text
 * @param {number} at
 * @param {Known} known
 * @returns {[Test | null, number]}
 */
function term(text, at, known) {
  if (QUOTES.includes(text[at])) {
    const value = phrase("", text, at)
    return [inAll(value), value.end]
  }
  const word = taken(WORD, text, at)
  const name = taken(FIELD, text, at)
  const field = name.slice(0, -1).toLowerCase()
  const after = at + name.length
  if (FIELDS.has(field)) return values(field, text, after, known)
  // In a title, a space comes after a colon.
  if (name && after < text.length && !taken(SPACE, text, after)) {
    const near = nearest(field, [...FIELDS.keys()])
    const hint = near === null ? "; w" : `; did you mean \`${near}\`? W`
    const shown = quoted(`"${word}"`)
    throw fault(`no field ${quoted(name.slice(0, -1))}${hint}ords with a colon go in quotes: ${shown}`, text, at)
  }
  const end = at + word.length
  return [inAll({ field: "", text: word, column: columnOf(text, at), end, isQuoted: false }), end]
}

/**
 * @param {string} field
 * @param {string} text
 * @param {number} at
 * @returns {Value}
 */
function phrase(field, text, at) {
  const inside = taken(INSIDE, text, at + 1)
  const end = at + 1 + inside.length
  if (end === text.length) {
    throw fault('a quotation mark is not closed; write `"` after the last word that it holds', text, at)
  }
  return { field, text: inside, column: columnOf(text, at), end: end + 1, isQuoted: true }
}

/**
 * Return the test of values between commas at a place, one of which must hold, and the place after them.
 * @param {string} field
 * @param {string} text
 * @param {number} at
 * @param {Known} known
 * @returns {[Test, number]}
 */
function values(field, text, at, known) {
  /** @type {Test[]} */
  const tests = []
  for (;;) {
    const value = oneValue(field, text, at)
    tests.push(/** @type {(value: Value, known: Known) => Test} */ (FIELDS.get(field))(value, known))
    if (text[value.end] !== ",") return [either(tests), value.end]
    at = value.end + 1
  }
}

/**
 * @param {string} field
 * @param {string} text
 * @param {number} at
 * @returns {Value}
 */
function oneValue(field, text, at) {
  if (at < text.length && QUOTES.includes(text[at])) return phrase(field, text, at)
  const bare = taken(BARE, text, at)
  if (!bare) throw fault(`a value of \`${field}\` is missing; write it here, without a space before it`, text, at)
  return { field, text: bare, column: columnOf(text, at), end: at + bare.length, isQuoted: false }
}

/**
 * @param {Test[]} tests
 * @returns {Test}
 */
function either(tests) {
  return tests.length === 1 ? tests[0] : (paper) => tests.some((test) => test(paper))
}

/**
 * Return what stands in folded text where a value matches: a word begins there, a phrase ends there too.
 * @param {Value} value
 */
function rows(value) {
  const found = forms(value.text).filter(Boolean)
  return found.map((form) => (value.isQuoted ? ` ${form} ` : ` ${form}`))
}

/**
 * @param {Value} value
 * @returns {Test | null}
 */
function inAll(value) {
  const wanted = rows(value)
  if (!wanted.length) return null
  return ({ title, author, text }) =>
    wanted.some((row) => title.includes(row) || author.includes(row) || text.includes(row))
}

/**
 * @param {Value} value
 * @returns {Test}
 */
function inTitle(value) {
  const wanted = rows(value)
  if (!wanted.length) throw noWords(value)
  return ({ title }) => wanted.some((row) => title.includes(row))
}

/**
 * Return the test for an author: names are written in either order, so each word is sought by itself.
 * @param {Value} value
 * @returns {Test}
 */
function byAuthor(value) {
  const end = value.isQuoted ? " " : ""
  const wanted = forms(value.text)
    .filter(Boolean)
    .map((form) => form.split(" ").map((word) => ` ${word}${end}`))
  if (!wanted.length) throw noWords(value)
  return ({ slugs, author }) =>
    slugs.includes(value.text) ||
    author.split("|").some((name) => wanted.some((words) => words.every((word) => name.includes(word))))
}

/** @param {Value} value */
function noWords(value) {
  return new QueryError(`nothing to find in ${quoted(value.text)}; write letters or digits`, value.column)
}

/**
 * @param {Value} value
 * @param {Known} known
 * @returns {Test}
 */
function byKey({ field, text, column }, known) {
  const names = new Map(known[field])
  const keys = names.get(fold(text))
  if (!keys) {
    const near = nearest(text, [...names.keys()])
    const subject = field === "has" ? "`has` takes no" : `no ${field}`
    const hint =
      near === null
        ? `write it without \`${field}:\` to search for it as a word`
        : `did you mean \`${names.get(near)?.[0]}\`?`
    throw new QueryError(`${subject} ${quoted(text)}; ${hint}`, column)
  }
  return (paper) => ofKeys(paper, field).some((key) => keys.includes(key))
}

/**
 * @param {Value} value
 * @returns {Test}
 */
function byIdentifier({ field, text }) {
  const wanted = field in DRESS ? text.toLowerCase().replace(DRESS[field], "") : text.toLowerCase()
  return (paper) => ofKeys(paper, field).includes(wanted)
}

/**
 * @param {Facets} paper
 * @param {string} field
 * @returns {string[]}
 */
function ofKeys(paper, field) {
  return /** @type {Record<string, any>} */ (paper)[field]
}

/**
 * @param {Value} value
 * @returns {Test}
 */
function byYear({ text, column }) {
  const years = YEARS.exec(text)
  if (!years || text === "..") {
    throw new QueryError(`no year ${quoted(text)}; write \`2019\`, \`2019..2021\`, \`..2015\` or \`2020..\``, column)
  }
  const first = Number(years[1] ?? years[2] ?? "0")
  const last = Number(years[1] ?? years[3] ?? "9999")
  if (first > last) {
    throw new QueryError(`\`${text}\` ends before it begins; write \`${last}..${first}\``, column)
  }
  return ({ year }) => first <= year && year <= last
}

/** @type {Map<string, (value: Value, known: Known) => Test>} The fields, sorted, each with what makes a test of a value. */
const FIELDS = new Map([
  ["arxiv", byIdentifier],
  ["author", byAuthor],
  ["doi", byIdentifier],
  ["family", byKey],
  ["has", byKey],
  ["id", byIdentifier],
  ["library", byKey],
  ["presentation", byKey],
  ["title", inTitle],
  ["topic", byKey],
  ["venue", byKey],
  ["year", byYear],
])

const SHORT = new Map([
  ["\t", "\\t"],
  ["\n", "\\n"],
  ["\r", "\\r"],
])

/**
 * Return a text between backticks for a message: on one line, at most 80 characters, nothing in it unseen.
 * @param {string} text
 */
export function quoted(text) {
  const shown = [...text.replace(UNSAFE, (char) => SHORT.get(char) ?? escaped(/** @type {number} */ (char.codePointAt(0))))]
  return `\`${shown.length <= 80 ? shown.join("") : `${shown.slice(0, 79).join("")}…`}\``
}

/** @param {number} code */
function escaped(code) {
  const digits = code.toString(16)
  if (code < 0x100) return `\\x${digits.padStart(2, "0")}`
  return code < 0x10000 ? `\\u${digits.padStart(4, "0")}` : `\\U${digits.padStart(8, "0")}`
}

/**
 * Return the one of some names, folded and sorted, that a word most likely meant, or null.
 * @param {string} word
 * @param {string[]} names
 */
export function nearest(word, names) {
  const wanted = [...fold([...word].slice(0, 80).join(""))]
  let best = 0.6
  let found = null
  for (const name of names) {
    const alike = ratio([...name], wanted)
    if (alike >= best) [best, found] = [alike, name]
  }
  return found
}

/**
 * Return how alike two words are, from 0 to 1, as Python's difflib counts it: by their longest common runs.
 * @param {string[]} one
 * @param {string[]} other
 */
function ratio(one, other) {
  return (2 * common(one, other, 0, one.length, 0, other.length)) / (one.length + other.length)
}

/**
 * Return how many letters two words have in common: their longest run, and what is before and after it in both.
 * @param {string[]} one
 * @param {string[]} other
 * @param {number} from
 * @param {number} to
 * @param {number} otherFrom
 * @param {number} otherTo
 * @returns {number}
 */
function common(one, other, from, to, otherFrom, otherTo) {
  let [start, otherStart, size] = [from, otherFrom, 0]
  /** @type {number[]} The length of the run that ends at each letter of the other word. */
  let runs = []
  for (let at = from; at < to; at += 1) {
    /** @type {number[]} */
    const next = []
    for (let otherAt = otherFrom; otherAt < otherTo; otherAt += 1) {
      if (one[at] !== other[otherAt]) continue
      const run = (runs[otherAt - 1] ?? 0) + 1
      next[otherAt] = run
      if (run > size) [start, otherStart, size] = [at - run + 1, otherAt - run + 1, run]
    }
    runs = next
  }
  if (!size) return 0
  return (
    size +
    common(one, other, from, start, otherFrom, otherStart) +
    common(one, other, start + size, to, otherStart + size, otherTo)
  )
}
