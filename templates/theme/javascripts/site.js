// What every page does: the reader's colours before anything is painted, copying, and the search when it is wanted.
(() => {
  "use strict";
  const root = new URL("..", document.currentScript.src);
  const key = `${root.pathname}scheme`;
  const dark = matchMedia("(prefers-color-scheme: dark)");

  // Storage may be forbidden; then a choice lasts as long as the page.
  const stored = () => {
    try {
      return localStorage.getItem(key);
    } catch {
      return null;
    }
  };
  const store = (scheme) => {
    try {
      localStorage.setItem(key, scheme);
    } catch {
      // see above
    }
  };

  const button = document.createElement("button");
  button.type = "button";
  button.className = "site-scheme";

  let chosen = stored();
  const isDark = () => (chosen === null ? dark.matches : chosen === "slate");
  const paint = () => {
    const { dataset } = document.body;
    dataset.mdColorScheme = isDark() ? "slate" : "default";
    dataset.mdColorPrimary = isDark() ? "black" : "white";
    button.title = isDark() ? "Switch to light" : "Switch to dark";
    button.setAttribute("aria-label", button.title);
  };
  paint();
  button.addEventListener("click", () => {
    chosen = isDark() ? "default" : "slate";
    store(chosen);
    paint();
  });
  dark.addEventListener("change", paint);
  addEventListener("storage", (event) => {
    if (event.key === key || event.key === null) {
      chosen = stored();
      paint();
    }
  });

  // What is typed while the search is on its way; null when it is not.
  let typed = null;
  const openSearch = async () => {
    let search;
    typed ??= "";
    try {
      import(new URL("pagefind/pagefind.js", root)).catch(() => {}); // search.js asks for it, and says if it fails
      search = await import(new URL("javascripts/search.js", root));
    } catch {
      location.assign(new URL("browse/", root));
      return;
    }
    search.open(root, typed ?? "");
    typed = null;
  };

  // Readers of the screen speak what changes in an element that they know already.
  const status = document.createElement("p");
  status.className = "site-status";
  status.setAttribute("role", "status");
  let silence;
  const say = (words) => {
    status.textContent = words;
    clearTimeout(silence);
    silence = setTimeout(() => {
      status.textContent = "";
    }, 3000);
  };

  const copy = async (code) => {
    try {
      await navigator.clipboard.writeText(code.textContent.replace(/\n$/, ""));
      say("Copied to the clipboard");
    } catch {
      // Without leave for the clipboard, the reader's own keys can copy what is selected.
      getSelection().selectAllChildren(code);
      say("Selected: press Ctrl+C, or ⌘C, to copy");
    }
  };

  addEventListener("DOMContentLoaded", () => {
    const search = document.querySelector(".site-search");
    search?.after(button);
    search?.setAttribute("aria-haspopup", "dialog");
    search?.setAttribute("aria-keyshortcuts", "/ s");
    search?.addEventListener("click", (event) => {
      if (!event.ctrlKey && !event.metaKey && !event.shiftKey) {
        event.preventDefault();
        openSearch();
      }
    });
    const codes = document.querySelectorAll("article pre > code");
    if (codes.length > 0) {
      document.body.append(status);
    }
    for (const code of codes) {
      if (code.scrollWidth > code.clientWidth) {
        code.tabIndex = 0; // a drawing, whose lines do not wrap, is scrolled by keyboard too
      }
      const citation = code.closest("details.citation");
      const copying = document.createElement("button");
      copying.type = "button";
      copying.className = "copy";
      copying.textContent = "Copy";
      copying.setAttribute("aria-label", citation ? `Copy ${citation.querySelector("summary").textContent}` : "Copy the code");
      copying.addEventListener("click", () => copy(code));
      // Beside the file of a citation, for its long lines need the room.
      (citation?.querySelector("p") ?? code.parentElement).append(copying);
    }
  });

  addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) {
      return;
    }
    if (typed !== null) {
      if (event.key.length === 1) {
        event.preventDefault();
        typed += event.key;
      }
      return;
    }
    const isTyping = event.target.closest?.("input:not([type=checkbox]), textarea, select, [contenteditable], dialog");
    if ((event.key === "/" || event.key === "s") && !isTyping) {
      event.preventDefault();
      openSearch();
    }
  });
})();
