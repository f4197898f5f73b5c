/* Tables of the first page: sorted by a head, searched, filtered, a long one page by page. It knows no index.

Without it the page is whole: every table and link stands in the HTML. */
"use strict";

(() => {
  const plain = (words) =>
    words.normalize("NFD").replace(/[\u0300-\u036f]/g, "").replace(/[đĐ]/g, "d").toLowerCase();
  const exact = (words) => words.normalize("NFC").toLowerCase();
  const tables = [...document.querySelectorAll("[data-portal-table]")];
  const form = document.getElementById("portal-filter");

  /* A word typed without marks finds all letters alike; with marks, just those. */
  function finds(words, query) {
    return query.trim().split(/\s+/).every((one) =>
      plain(one) === exact(one) ? plain(words).includes(plain(one)) : exact(words).includes(exact(one)));
  }

  function sortBy(table, at, down) {
    const body = table.tBodies[0];
    const order = new Intl.Collator(document.documentElement.lang).compare;
    const key = (row) => row.cells[at].dataset.sort ?? row.cells[at].textContent.trim();
    const rows = [...body.rows].sort((a, b) => {
      const [x, y] = [key(a), key(b)];
      if (x === "" || y === "") return (x === "") - (y === "");   // what has no figure stays last
      const both = x !== "" && !isNaN(x) && !isNaN(y) ? Number(x) - Number(y) : order(x, y);
      return down ? -both : both;
    });
    body.append(...rows);
    turn(table, 0);
    [...table.tHead.rows[0].cells].forEach((head, i) => {
      if (i === at) head.setAttribute("aria-sort", down ? "descending" : "ascending");
      else head.removeAttribute("aria-sort");
    });
  }

  const LONG = 30, SIZES = [25, 50];
  const pagers = new Map();

  function make(tag, name, words) {
    const made = document.createElement(tag);
    if (name) made.className = name;
    made.append(words);
    return made;
  }

  /* A long table gets a line beneath it: how many rows at once, which ones, back and on. */
  function addPager(table) {
    if (table.tBodies[0].rows.length <= LONG) return;
    const words = form.dataset, line = make("div", "pr-pager", ""), label = make("label", "", words.rows + " ");
    line.setAttribute("role", "group");
    line.setAttribute("aria-labelledby", table.getAttribute("aria-labelledby"));
    const size = make("select", "", ""), told = make("p", "", "");
    size.append(...SIZES.map((n) => new Option(n, n)), new Option(words.every, ""));
    told.setAttribute("role", "status");
    const [back, on] = [words.before, words.after].map((one) => make("button", "", one));
    const pager = {at: 0, size, told, back, on};
    pagers.set(table, pager);
    size.addEventListener("input", (event) => { event.stopPropagation(); turn(table, 0); });
    for (const [button, step] of [[back, -1], [on, 1]]) {
      button.type = "button";
      button.addEventListener("click", () => {
        if (button.getAttribute("aria-disabled") !== "true") turn(table, pager.at + step);
      });
    }
    const buttons = make("div", "pr-buttons", "");
    buttons.append(back, on);
    label.append(size);
    line.append(label, told, buttons);
    table.closest(".pr-table").after(line);
  }

  function turn(table, at) {
    const pager = pagers.get(table);
    if (!pager) return;
    const rows = [...table.tBodies[0].rows].filter((row) => !row.hidden);
    const size = Number(pager.size.value) || Math.max(rows.length, 1);
    pager.at = Math.min(Math.max(at, 0), Math.max(Math.ceil(rows.length / size) - 1, 0));
    const first = pager.at * size, end = Math.min(first + size, rows.length);
    rows.forEach((row, i) => row.classList.toggle("pr-off-page", i < first || i >= end));
    pager.told.textContent = form.dataset.between
      .replace("{first}", rows.length && first + 1).replace("{last}", end).replace("{n}", rows.length);
    pager.back.setAttribute("aria-disabled", first === 0);
    pager.on.setAttribute("aria-disabled", end === rows.length);
  }

  for (const table of tables) {
    [...table.tHead.rows[0].cells].forEach((head, at) => {
      const button = document.createElement("button");
      button.type = "button";
      button.className = "pr-sort";
      button.append(...head.childNodes);
      button.addEventListener("click", () => sortBy(table, at, head.getAttribute("aria-sort") === "ascending"));
      head.append(button);
    });
  }

  if (!form) return;
  for (const table of tables) addPager(table);
  const [search, group] = ["search", "group"].map((name) => document.getElementById("portal-" + name));
  const kinds = [...form.querySelectorAll("select[data-column]")];
  const count = document.getElementById("portal-count");

  /* What can be chosen stands in its own order, else in that of the language; a dash comes last. */
  const order = new Intl.Collator(document.documentElement.lang, {numeric: true}).compare;
  for (const one of kinds) {
    const key = (option) => option.dataset.sort || option.value;
    const own = [...one.options].slice(1).sort((a, b) =>
      (a.value === "–") - (b.value === "–") || order(key(a), key(b)));
    one.append(...own);
  }

  function filter() {
    let shown = 0;
    for (const table of tables) {
      let own = 0;
      for (const row of table.tBodies[0].rows) {
        const fits = (!group.value || table.id === group.value)
          && kinds.every((one) => !one.value || row.cells[Number(one.dataset.column)].textContent.trim() === one.value)
          && finds(row.cells[Number(table.dataset.headColumn)].textContent, search.value);
        row.hidden = !fits;
        own += fits;
      }
      turn(table, 0);
      table.closest("section").hidden = own === 0;
      shown += own;
    }
    count.textContent = (shown ? form.dataset.count : form.dataset.none).replace("{n}", shown);
    document.dispatchEvent(new Event("portal-filter"));
  }

  form.addEventListener("input", filter);
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("reset", () => setTimeout(filter));
  form.hidden = false;
  filter();
})();
