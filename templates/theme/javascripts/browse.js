// The page of all papers: filters, the address that tells them, and citations of what is shown or selected.
//
// Rows come with the page: here they are shown, ordered and selected, never made. What papers can be asked comes from
// papers.json, which is loaded when a reader reaches for the filters, or with an address that has some.

import { citations } from "./citations.js";
import { fold, matches, nearest, parse, quoted, QueryError } from "./query.js";

const ORDERS = {
  newest: null, // as the page has them
  oldest: (one, other) => one.facts.year - other.facts.year,
  title: (one, other) => compare(one.facts.title, other.facts.title),
  venue: (one, other) => compare(one.facts.venue[0].toLowerCase(), other.facts.venue[0].toLowerCase()),
};
const [FIRST] = Object.keys(ORDERS);
const TOGETHER = new Set(["has"]); // of these a paper must have all values, as `has:` twice in a query
const STEP = 100; // rows that are put on the page at once: no browser lays out thousands in no time; browse.css knows it
const TYPING = 120; // milliseconds without a key after which a query is asked
const COMPLAINING = 500; // and those after which its fault is told: it may be half written
const SAYING = 6000; // how long news stays

const by = (id) => document.getElementById(id);
const page = document.querySelector(".browse");
const list = by("papers");
const query = by("query");
const [from, to] = [by("year-from"), by("year-to")];
const sort = by("sort");
const format = by("format");

const facets = [...page.querySelectorAll("[data-facet]")].map((set) => {
  const boxes = [...set.querySelectorAll("input")];
  return {
    name: set.dataset.facet,
    boxes,
    counts: boxes.map((box) => by(box.getAttribute("aria-describedby"))),
    places: new Map(boxes.map((box, place) => [box.value, place])),
    isTogether: TOGETHER.has(set.dataset.facet),
  };
});

const rows = [...list.children].map((element) => {
  const link = element.querySelector("a");
  const id = decodeURIComponent(link.getAttribute("href").split("/").at(-2));
  return { id, title: link.textContent, element, isFound: true, isShown: true, facts: null, places: [] };
});
const selected = new Set();
let shown = rows; // what is found, in its order

function compare(one, other) {
  return one < other ? -1 : Number(one > other);
}

function put(element, text) {
  if (element.textContent !== text) {
    element.textContent = text;
  }
}

const texts = new Map();

/** Return the text of a file, asked for once; what could not be loaded is tried again the next time. */
function load(address) {
  if (!texts.has(address)) {
    const text = fetch(address).then((answer) => {
      if (!answer.ok) {
        throw new Error(`${answer.status} for ${address}`);
      }
      return answer.text();
    });
    texts.set(address, text);
    text.catch(() => texts.delete(address));
  }
  return texts.get(address);
}

let known;

/** Give each row what its paper can be asked. */
async function prepare() {
  const text = await load(page.dataset.papers);
  if (known) {
    return;
  }
  const said = JSON.parse(text);
  const papers = new Map(said.papers.map((facts) => [facts.id[0], facts]));
  if (!rows.every((row) => papers.has(row.id.toLowerCase()))) {
    throw new Error("the list has changed");
  }
  for (const row of rows) {
    row.facts = papers.get(row.id.toLowerCase());
    row.places = facets.map(({ name, places }) =>
      row.facts[name].map((value) => places.get(value)).filter((place) => place !== undefined),
    );
  }
  known = said.known;
}

// Filters

let asked = "";
let years = [];
let order = FIRST;
let ordered = rows;
let complaint;

/** Show what all filters find. Where one cannot be read, that is told, and what it found before still holds. */
async function update() {
  try {
    await prepare();
  } catch {
    put(by("address-fault"), "The filters could not be loaded. Reload the page to try again.");
    return;
  }
  askQuery();
  askYears();
  arrange();
  filter();
  lay();
  tell();
}

function askQuery() {
  clearTimeout(complaint);
  let fault = "";
  try {
    if (query.value !== asked) {
      const tests = parse(query.value, known);
      for (const row of rows) {
        row.isFound = matches(tests, row.facts);
      }
      asked = query.value;
    }
  } catch (error) {
    fault = faultOf(error);
  }
  const complain = () => {
    put(by("query-fault"), fault);
    query.setAttribute("aria-invalid", String(fault !== ""));
  };
  if (fault) {
    complaint = setTimeout(complain, COMPLAINING);
  } else {
    complain();
  }
}

function askYears() {
  const text = yearsText();
  let fault = "";
  try {
    years = text ? parse(`year:${text}`, known) : [];
  } catch (error) {
    fault = faultOf(error);
  }
  put(by("address-fault"), fault);
}

function faultOf(error) {
  if (error instanceof QueryError) {
    return error.message;
  }
  throw error;
}

function yearsText() {
  const [first, last] = [from?.value ?? "", to?.value ?? ""];
  return first === last ? first : `${first}..${last}`;
}

/** Find what all filters find, and count for each value what there would be if its facet asked for that alone. */
function filter() {
  const wanted = facets.map(({ boxes }) => new Set(boxes.flatMap((box, place) => (box.checked ? [place] : []))));
  const counts = facets.map(({ boxes }) => new Uint32Array(boxes.length));
  const count = (facet, places) => places.forEach((place) => (counts[facet][place] += 1));
  shown = [];
  for (const row of ordered) {
    const others = row.isFound && matches(years, row.facts);
    const missed = others ? facets.flatMap((facet, at) => (holds(facet, wanted[at], row.places[at]) ? [] : [at])) : [];
    row.isShown = others && missed.length === 0;
    if (row.isShown) {
      shown.push(row);
      row.places.forEach((places, facet) => count(facet, places));
    } else if (missed.length === 1 && !facets[missed[0]].isTogether) {
      count(missed[0], row.places[missed[0]]);
    }
  }
  facets.forEach(({ counts: spans }, facet) => {
    spans.forEach((span, place) => {
      put(span, String(counts[facet][place]));
      span.parentElement.classList.toggle("is-none", counts[facet][place] === 0);
    });
  });
}

/** Put the first rows of what is found on the page; the others wait beside it, for a reader who comes near. */
function lay() {
  list.replaceChildren();
  layMore(STEP);
}

function layMore(count) {
  list.append(...shown.slice(list.children.length, list.children.length + count).map(({ element }) => element));
}

new IntersectionObserver(([{ isIntersecting }]) => isIntersecting && layMore(STEP), { rootMargin: "2000px" }).observe(by("end"));
addEventListener("beforeprint", () => layMore(shown.length));

function holds({ isTogether }, wanted, places) {
  if (wanted.size === 0) {
    return true;
  }
  return isTogether ? [...wanted].every((place) => places.includes(place)) : places.some((place) => wanted.has(place));
}

/** Bring the rows into the order that is asked for. */
function arrange() {
  if (order !== sort.value) {
    order = sort.value;
    ordered = ORDERS[order] ? [...rows].sort(ORDERS[order]) : rows;
  }
}

/** Tell how many papers are shown, and which filters are at work. */
function tell() {
  const papers = rows.length === 1 ? "paper" : "papers";
  const active = facets.flatMap(({ boxes }) => boxes.filter((box) => box.checked)).length + (yearsText() ? 1 : 0);
  put(by("count"), `${shown.length === rows.length ? "" : `${shown.length} of `}${rows.length} ${papers}`);
  put(by("active"), active ? `(${active})` : "");
  by("reset").hidden = address() === location.pathname;
  by("none").hidden = shown.length > 0;
  offer();
}

// The address

const NAMES = ["q", "year", "sort", ...facets.map(({ name }) => name)];

/** Return the address of the page with its filters. */
function address() {
  const values = [
    ["q", query.value.trim()],
    ...facets.flatMap(({ name, boxes }) => boxes.map((box) => [name, box.checked ? box.value : ""])),
    ["year", yearsText()],
    ["sort", sort.value === FIRST ? "" : sort.value],
  ];
  const search = new URLSearchParams(values.filter(([, value]) => value)).toString();
  // What needs no escape is easier to read, and to write.
  return `${location.pathname}${search ? `?${search.replaceAll("%3A", ":").replaceAll("%2C", ",")}` : ""}`;
}

/** Set the controls to what the address says, whatever a browser remembers of them; what it asks for in vain is told. */
async function read() {
  const said = new URLSearchParams(location.search);
  const asks = NAMES.some((name) => said.has(name));
  if (asks) {
    page.setAttribute("aria-busy", "true");
    await prepare().catch(() => {}); // told below
    page.removeAttribute("aria-busy");
  }
  const faults = [];
  query.value = said.get("q") ?? "";
  for (const { name, boxes, places } of facets) {
    const values = new Set(said.getAll(name).flatMap((value) => meant(name, places, value, faults)));
    for (const box of boxes) {
      box.checked = values.has(box.value);
      if (box.checked) {
        box.closest("fieldset > details")?.setAttribute("open", "");
      }
    }
  }
  readYears(said.get("year") ?? "", faults);
  const wanted = said.get("sort") ?? FIRST;
  sort.value = Object.hasOwn(ORDERS, wanted) ? wanted : FIRST;
  if (sort.value !== wanted) {
    faults.push(`no order ${quoted(wanted)}; write ${Object.keys(ORDERS).map(quoted).join(", ")}`);
  }
  if (asks || known) {
    await update();
  }
  if (faults.length > 0) {
    put(by("address-fault"), faults.join(". "));
  }
}

/** Return the values of a filter that a value of the address stands for: itself, or those that it is a name of. */
function meant(name, places, value, faults) {
  if (places.has(value) || !known) {
    return [value];
  }
  const names = new Map(known[name]);
  const keys = names.get(fold(value));
  const found = (keys ?? []).filter((key) => places.has(key));
  if (!keys) {
    const near = nearest(value, [...names.keys()]);
    const hint = near === null ? "choose one of the filters" : `did you mean ${quoted(names.get(near)[0])}?`;
    faults.push(`${name === "has" ? "`has` takes no" : `no ${name}`} ${quoted(value)}; ${hint}`);
  } else if (found.length === 0) {
    faults.push(`no paper fits \`${name}\` ${quoted(value)} yet; choose one of the filters`);
  }
  return found;
}

function readYears(text, faults) {
  if (!from) {
    return;
  }
  const [first, last = first] = text.split("..");
  const all = [...from.options].map((option) => option.value).filter(Boolean);
  const [newest, oldest] = [all[0], all.at(-1)];
  // Years beyond the list's own ask for nothing, or for everything.
  from.value = first < oldest ? "" : first;
  to.value = last > newest ? "" : last;
  const isKnown = text !== ".." && /^([0-9]{4})?(\.\.([0-9]{4})?)?$/.test(text);
  if (text && (!isKnown || from.selectedIndex < 0 || to.selectedIndex < 0)) {
    [from.value, to.value] = ["", ""];
    faults.push(`no year ${quoted(text)}; the list has \`${oldest}..${newest}\``);
  }
}

/** Show what the controls ask for, and write it into the address; while somebody types, into the same one. */
async function ask(isTyping) {
  clearTimeout(typing);
  if (address() !== `${location.pathname}${location.search}`) {
    history[isTyping ? "replaceState" : "pushState"](null, "", address());
  }
  await update();
}

let typing;
query.addEventListener("input", () => {
  clearTimeout(typing);
  typing = setTimeout(ask, TYPING, true);
});
query.addEventListener("change", () => ask(true));
page.querySelector(".browse-facets").addEventListener("change", () => ask(false));
sort.addEventListener("change", () => ask(false));
by("reset").addEventListener("click", () => {
  query.value = "";
  for (const control of [from, to].filter(Boolean)) {
    control.value = "";
  }
  for (const box of facets.flatMap(({ boxes }) => boxes)) {
    box.checked = false;
  }
  sort.value = FIRST;
  query.focus();
  ask(false);
});
addEventListener("popstate", read);

// What is wanted next is on its way when it is asked for.
for (const event of ["focusin", "pointerover"]) {
  page.querySelector(".browse-filters").addEventListener(event, () => load(page.dataset.papers).catch(() => {}), { once: true });
}
query.addEventListener("focus", () => load(page.dataset.papers).catch(() => {}), { once: true });

// Beside the list the filters are open, above it they open on demand.
const narrow = matchMedia("(max-width: 59.984375em)");
const unfold = () => {
  page.querySelector(".browse-filters").open = !narrow.matches;
};
narrow.addEventListener("change", unfold);
unfold();

// The selection

const STORE = `${location.pathname}selected`;
const boxes = new Map();

function select(row, isSelected) {
  row.box.checked = isSelected;
  row.element.classList.toggle("is-selected", isSelected);
  selected[isSelected ? "add" : "delete"](row);
}

/** Offer citations of what is selected, or else of what is shown. */
function offer() {
  const unseen = [...selected].filter((row) => !row.isShown).length;
  const words = selected.size > 0 ? `${selected.size} selected` : `${shown.length} shown`;
  put(by("chosen"), unseen > 0 ? `${words}, ${unseen} not shown` : words);
  by("take").classList.toggle("is-selected", selected.size > 0);
  by("clear").hidden = selected.size === 0;
  by("all").disabled = shown.length === 0;
  for (const button of [by("copy"), by("download")]) {
    button.disabled = selected.size === 0 && shown.length === 0;
  }
}

function keep() {
  try {
    sessionStorage.setItem(STORE, JSON.stringify([...selected].map(({ id }) => id)));
  } catch {
    // Storage may be forbidden; then a selection lasts as long as the page.
  }
  offer();
}

function kept() {
  try {
    return new Set(JSON.parse(sessionStorage.getItem(STORE) ?? "[]"));
  } catch {
    return new Set();
  }
}

const blank = document.createElement("label");
blank.innerHTML = '<input type="checkbox">';
const before = kept();
for (const row of rows) {
  const label = blank.cloneNode(true);
  row.box = label.firstChild;
  row.box.setAttribute("aria-label", `Select ${row.title}`);
  boxes.set(row.box, row);
  row.element.prepend(label);
  if (before.has(row.id)) {
    select(row, true);
  }
}
list.addEventListener("change", (event) => {
  select(boxes.get(event.target), event.target.checked);
  keep();
});
by("all").addEventListener("click", () => {
  for (const row of shown) {
    select(row, true);
  }
  keep();
});
by("clear").addEventListener("click", () => {
  for (const row of [...selected]) {
    select(row, false);
  }
  by("all").focus();
  keep();
});

// Citations

let news;

function say(words) {
  clearTimeout(news);
  put(by("said"), words);
  news = setTimeout(put, SAYING, by("said"), "");
}

/** Return the citations that are offered, what they are called, and the name of a file for them. */
async function wanted() {
  const [option] = format.selectedOptions;
  const taken = selected.size > 0 ? [...selected] : shown;
  const text = citations(option.value, await load(option.dataset.file), new Set(taken.map(({ id }) => id)));
  const papers = taken.length === 1 ? "1 paper" : `${taken.length} papers`;
  const name = taken.length === 1 ? taken[0].id : "references";
  return { text, about: `${papers} as ${option.label}`, name: `${name}${option.dataset.suffix}` };
}

const FAILED = "Could not be loaded. Reload the page to try again.";

async function copy() {
  const made = wanted();
  // Some browsers let a page write only at once when a button is pressed, though the text may come later.
  const blob = made.then(({ text }) => new Blob([text], { type: "text/plain" }));
  const isWritten = write(blob);
  try {
    const { text, about } = await made;
    if (await isWritten) {
      say(`Copied ${about}`);
    } else {
      show(text);
    }
  } catch {
    say(FAILED);
  }
}

async function write(blob) {
  try {
    await navigator.clipboard.write([new ClipboardItem({ "text/plain": blob })]);
    return true;
  } catch {
    blob.catch(() => {}); // told where it is asked for too
    return false;
  }
}

/** Show a text, selected, for the reader's own keys: without leave for the clipboard, they can copy it. */
function show(text) {
  const field = document.createElement("textarea");
  field.readOnly = true;
  field.value = text;
  field.setAttribute("aria-label", "Citations");
  field.addEventListener("blur", () => field.remove());
  by("take").append(field);
  field.select();
  say("Press Ctrl+C, or ⌘C, to copy");
}

async function download() {
  try {
    const { text, about, name } = await wanted();
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([text], { type: "application/octet-stream" }));
    link.download = name;
    link.click();
    setTimeout(URL.revokeObjectURL, SAYING, link.href);
    say(`Downloaded ${about}`);
  } catch {
    say(FAILED);
  }
}

by("copy").addEventListener("click", copy);
by("download").addEventListener("click", download);

for (const { element } of rows.slice(STEP)) {
  element.remove();
}
page.classList.add("is-ready");
offer();
read();
