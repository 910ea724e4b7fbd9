"use strict";
// Parallel coordinates: a line an experiment, an axis a parameter or metric. A brush is a condition of the filter.

const AXES = 7, CATEGORIES = 24, TOP = 42, BOTTOM = 30, SPACE = 104;
const canvas = document.querySelector("#parallel canvas");

// The scale of a column, or null where there is nothing to tell apart. Positions go from 0 (bottom) to 1.
function scaled(column) {
  const values = rows.map((row) => (column.metric && !counted(row, column.index) ? null : column.value(row))).filter((value) => value !== null);
  const numbers = values.filter((value) => typeof value === "number");
  const scale = numbers.length >= values.length * 0.8 ? continuous(column, numbers) : categories(column, values);
  return scale && { ...scale, column, used: values.length };
}

function continuous(column, numbers) {
  let low = Infinity, high = -Infinity;
  for (const number of numbers) { low = Math.min(low, number); high = Math.max(high, number); }
  if (low === high || !numbers.length) return null;
  const sorted = [...numbers].sort((a, b) => a - b), log = low > 0 && high / low >= 50;
  const far = sorted[Math.floor(sorted.length * 0.98)];
  // A few runs that went wrong do not squeeze all the others: they meet the end of the axis.
  if (column.metric && !log && high - low > 4 * (far - low) && far > low) high = far;
  const of = log ? Math.log10 : (value) => value;
  const at = (value) => Math.min(1, Math.max(0, (of(value) - of(low)) / (of(high) - of(low))));
  const back = (part) => { const value = of(low) + part * (of(high) - of(low)); return log ? 10 ** value : value; };
  const ticks = (log ? tens(low, high) : round(low, high)).map((value) => [at(value), short(value)]);
  return {
    at: (row) => { const value = column.value(row); return typeof value === "number" ? at(value) : null; }, ticks,
    words: (from, to) => [from > 0 ? `${quoted(column.name)}>=${Number(back(from).toPrecision(3))}` : "", to < 1 ? `${quoted(column.name)}<=${Number(back(to).toPrecision(3))}` : ""],
    brushed: (conditions) => {
      const limits = conditions.filter(({ sign }) => /[<>]/.test(sign));
      const part = (sign, otherwise) => limits.filter((each) => each.sign.startsWith(sign)).reduce((_, each) => at(Number(each.wanted)), otherwise);
      return limits.length ? [part(">", 0), part("<", 1)] : null;
    },
  };
}

// Round numbers from one end to the other: some five of them, or powers of ten.
function round(low, high) {
  const ten = 10 ** Math.floor(Math.log10((high - low) / 4)), step = [1, 2, 5, 10].map((n) => n * ten).find((each) => (high - low) / each <= 6);
  const first = Math.ceil(low / step - 1e-9);
  return Array.from({ length: Math.floor(high / step + 1e-9) - first + 1 }, (_, n) => Number(((first + n) * step).toPrecision(12)));
}

function tens(low, high) {
  const first = Math.floor(Math.log10(low)), last = Math.floor(Math.log10(high) + 1e-9), by = Math.ceil((last - first + 1) / 7);
  const each = last - first > 4 ? [1] : [1, 3];
  const all = Array.from({ length: Math.floor((last - first) / by) + 1 }, (_, n) => 10 ** (first + n * by)).flatMap((ten) => each.map((n) => n * ten));
  return all.filter((value) => value >= low * 0.999 && value <= high * 1.001);
}

function categories(column, values) {
  const names = [...new Set(values.map(String))].sort();
  if (names.length < 2 || names.length > CATEGORIES) return null;
  const place = new Map(names.map((name, n) => [name, n / (names.length - 1)]));
  return {
    at: (row) => place.get(column.text(row)) ?? null, ticks: names.map((name) => [place.get(name), cut(name, 14)]),
    words: (from, to) => {
      const chosen = names.filter((name) => place.get(name) >= from - 0.02 && place.get(name) <= to + 0.02);
      return chosen.length ? [`${quoted(column.name)}=${quoted(chosen.join("|"))}`] : [];
    },
    brushed: (conditions) => {
      const found = conditions.filter(({ sign }) => sign === "=").flatMap(({ wanted }) => wanted.split("|")).map((name) => place.get(name)).filter((at) => at !== undefined);
      return found.length ? [Math.max(0, Math.min(...found) - 0.03), Math.min(1, Math.max(...found) + 0.03)] : null;
    },
  };
}

const quoted = (text) => (/\s/.test(text) ? `"${text}"` : text);
const scales = [...parameters, ...measures].map(scaled).filter(Boolean);

// Parameters by use, then metrics, the chosen one last.
function usualAxes(metric) {
  const [some, chosen] = [scales.filter(({ column }) => column.parameter), scales.filter(({ column }) => column.metric)];
  const told = new Map(some.map((scale) => [scale, rows.filter((row) => counted(row, metric) && scale.at(row) !== null).length]));
  // A parameter that no measured experiment tells is none to compare by.
  const few = some.filter((scale) => told.get(scale) || !chosen.length).sort((a, b) => told.get(b) - told.get(a) || b.used - a.used).slice(0, AXES - Math.min(2, chosen.length));
  const others = chosen.filter(({ column }) => column.index !== metric).slice(0, AXES - few.length - 1);
  return [...few, ...others, ...chosen.filter(({ column }) => column.index === metric)];
}

function drawParallel(axes, metric, filter) {
  const place = document.getElementById("parallel");
  place.style.width = `max(100%, ${axes.length * SPACE}px)`;
  const width = place.clientWidth, height = place.clientHeight, ratio = window.devicePixelRatio || 1;
  canvas.width = width * ratio;
  canvas.height = height * ratio;
  const context = canvas.getContext("2d");
  context.scale(ratio, ratio);
  const edge = 62, x = (n) => (axes.length < 2 ? width / 2 : edge + (n * (width - 2 * edge)) / (axes.length - 1));
  const y = (part) => (part === null ? height - 8 : height - BOTTOM - part * (height - TOP - BOTTOM));
  const lines = rows.map((row) => axes.map((axis) => axis.at(row)));
  strokeLines(context, lines, x, y, metric, filter);
  axes.forEach((axis, n) => drawAxis(context, axis, x(n), y, lines.some((line) => line[n] === null)));
  canvas.setAttribute("aria-label", `Parallel coordinates of ${rows.length} experiments over ${axes.map(({ column }) => column.name).join(", ")}; the table below holds the same values`);
  return { x, y, height };
}

function strokeLines(context, lines, x, y, metric, filter) {
  const ranked = rows.filter((row) => counted(row, metric)).sort((a, b) => a.metrics.get(metric).value - b.metrics.get(metric).value);
  if (book.metrics[metric]?.direction === "higher") ranked.reverse();
  const rank = new Map(ranked.map((row, n) => [row, ranked.length > 1 ? n / (ranked.length - 1) : 0]));
  const groups = new Map();
  rows.forEach((row, n) => {
    if (lines[n].filter((at) => at !== null).length < 2) return;
    const group = !filter.matches(row) ? -1 : rank.has(row) ? Math.round(rank.get(row) * 11) : 12;
    groups.set(group, [...(groups.get(group) ?? []), lines[n]]);
  });
  const alpha = (count) => Math.min(0.85, Math.max(0.07, 5 / Math.sqrt(count)));
  const [low, high, matched] = [colour("low"), colour("high"), rows.filter(filter.matches).length];
  for (const group of [...groups.keys()].sort((a, b) => (a < 0 ? -1 : b < 0 ? 1 : b - a))) {
    context.strokeStyle = group < 0 ? colour("faint") : group > 11 ? colour("point") : mixed(low, high, group / 11);
    context.globalAlpha = group < 0 ? Math.max(0.2, alpha(rows.length - matched)) : alpha(matched);
    for (const line of groups.get(group)) stroke(context, line, x, y, 1.2);
  }
  context.globalAlpha = 1;
  const best = ranked.find((row) => filter.matches(row) && lines[row.position].filter((at) => at !== null).length > 1);
  if (!best) return;
  for (const [name, width] of [["paper", 6], ["ink", 2.5]]) {
    context.strokeStyle = colour(name);
    stroke(context, lines[best.position], x, y, width);
  }
}

function stroke(context, line, x, y, width) {
  context.lineWidth = width;
  context.beginPath();
  line.forEach((at, n) => (n ? context.lineTo(x(n), y(at)) : context.moveTo(x(n), y(at))));
  context.stroke();
}

function mixed(from, to, part) {
  const parts = [from, to].map((text) => text.match(/[\d.]+/g).map(Number));
  return `rgb(${[0, 1, 2].map((n) => Math.round(parts[0][n] + (parts[1][n] - parts[0][n]) * part)).join(" ")})`;
}

function drawAxis(context, axis, x, y, lacking) {
  context.strokeStyle = colour("quiet");
  context.lineWidth = 1;
  context.beginPath();
  context.moveTo(x, y(0));
  context.lineTo(x, y(1));
  context.stroke();
  context.font = `12px ${FONT}`;
  context.textBaseline = "middle";
  const ticks = lacking ? [...axis.ticks, [null, "none"]] : axis.ticks;
  for (const [at, text] of ticks) {
    context.lineJoin = "round";
    context.lineWidth = 4;
    context.strokeStyle = colour("paper");
    context.strokeText(text, x + 6, y(at));
    context.fillStyle = colour(at === null ? "quiet" : "ink");
    context.fillText(text, x + 6, y(at));
  }
}

// The strips that take the pointer, one an axis; `tell` gets the axis and what it is to keep, or null.
function brushes(axes, { x, y }, filter, tell) {
  const place = document.getElementById("parallel");
  place.querySelectorAll(".axis").forEach((strip) => strip.remove());
  axes.forEach((axis, n) => {
    const strip = place.appendChild(made("div", "", "axis"));
    const { direction } = axis.column.metric ?? {};
    strip.style.left = `${x(n)}px`;
    strip.dataset.axis = axis.column.name;
    strip.appendChild(made("span", axis.column.name + ({ lower: " ↓", higher: " ↑" }[direction] ?? ""), "name")).title = axis.column.name;
    const kept = axis.brushed(filter.conditions.filter(({ column }) => column === axis.column));
    const box = kept && strip.appendChild(made("div", "", "brush"));
    if (box) { box.style.top = `${y(kept[1])}px`; box.style.height = `${Math.max(4, y(kept[0]) - y(kept[1]))}px`; }
    strip.addEventListener("pointerdown", (event) => drag(event, strip, y, (from, to) => tell(axis, from === null ? null : axis.words(from, to))));
  });
}

function drag(event, strip, y, done) {
  if (event.button) return;
  event.preventDefault();
  strip.setPointerCapture(event.pointerId);
  strip.querySelector(".brush")?.remove();
  const box = strip.appendChild(made("div", "", "brush"));
  const [top, bottom] = [y(1), y(0)], start = event.offsetY;
  const inside = (at) => Math.min(bottom, Math.max(top, at));
  let end = start;
  const show = (moved) => {
    end = moved.clientY - strip.getBoundingClientRect().top;
    const [a, b] = [inside(Math.min(start, end)), inside(Math.max(start, end))];
    box.style.top = `${a}px`;
    box.style.height = `${b - a}px`;
  };
  strip.addEventListener("pointermove", show);
  const finish = () => {
    strip.removeEventListener("pointermove", show);
    const part = (at) => (bottom - inside(at)) / (bottom - top);
    if (Math.abs(end - start) < 4) done(null, null);
    else done(part(Math.max(start, end)), part(Math.min(start, end)));
  };
  strip.addEventListener("pointerup", finish, { once: true });
  strip.addEventListener("pointercancel", () => done(null, null), { once: true });
}
