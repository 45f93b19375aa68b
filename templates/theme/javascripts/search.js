// The search: a dialog around Pagefind, by the pattern of a combobox whose list is shown below it
// (https://www.w3.org/WAI/ARIA/apg/patterns/combobox/). Nothing of it is loaded before a reader wants it, and all that
// comes from the index is put into text nodes, never read as HTML of this page.

// The first part of an address → what pages there are called.
const KINDS = new Map([
  ["papers", "Papers"],
  ["families", "Families"],
  ["topics", "Topics"],
  ["libraries", "Libraries"],
  ["authors", "Authors"],
  ["venues", "Venues"],
  ["years", "Years"],
]);
const OTHERS = "Pages";
// A filter of Pagefind → what its control is called.
const FILTERS = new Map([
  ["family", "Family"],
  ["topic", "Topic"],
  ["venue", "Venue"],
  ["year", "Year"],
  ["presentation", "Presentation"],
  ["code", "Code"],
]);
const ORDERS = [
  ["", "Best match"],
  ["desc", "Newest first"],
  ["asc", "Oldest first"],
];
const SHOWN = 12; // results, and again with each "More results"
const PATIENCE = 60; // milliseconds without a key after which what is typed is asked

// People paste addresses of DOIs and preprints; the index has what they are called by.
const RESOLVERS = /(?:https?:\/\/)?(?:(?:dx\.)?doi\.org|(?:www\.)?arxiv\.org\/(?:abs|pdf))\/|\b(?:doi|arxiv):\s*/gi;

// Keys that move in what is typed, where the list has nothing more to say.
const IN_WORDS = new Set(["Home", "End", "ArrowLeft", "ArrowRight"]);

let search;

/** Opens the dialog; `root` is the address of the site's home page, `typed` what was typed while this was loaded. */
export function open(root, typed) {
  search ??= build(root);
  if (!search.dialog.open) {
    search.dialog.showModal();
  }
  search.input.select();
  search.load();
  if (typed) {
    search.input.value = typed;
    search.input.dispatchEvent(new Event("input"));
  }
}

function build(root) {
  const view = layOut(root);
  const { dialog, input, filters, status, results, more, browse } = view;
  const { load, ask } = asker(root);
  let controls = new Map();
  let turn = 0; // of questions; an answer to an earlier one comes too late
  let isAsking = false;
  let goes = false; // to the first result, once there is one
  let found = [];
  let shown = 0;
  let active = -1;

  const options = () => [...results.querySelectorAll("[role=option]")];

  const activate = (index) => {
    const all = options();
    all[active]?.setAttribute("aria-selected", "false");
    active = index;
    const option = all[active];
    if (option) {
      option.setAttribute("aria-selected", "true");
      option.scrollIntoView({ block: "nearest" });
      input.setAttribute("aria-activedescendant", option.id);
    } else {
      input.removeAttribute("aria-activedescendant");
    }
  };

  // From either end, an arrow leads back to the field, and then to the other end.
  const step = (by) => {
    const places = options().length + 1;
    activate(((active + 1 + by + places) % places) - 1);
  };

  const follow = (event) => {
    const option = options()[Math.max(active, 0)];
    const { ctrlKey, metaKey, shiftKey } = event;
    option?.dispatchEvent(new MouseEvent("click", { bubbles: true, cancelable: true, ctrlKey, metaKey, shiftKey }));
  };

  const add = (pages) => {
    for (const page of pages) {
      const kind = KINDS.get(page.url.slice(root.pathname.length).split("/")[0]) ?? OTHERS;
      const id = `search-${kind.toLowerCase()}`;
      const heading = results.querySelector(`#${id}`) ?? element("p", { id, class: "search-kind", role: "presentation" }, kind);
      if (!heading.isConnected) {
        // Groups stand in the order of their best results, so that the best of all comes first.
        results.append(element("div", { role: "group", "aria-labelledby": id }, heading));
      }
      heading.parentElement.append(option(page, `search-option-${shown}`));
      shown += 1;
    }
    more.hidden = shown >= found.length;
    const count = found.length === 1 ? "1 result" : `${found.length.toLocaleString("en")} results`;
    status.textContent = more.hidden ? count : `${count}, ${shown} shown`;
    input.setAttribute("aria-expanded", "true");
  };

  const clear = (words) => {
    results.replaceChildren();
    activate(-1);
    found = [];
    shown = 0;
    more.hidden = true;
    input.setAttribute("aria-expanded", "false");
    status.textContent = words;
  };

  const fail = () => {
    clear("The search could not be loaded. Try again, or browse all papers.");
  };

  const details = (answers, from) => Promise.all(answers.slice(from, from + SHOWN).map((one) => one.data()));

  const run = async () => {
    turn += 1;
    const mine = turn;
    const words = input.value.trim();
    const wanted = chosen(controls);
    browse.href = new URL(words ? `browse/?${new URLSearchParams({ q: words })}` : "browse/", root);
    goes = false;
    isAsking = words !== "" || wanted.filters !== undefined;
    if (!isAsking) {
      clear("");
      return;
    }
    await new Promise((resolve) => {
      setTimeout(resolve, PATIENCE);
    });
    try {
      // Asked by nobody any more, an answer costs nothing but the network's patience.
      const answer = mine === turn && (await ask(words.replace(RESOLVERS, ""), wanted));
      const pages = mine === turn && (await details(answer.results, 0));
      if (mine !== turn) {
        return;
      }
      isAsking = false;
      if (pages.length > 0) {
        clear("");
        found = answer.results;
        results.scrollTop = 0;
        add(pages);
      } else {
        clear(wanted.filters ? "No results with these filters." : "No results. Other words, or fewer, may find more.");
      }
      count(controls, answer);
      if (goes) {
        follow(goes);
      }
    } catch {
      if (mine === turn) {
        isAsking = false;
        fail();
      }
    }
  };

  const offer = async () => {
    if (controls.size > 0 || !filters.open) {
      return;
    }
    try {
      controls = selects(await (await load()).filters());
    } catch {
      fail();
      return;
    }
    const labels = [...controls.values()].map((control) => control.parentElement);
    filters.append(element("div", { class: "search-controls" }, ...labels));
    for (const control of controls.values()) {
      control.addEventListener("change", () => {
        const set = [...controls.values()].filter((one) => one.value).length;
        filters.querySelector("summary").textContent = set ? `Filter and sort (${set})` : "Filter and sort";
        run();
      });
    }
    if (input.value.trim()) {
      run();
    }
  };

  input.addEventListener("input", run);
  input.addEventListener("keydown", (event) => {
    if (event.isComposing) {
      return;
    }
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      step(event.key === "ArrowDown" ? 1 : -1);
    } else if (event.key === "Enter") {
      event.preventDefault();
      if (isAsking) {
        goes = event;
      } else {
        follow(event);
      }
    } else if (IN_WORDS.has(event.key)) {
      activate(-1);
    }
  });
  filters.addEventListener("toggle", offer);
  more.addEventListener("click", async () => {
    const mine = turn;
    const before = new Set(options());
    try {
      const pages = await details(found, shown);
      if (mine === turn) {
        add(pages);
        input.focus();
        activate(options().findIndex((one) => !before.has(one)));
      }
    } catch {
      fail();
    }
  });
  dialog.addEventListener("keydown", (event) => {
    // By itself, a field of this type is emptied first.
    if (event.key === "Escape" && !event.isComposing) {
      event.preventDefault();
      dialog.close();
    }
  });
  dialog.addEventListener("click", (event) => {
    const link = event.target.closest("a[href]");
    // A link to the page that is open already would leave the dialog in its way.
    if (event.target === dialog || (link && !event.ctrlKey && !event.metaKey && !event.shiftKey)) {
      dialog.close();
    }
  });
  return { dialog, input, load: () => load().catch(() => {}) };
}

/** Returns what loads Pagefind once, and what asks it. */
function asker(root) {
  let loading;
  const load = () => {
    loading ??= import(new URL("pagefind/pagefind.js", root)).then(async (pagefind) => {
      // A worker is one more program to fetch and to start, and takes longer for that than the answer does.
      // Pages of papers are short, and those of families and venues grow with the list; that says little of either.
      // What is called as somebody types comes before papers that have the same words in their titles.
      const ranking = { pageLength: 0.3, metaWeights: { title: 5, called: 5 } };
      await pagefind.options({ baseUrl: root.pathname, excerptLength: 18, noWorker: true, ranking });
      await pagefind.init();
      return pagefind;
    });
    loading.catch(() => {
      loading = undefined; // the next key tries again
    });
    return loading;
  };
  const ask = async (words, wanted) => {
    const pagefind = await load();
    const answer = await pagefind.search(words || null, wanted);
    if (!words.includes('"') || wanted.sort || answer.results.length < 2) {
      return answer;
    }
    // A phrase weighs the same wherever it stands; its words by themselves tell which page is meant, and titles best.
    const phrase = words.replaceAll('"', " ").trim();
    const { results } = await pagefind.search(phrase, wanted);
    const places = new Map(results.map(({ id }, place) => [id, place]));
    const place = ({ id }) => places.get(id) ?? places.size;
    const ordered = [...answer.results].sort((one, other) => place(one) - place(other));
    const titles = await Promise.all(ordered.slice(0, SHOWN).map(async (one) => (await one.data()).meta.title ?? ""));
    const isTitle = (index) => titles[index]?.toLowerCase().includes(phrase.toLowerCase()) ?? false;
    const [called, others] = [true, false].map((wish) => ordered.filter((_, index) => isTitle(index) === wish));
    return { ...answer, results: [...called, ...others] };
  };
  return { load, ask };
}

function layOut(root) {
  const dialog = element("dialog", { class: "search", "aria-label": "Search" });
  const input = element("input", {
    type: "search",
    role: "combobox",
    placeholder: "Title, author, method, venue, arXiv id …",
    "aria-label": "Search",
    "aria-autocomplete": "list",
    "aria-controls": "search-results",
    "aria-expanded": "false",
    autocomplete: "off",
    autocapitalize: "off",
    autocorrect: "off",
    spellcheck: "false",
    enterkeyhint: "go",
    maxlength: "500",
  });
  const close = element("button", { type: "button", "aria-keyshortcuts": "Escape" }, "Close");
  close.addEventListener("click", () => dialog.close());
  const filters = element("details", { class: "search-filters" }, element("summary", {}, "Filter and sort"));
  const status = element("p", { class: "search-status", role: "status" });
  const results = element("div", { id: "search-results", role: "listbox", "aria-label": "Results" });
  const more = element("button", { type: "button", class: "search-more", hidden: "" }, "More results");
  const browse = element("a", { href: new URL("browse/", root) }, "Filter and select on the browse page");
  dialog.append(
    element("div", { class: "search-bar" }, input, close),
    filters,
    status,
    results,
    element("div", { class: "search-end" }, more, browse),
  );
  document.body.append(dialog);
  return { dialog, input, filters, status, results, more, browse };
}

function option(page, id) {
  const made = element("a", { id, role: "option", href: page.url, tabindex: "-1", "aria-selected": "false" });
  made.append(element("span", { class: "search-title" }, page.meta.title ?? page.url));
  const { authors, venue, summary } = page.meta;
  if (authors || venue) {
    const about = [element("span", { class: "search-authors" }, authors ?? ""), " ", element("span", {}, venue ?? "")];
    made.append(element("span", { class: "search-about" }, ...about));
    if (summary) {
      made.append(element("span", { class: "search-excerpt" }, summary));
    }
  } else {
    made.append(element("span", { class: "search-excerpt" }, ...excerpt(page.excerpt)));
  }
  return made;
}

/** Returns the words of an excerpt, which is HTML with marks around those that match, without any other element. */
function excerpt(html) {
  const { body } = new DOMParser().parseFromString(html, "text/html"); // runs nothing and loads nothing
  return [...body.childNodes].map(({ nodeName, textContent }) =>
    nodeName === "MARK" ? element("mark", {}, textContent) : textContent,
  );
}

/** Returns what is chosen, as Pagefind asks for it. */
function chosen(controls) {
  const set = [...controls].filter(([name, control]) => name !== "sort" && control.value);
  const year = controls.get("sort")?.value;
  return {
    ...(set.length > 0 && { filters: Object.fromEntries(set.map(([name, control]) => [name, control.value])) }),
    ...(year && { sort: { year } }),
  };
}

function selects(values) {
  const made = new Map();
  for (const [name, label] of FILTERS) {
    const sorted = Object.keys(values[name] ?? {}).sort((a, b) => (name === "year" ? b - a : a.localeCompare(b, "en")));
    if (sorted.length > 0) {
      made.set(name, select(label, [["", "Any"], ...sorted.map((value) => [value, value])]));
    }
  }
  return made.set("sort", select("Sort", ORDERS));
}

/** Says beside each value how many results it would leave; where several filters are at work, Pagefind cannot tell. */
function count(controls, { filters, totalFilters }) {
  const { filters: set = {} } = chosen(controls);
  for (const [name, control] of controls) {
    const others = Object.keys(set).filter((other) => other !== name);
    const counts = name in set ? others.length === 0 && totalFilters[name] : filters[name];
    for (const choice of control.options) {
      if (name !== "sort" && choice.value) {
        choice.textContent = counts ? `${choice.value} (${counts[choice.value] ?? 0})` : choice.value;
      }
    }
  }
}

function select(label, values) {
  const control = element("select", {}, ...values.map(([value, text]) => element("option", { value }, text)));
  element("label", {}, element("span", {}, label), control);
  return control;
}

function element(name, attributes, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    made.setAttribute(key, value);
  }
  made.append(...children);
  return made;
}
