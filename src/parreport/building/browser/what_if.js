/* Two units side by side, and what would happen if: the parts of the first page that compute.

In: the data of the page (scoring.json and words). Out: the sections #compare and #what-if, filled. */
"use strict";

(() => {
  const { scoring: rules, words, language, names } = JSON.parse(document.getElementById("portal-data").textContent);
  const AREA_DECIMALS = 1;
  const blocks = rules.blocks;
  const moved = {};                       // {unit: {leaf: points as text}}

  const nameOf = (one) => names[one.name] || (language !== "vi" && one.name_en) || one.name;
  const say = (key, facts = {}) =>
    words[key].replace(/\{(\w+)\}/g, (whole, name) => (name in facts ? facts[name] : whole));
  const number = (figure) =>
    figure === null ? "–" : figure.replace("-", "−").replace(".", words.decimal_mark);
  const percent = (figure) => (figure === null ? "–" : number(figure) + "%");
  const signed = (figure) => (/[1-9]/.test(figure) && !figure.startsWith("-") ? "+" : "") + number(figure);

  /* An element with attributes and children; text is always text, never markup. */
  function make(tag, facts = {}, ...children) {
    const element = document.createElement(tag);
    for (const [name, value] of Object.entries(facts)) {
      if (value === null || value === undefined || value === false) continue;
      element.setAttribute(name, value === true ? "" : value);
    }
    element.append(...children);
    return element;
  }

  function minus(one, other, decimals) {
    const step = 10n ** BigInt(Scoring.PLACES);
    return Scoring.write(Scoring.divide(Scoring.read(one) - Scoring.read(other), step, decimals), decimals);
  }

  const placeOf = (code) => {
    for (const block of blocks) {
      const unit = block.units.find((one) => one.code === code);
      if (unit) return { block, unit };
    }
    return null;
  };
  const bandName = (block, band) => (band === null ? "–" : nameOf(block.bands[band]));
  const rankText = (rank) => (rank === null ? "–" : String(rank));

  /* Show a part that was hidden while it was empty, and what leads to it. */
  function reveal(section) {
    section.hidden = false;
    for (const link of document.querySelectorAll(`a[href="#${section.id}"]`)) link.closest("li").hidden = false;
  }

  const inOrder = new Intl.Collator(language).compare;
  const byName = (units) => [...units].sort((one, other) => inOrder(nameOf(one), nameOf(other)));

  function chooser(id, label, units) {
    const select = make("select", { id });
    for (const block of blocks) {
      const own = byName(units.filter((one) => block.units.includes(one)));
      if (!own.length) continue;
      const group = make("optgroup", { label: nameOf(block) });
      own.forEach((unit) => group.append(make("option", { value: unit.code }, nameOf(unit))));
      select.append(group);
    }
    if (units.length) select.value = units[0].code;
    return { select, field: make("p", { class: "pr-field" }, make("label", { for: id }, label), select) };
  }

  function table(caption, heads, rows, id) {
    const head = make("tr");
    heads.forEach(([name, kind]) => head.append(make("th", { scope: "col", class: "pr-" + kind }, name)));
    const body = make("tbody");
    rows.forEach((row) => body.append(row));
    const label = make("caption", { id: id + "-caption" }, caption);
    return make("div", { class: "pr-table pr-table-slim", tabindex: "0", role: "region", "aria-labelledby": id + "-caption" },
      make("table", { id }, label, make("thead", {}, head), body));
  }

  /* --- two units side by side --------------------------------------------------------------- */

  function compareUnits(section) {
    const pairs = blocks.filter((block) => block.units.length > 1).flatMap((block) => block.units);
    if (!pairs.length) return;
    const first = chooser("compare-first", words.first_unit, pairs);
    const second = make("select", { id: "compare-second" });
    const out = make("div", { "aria-live": "polite" });
    const fields = make("form", { class: "pr-controls" }, first.field,
      make("p", { class: "pr-field" }, make("label", { for: "compare-second" }, words.second_unit), second));
    fields.addEventListener("submit", (event) => event.preventDefault());

    function offerPeers() {
      const { block, unit } = placeOf(first.select.value);
      const kept = second.value;
      const peers = block.units.filter((one) => one !== unit);
      second.replaceChildren(...byName(peers).map((one) => make("option", { value: one.code }, nameOf(one))));
      second.value = peers.some((one) => one.code === kept) ? kept : peers[0].code;
    }

    function show() {
      const { block, unit } = placeOf(first.select.value);
      const other = placeOf(second.value).unit;
      const found = Scoring.compute(rules, block);
      const one = found.find((row) => row.code === unit.code);
      const two = found.find((row) => row.code === other.code);
      const both = one.index !== null && two.index !== null;
      const rows = [
        line(words.index, percent(one.index), percent(two.index), both ? signed(minus(one.index, two.index, rules.decimals)) : "–"),
        line(words.rank, rankText(one.rank), rankText(two.rank), "", "number"),
        line(words.class, bandName(block, one.band), bandName(block, two.band), "", "number"),
        ...block.areas.map((area) => {
          const [a, b] = [one, two].map((row) => Scoring.areaPercent(block, area, row.points, AREA_DECIMALS));
          if (a === null && b === null) return null;
          const row = line(nameOf(area), percent(a), percent(b), a === null || b === null ? "–" : signed(minus(a, b, AREA_DECIMALS)));
          row.children[0].append(bars(a, b));
          return row;
        }).filter((row) => row !== null),
      ];
      const heads = [[words.figure, "text"], [nameOf(unit), "number"], [nameOf(other), "number"], [words.difference, "number"]];
      out.replaceChildren(table(say("compare_caption", { one: nameOf(unit), other: nameOf(other) }), heads, rows, "compare-table"),
        make("p", { class: "pr-note" }, words.compare_note));
    }

    const line = (name, one, other, difference) =>
      make("tr", {}, make("th", { scope: "row", class: "pr-text" }, name),
        ...[one, other, difference].map((cell) => make("td", { class: "pr-number" }, cell)));

    /* Two bars, the first unit in the accent colour; the figures stand in the cells beside. */
    function bars(...percents) {
      const box = make("span", { class: "pr-bars", "aria-hidden": "true" });
      percents.forEach((figure) => {
        const bar = make("i");
        bar.style.width = Math.min(100, Math.max(0, Number(figure || 0))) + "%";
        box.append(bar);
      });
      return box;
    }

    first.select.addEventListener("change", () => { offerPeers(); show(); });
    second.addEventListener("change", show);
    offerPeers();
    section.append(fields, out);
    reveal(section);
    show();
  }

  /* --- what if ------------------------------------------------------------------------------ */

  /* Points as typed, with comma or point, as text with a point; null where they are no points of the leaf. */
  function readTyped(typed, leaf) {
    const words = typed.trim().replace(",", ".");
    if (!/^(\d+(\.\d{0,9})?|\.\d{1,9})$/.test(words)) return null;
    const [whole, decimals = ""] = words.split(".");
    const kept = decimals.replace(/0+$/, "");
    const points = String(BigInt(whole || "0")) + (kept ? "." + kept : "");
    if (leaf.max_points !== null && Scoring.read(points) > Scoring.read(leaf.max_points)) return null;
    return points;
  }

  /* The coarsest of a few usual steps that leads exactly to the maximum. */
  function stepOf(most) {
    return ["0.25", "0.1", "0.05"].find((step) => Scoring.read(most) % Scoring.read(step) === 0n) || "0.01";
  }

  function showWhatIf(section) {
    const before = new Map(blocks.map((block) => [block, Scoring.compute(rules, block)]));
    const unitChoice = chooser("what-if-unit", words.unit, blocks.flatMap((block) => block.units));
    const summary = make("p", { class: "pr-outcome", role: "status" });
    const editor = make("div", { class: "pr-editor" });
    const out = make("div");
    const reset = make("button", { type: "button", id: "what-if-reset" }, words.reset);
    const save = make("button", { type: "button", id: "what-if-save" }, words.save);
    const fields = make("form", { class: "pr-controls" }, unitChoice.field, make("p", { class: "pr-buttons" }, reset, save));
    fields.addEventListener("submit", (event) => event.preventDefault());

    function show() {
      const { block, unit } = placeOf(unitChoice.select.value);
      const was = before.get(block);
      const now = Scoring.compute(rules, block, moved);
      const at = block.units.indexOf(unit);
      const facts = (row) => ({ index: percent(row.index), rank: rankText(row.rank), band: bandName(block, row.band) });
      const from = facts(was[at]), to = facts(now[at]);
      const same = from.index === to.index && from.rank === to.rank && from.band === to.band;
      summary.textContent = same
        ? say("outcome_same", { unit: nameOf(unit), ...to })
        : say("outcome", { unit: nameOf(unit), ...to, index_was: from.index, rank_was: from.rank, band_was: from.band });
      const rows = now.map((row, i) => ({ row, was: was[i], unit: block.units[i] }));
      const last = Number.MAX_SAFE_INTEGER;
      rows.sort((a, b) => (a.row.rank ?? last) - (b.row.rank ?? last));
      const changed = (a, b, show) => {
        const cell = make("td", { class: "pr-number" }, show(a));
        if (a !== b) cell.append(make("span", { class: "pr-second" }, say("was", { before: show(b) })));
        return cell;
      };
      const lines = rows.map((one) => make("tr",
        { "data-unit": one.unit.code, class: one.unit === unit ? "pr-own" : null },
        changed(one.row.rank, one.was.rank, rankText),
        make("th", { scope: "row", class: "pr-text" }, nameOf(one.unit)),
        changed(one.row.index, one.was.index, percent),
        changed(one.row.band, one.was.band, (band) => bandName(block, band))));
      const heads = [[words.rank, "number"], [words.unit, "text"], [words.index, "number"], [words.class, "number"]];
      out.replaceChildren(table(say("what_if_caption", { block: nameOf(block) }), heads, lines, "what-if-table"));
      const any = Object.keys(moved).length > 0;
      reset.disabled = save.disabled = !any;
      section.classList.toggle("pr-used", any);
    }

    function move(unit, leaf, points, given) {
      const own = moved[unit.code] || (moved[unit.code] = {});
      if (points === given) delete own[leaf.code]; else own[leaf.code] = points;
      if (!Object.keys(own).length) delete moved[unit.code];
      show();
    }

    function leafRow(unit, leaf, given, at) {
      const own = moved[unit.code] || {};
      const start = leaf.code in own ? own[leaf.code] : given;
      const id = "leaf-" + at;
      const input = make("input", { id, type: "text", inputmode: "decimal", autocomplete: "off", "data-leaf": leaf.code, "aria-describedby": id + "-note" });
      input.value = number(start);
      const note = make("span", { id: id + "-note", class: "pr-leaf-note" });
      const tell = (points) => {
        note.textContent = say(leaf.max_points === null ? "leaf_free" : "leaf_of", { most: number(leaf.max_points), given: number(given) });
        row.classList.toggle("pr-moved", points !== given);
      };
      const slider = leaf.max_points === null ? "" : make("input",
        { type: "range", min: "0", max: leaf.max_points, step: stepOf(leaf.max_points), "aria-label": say("slide", { leaf: nameOf(leaf) }) });
      const row = make("div", { class: "pr-leaf" },
        make("label", { for: id }, leaf.code + " " + nameOf(leaf)), slider, input, note);
      const accept = (points) => {
        input.removeAttribute("aria-invalid");
        tell(points);
        move(unit, leaf, points, given);
      };
      if (slider) {
        slider.value = start;
        const speak = () => slider.setAttribute("aria-valuetext", input.value);
        speak();
        slider.addEventListener("input", () => {
          const points = readTyped(slider.value, leaf);
          input.value = number(points);
          speak();
          accept(points);
        });
      }
      input.addEventListener("input", () => {
        const points = readTyped(input.value, leaf);
        if (points === null) {
          input.setAttribute("aria-invalid", "true");
          note.textContent = say(leaf.max_points === null ? "refused_free" : "refused", { most: number(leaf.max_points) });
          return;
        }
        if (slider) { slider.value = points; slider.setAttribute("aria-valuetext", input.value); }
        accept(points);
      });
      input.addEventListener("blur", () => {  // what was refused gives way to what counts
        if (!input.hasAttribute("aria-invalid")) return;
        input.removeAttribute("aria-invalid");
        const points = (moved[unit.code] || {})[leaf.code] ?? given;
        input.value = number(points);
        tell(points);
      });
      tell(start);
      return row;
    }

    function edit() {
      const { block, unit } = placeOf(unitChoice.select.value);
      const parts = [];
      for (const area of block.areas) {
        const leaves = block.leaves.map((leaf, at) => ({ leaf, at, given: unit.points[at] }))
          .filter((one) => one.leaf.area === area.code && one.given !== null);
        if (!leaves.length) continue;
        const { won, most } = Scoring.sum(block.leaves, unit.points, (leaf) => Scoring.inside(leaf) && leaf.area === area.code);
        const plain = (whole) => number(Scoring.write(whole, Scoring.PLACES).replace(/\.?0+$/, ""));
        const head = make("summary", {}, nameOf(area), make("span", {}, say("area_points", { points: plain(won), most: plain(most) })));
        parts.push(make("details", {}, head, ...leaves.map((one) => leafRow(unit, one.leaf, one.given, one.at))));
      }
      if (parts.length) parts[0].open = true;
      editor.replaceChildren(...parts);
    }

    reset.addEventListener("click", () => {
      Object.keys(moved).forEach((code) => delete moved[code]);
      edit();
      show();
      unitChoice.select.focus();
    });
    save.addEventListener("click", () => {
      const quote = (cell) => (/[",\n]/.test(cell) ? '"' + cell.replace(/"/g, '""') + '"' : cell);
      const lines = Object.entries(moved).flatMap(([unit, own]) =>
        Object.entries(own).map(([leaf, points]) => [unit, leaf, points].map(quote).join(",")));
      const file = new Blob(["unit_code,item_code,points\n" + lines.join("\n") + "\n"], { type: "text/csv" });
      const link = make("a", { href: URL.createObjectURL(file), download: "scenario.csv" });
      link.click();
      setTimeout(() => URL.revokeObjectURL(link.href), 1000);
    });
    unitChoice.select.addEventListener("change", () => { edit(); show(); });
    section.append(fields, summary, make("div", { class: "pr-split" }, editor, make("div", { class: "pr-result" }, out)));
    reveal(section);
    edit();
    show();
  }

  compareUnits(document.getElementById("compare"));
  showWhatIf(document.getElementById("what-if"));
})();
