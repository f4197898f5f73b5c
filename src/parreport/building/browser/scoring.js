/* Index, rank and class of every unit of a block, by the same rules as parreport.

In: scoring.json. Out: plain objects. Every figure is a whole number (BigInt) of the smallest part
that stands in the data, so that nothing is rounded on the way.
Source: docs/methodology.md 1.2 to 1.8, 3.9. */
"use strict";

const Scoring = (() => {
  const PLACES = 18;                      // decimals kept of every figure
  const GRID = 10n ** BigInt(PLACES);

  /* A decimal as text becomes a whole number of 10^-18; null stays null. */
  function read(figure) {
    if (figure === null) return null;
    const sign = figure.startsWith("-") ? -1n : 1n;
    const [whole, decimals = ""] = figure.replace("-", "").split(".");
    if (decimals.length > PLACES) throw new RangeError("more than " + PLACES + " decimals");
    return sign * (BigInt(whole || "0") * GRID + BigInt(decimals.padEnd(PLACES, "0") || "0"));
  }

  /* top / bottom as a whole number of 10^-decimals, rounded half up, away from zero. */
  function divide(top, bottom, decimals) {
    const size = (top < 0n ? -top : top) * 10n ** BigInt(decimals);
    const rounded = (2n * size + bottom) / (2n * bottom);
    return top < 0n ? -rounded : rounded;
  }

  /* A whole number of 10^-decimals as text, with a point. */
  function write(whole, decimals) {
    const digits = (whole < 0n ? -whole : whole).toString().padStart(decimals + 1, "0");
    const at = digits.length - decimals;
    return (whole < 0n ? "-" : "") + digits.slice(0, at) + (decimals ? "." + digits.slice(at) : "");
  }

  const atMost = (points, cap) => (cap === null || points < cap ? points : cap);

  /* Points and maximum of some leaves of a unit: only what applies counts. */
  function sum(leaves, points, wanted) {
    let won = 0n, most = 0n;
    leaves.forEach((leaf, at) => {
      if (points[at] === null || !wanted(leaf)) return;
      won += read(points[at]);
      most += leaf.max_points === null ? 0n : read(leaf.max_points);
    });
    return { won, most };
  }

  const inside = (leaf) => leaf.method !== "bonus" && leaf.method !== "penalty";

  /* The printed index in its last decimal; null where nothing applies. */
  function indexOf(rules, block, points) {
    const { won, most } = sum(block.leaves, points, inside);
    if (most === 0n) return null;
    const bonus = sum(block.leaves, points, (leaf) => leaf.method === "bonus").won;
    const penalty = sum(block.leaves, points, (leaf) => leaf.method === "penalty").won;
    const total = won + atMost(bonus, read(rules.bonus_cap)) - atMost(penalty, read(rules.penalty_cap));
    const printed = divide(100n * total, most, rules.decimals);
    return rules.cap_at_100 ? atMost(printed, 100n * 10n ** BigInt(rules.decimals)) : printed;
  }

  /* The place of the highest class that a printed index reaches; below all, the lowest. */
  function bandOf(rules, block, index) {
    const step = 10n ** BigInt(rules.decimals);
    const found = block.bands.findIndex((band) => read(band.from) * step <= index * GRID);
    return found < 0 ? block.bands.length - 1 : found;
  }

  /* Index, rank and class of each unit of a block. moved: {unit: {leaf: points as text}}. */
  function compute(rules, block, moved = {}) {
    const units = block.units.map((unit) => {
      const own = moved[unit.code] || {};
      const points = block.leaves.map((leaf, at) =>
        unit.points[at] !== null && leaf.code in own ? cut(leaf, own[leaf.code]) : unit.points[at]);
      return { unit, points, index: indexOf(rules, block, points) };
    });
    const ranked = units.filter((one) => one.unit.ranked && !one.unit.gaps && one.index !== null);
    return units.map((one) => ({
      code: one.unit.code,
      points: one.points,
      index: one.index === null ? null : write(one.index, rules.decimals),
      rank: ranked.includes(one) ? 1 + ranked.filter((other) => other.index > one.index).length : null,
      band: one.index === null || one.unit.gaps ? null : bandOf(rules, block, one.index),
    }));
  }

  /* No leaf has more than its maximum. */
  const cut = (leaf, points) =>
    leaf.max_points !== null && read(points) > read(leaf.max_points) ? leaf.max_points : points;

  /* Percent of the maximum of an area, rounded as in items.csv and then as printed; null: nothing applies. */
  function areaPercent(block, area, points, decimals) {
    const { won, most } = sum(block.leaves, points, (leaf) => inside(leaf) && leaf.area === area.code);
    if (most === 0n) return null;
    return write(divide(divide(100n * won, most, 9), 10n ** 9n, decimals), decimals);
  }

  return { read, write, divide, compute, areaPercent, sum, inside, PLACES };
})();
if (typeof module !== "undefined") module.exports = Scoring;
