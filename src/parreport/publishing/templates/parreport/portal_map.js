/* Maps of the first page: one stop of the keyboard, arrows between areas, the table and the search beside them.

Without it every area is a link with its words. It knows no index. */
"use strict";

(() => {
  const rowOf = (region) =>
    document.querySelector(`#ranking-${region.dataset.table}`).tBodies[0].rows[Number(region.dataset.row) - 1];
  const maps = [...document.querySelectorAll("[data-portal-map]")].map((figure) => {
    const regions = [...figure.querySelectorAll(".pr-region")];
    const rows = new Map(regions.map((region) => [region, rowOf(region)]));   // before anything is sorted
    return {figure, regions, rows, said: figure.querySelector(".pr-map-said"), ring: figure.querySelector(".pr-ring")};
  });

  function say(map, region) {
    const words = region.querySelector("title").textContent;
    const href = region.getAttribute("href");
    const shown = document.createElement(href ? "a" : "span");
    if (href) {
      shown.href = href;
      shown.tabIndex = -1;   // the area itself is the link for the keyboard
    }
    shown.textContent = words;
    map.said.replaceChildren(shown);
  }

  /* A ring over all areas: the border of one would lie half under its neighbours. */
  function circle(map, region) {
    map.ring.setAttribute("d", region ? region.querySelector("path").getAttribute("d") : "");
  }

  function enter(map, region) {
    for (const one of map.regions) one.setAttribute("tabindex", one === region ? "0" : "-1");
  }

  /* The nearest area in a direction; what lies aside counts double. */
  function next(map, from, key) {
    const [x, y] = [Number(from.dataset.x), Number(from.dataset.y)];
    let best = null, least = Infinity;
    for (const one of map.regions) {
      if (one === from || one.classList.contains("pr-out")) continue;
      const [dx, dy] = [Number(one.dataset.x) - x, Number(one.dataset.y) - y];
      const ahead = {ArrowRight: dx, ArrowLeft: -dx, ArrowDown: dy, ArrowUp: -dy}[key];
      const aside = Math.abs(key === "ArrowRight" || key === "ArrowLeft" ? dy : dx);
      const far = ahead + 2 * aside;
      if (ahead > 0 && far < least) [best, least] = [one, far];
    }
    return best;
  }

  for (const map of maps) {
    let touched = null;
    map.regions.forEach((region, at) => {
      region.setAttribute("tabindex", at ? "-1" : "0");
      region.addEventListener("focus", () => { enter(map, region); say(map, region); circle(map, region); });
      region.addEventListener("blur", () => circle(map, null));
      region.addEventListener("pointerenter", () => say(map, region));
      /* On a touch screen the first touch tells, the second opens: small areas are easily missed. */
      region.addEventListener("click", (event) => {
        if (event.pointerType === "touch" && touched !== region) {
          event.preventDefault();
          touched = region;
          region.focus();
        }
      });
      region.addEventListener("keydown", (event) => {
        if (!event.key.startsWith("Arrow")) return;
        event.preventDefault();
        next(map, region, event.key)?.focus();
      });
      const row = map.rows.get(region);
      for (const name of ["pointerenter", "focusin"]) {
        row.addEventListener(name, () => { circle(map, region); say(map, region); });
      }
      for (const name of ["pointerleave", "focusout"]) row.addEventListener(name, () => circle(map, null));
    });
  }

  /* What search and choices leave out of the tables is pale on the map; the keyboard starts at what is left. */
  document.addEventListener("portal-filter", () => {
    for (const map of maps) {
      const left = map.regions.filter((region) => {
        const out = map.rows.get(region).hidden;
        region.classList.toggle("pr-out", out);
        return !out;
      });
      if (left.length) enter(map, left[0]);
      circle(map, left.length === 1 ? left[0] : null);
      if (left.length === 1) say(map, left[0]);
      else map.said.replaceChildren();
    }
  });
})();
