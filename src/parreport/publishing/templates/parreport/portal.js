/* Tables of the first page: sorted by a head, searched, filtered. It knows no index.

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
    [...table.tHead.rows[0].cells].forEach((head, i) => {
      if (i === at) head.setAttribute("aria-sort", down ? "descending" : "ascending");
      else head.removeAttribute("aria-sort");
    });
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
  const [search, group] = ["search", "group"].map((name) => document.getElementById("portal-" + name));
  const kinds = [...form.querySelectorAll("select[data-column]")];
  const count = document.getElementById("portal-count");

  function filter() {
    let shown = 0;
    for (const table of tables) {
      let own = 0;
      for (const row of table.tBodies[0].rows) {
        const fits = (!group.value || table.id === group.value)
          && kinds.every((one) => !one.value || row.cells[Number(one.dataset.column)].textContent.trim() === one.value)
          && finds(row.cells[Number(table.dataset.headColumn)].textContent, search.value);
        row.hidden = !fits;
        row.toggleAttribute("data-out", !fits);   // for what shows the same rows elsewhere
        own += fits;
      }
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
