"use strict";
// The running best over the experiments: dots, the staircase, and on it what made each step.

const FONT = '"Liberation Sans", system-ui, -apple-system, "Segoe UI", Roboto, Arial, sans-serif';
const WHOLE_NUMBERS = [1, 2, 5].flatMap((n) => [1, 10, 100, 1e3, 1e4, 1e5, 1e6].map((ten) => n * ten)).sort((a, b) => a - b);
const READING = "Point at the chart to read an experiment; drag to look closer, double-click to come back.";
let chart = null;

// All that is drawn of one metric. What lies far off (a run that went wrong) would flatten the rest.
function series(metric, whole, matches) {
  const points = rows.filter((row) => counted(row, metric));
  const value = (row) => row.metrics.get(metric).value;
  const values = points.map(value).sort((a, b) => a - b);
  const { direction, steps } = book.metrics[metric];
  const [low, high] = whole ? [values[0], values.at(-1)] : usual(values, direction, steps.map(([at]) => value(rows[at])));
  let best = null, step = 0;
  const running = points.map((row) => {
    if (step < steps.length && steps[step][0] === row.position) { best = value(row); step += 1; }
    return best;
  });
  const inside = (row) => value(row) >= low && value(row) <= high;
  return {
    points, low, high, steps, outside: points.filter((row) => !inside(row)).length,
    data: [
      points.map((row) => row.position + 1),
      points.map((row) => (inside(row) && !matches(row) ? value(row) : null)),
      points.map((row) => (inside(row) && matches(row) ? value(row) : null)),
      running,
    ],
  };
}

function usual(values, direction, best) {
  const at = (part) => values[Math.round((values.length - 1) * part)];
  const [quarter, half] = [at(0.25), at(0.75)];
  const reach = 3 * (half - quarter);
  const low = Math.max(values[0], quarter - reach), high = Math.min(values.at(-1), half + reach);
  // The staircase itself is always to be seen, its first step excepted where that is far off.
  const steps = best.length > 2 ? best.slice(1) : best;
  return [Math.min(low, ...steps), Math.max(high, ...steps)];
}

function drawStaircase(metric, whole, matches) {
  const place = document.getElementById("staircase");
  chart?.destroy();
  const made_ = series(metric, whole, matches);
  const { points, low, high } = made_;
  place.setAttribute("aria-label", described(metric, made_));
  document.getElementById("reading").textContent = READING;
  if (!points.length) { chart = null; return made_; }
  const lower = book.metrics[metric].direction === "lower";
  const span = high - low || Math.abs(high) * 0.1 || 1;
  const range = [low - span * (lower ? 0.14 : 0.06), high + span * (lower ? 0.06 : 0.14)];
  const quiet = colour("quiet"), rule = colour("rule"), grid = { stroke: colour("grid"), width: 1 };
  const dots = (stroke) => ({ paths: () => null, points: { show: true, size: points.length > 1000 ? 3 : 5.5, width: 0, fill: stroke, stroke } });
  const axis = { stroke: quiet, font: `12px ${FONT}`, grid, ticks: { stroke: rule, size: 5 } };
  chart = new uPlot({
    width: place.clientWidth, height: place.clientHeight, padding: [8, 12, 0, 0], legend: { show: false },
    scales: { x: { time: false, range: (_, a, b) => pad(a, b) }, y: { range: () => range } },
    cursor: { y: false, points: { size: 9, fill: colour("accent") }, drag: { x: true, y: false } },
    axes: [
      { ...axis, incrs: WHOLE_NUMBERS, space: 90, grid: { show: false }, values: (_, ticks) => ticks.map(ticked), size: 40 },
      { ...axis, size: 62, values: (_, ticks) => ticks.map((tick) => String(Number(tick.toPrecision(6))).replace("-", "−")) },
    ],
    series: [
      {}, dots(colour("faint")), dots(colour("point")),
      { stroke: colour("accent"), width: 2, paths: uPlot.paths.stepped({ align: 1 }), points: { show: false } },
    ],
    hooks: { draw: [(u) => label(u, metric, lower)], setCursor: [(u) => read(points[u.cursor.idx], metric)] },
  }, made_.data, place);
  return made_;
}

function pad(first, last) {
  const room = (last - first) * 0.02 || 0.5;
  return [first - room, last + room];
}

function ticked(number, n, numbers) {
  const row = rows[number - 1], before = rows[numbers[n - 1] - 1];
  return row ? `${number.toLocaleString("en")}\n${before?.date === row.date ? "" : row.date}` : "";
}

// What made the steps, on the side of the staircase where no dot can lie: the last first, then by how much they won.
function label(u, metric, lower) {
  const { steps } = book.metrics[metric], ratio = uPlot.pxRatio, { ctx } = u, taken = [], size = 12 * ratio;
  const value = (n) => rows[steps[n][0]].metrics.get(metric).value;
  const places = steps.map(([at], n) => ({ x: u.valToPos(at + 1, "x", true), y: u.valToPos(value(n), "y", true) }));
  const won = steps.map((_, n) => (n ? Math.abs(value(n) - value(n - 1)) : 0)), last = steps.length - 1;
  const order = steps.map((_, n) => n).sort((a, b) => (b === last) - (a === last) || won[b] - won[a]);
  ctx.save();
  Object.assign(ctx, { textBaseline: "middle", textAlign: "left", lineJoin: "round", lineWidth: 3 * ratio, strokeStyle: colour("paper") });
  for (const n of order) {
    dot(ctx, places[n], 2.5 * ratio, u.bbox);
    const most = Math.min(n === last ? 40 : 30, Math.floor(u.bbox.width / size));
    const text = n === last ? `${cut(steps[n][1], most)}  ${rows[steps[n][0]].metrics.get(metric).text}` : cut(steps[n][1], most);
    ctx.font = `${n === last ? "600 " : ""}${size}px ${FONT}`;
    const spot = spotted(places, n, ctx.measureText(text).width, size, lower, taken, u.bbox);
    if (!spot) continue;
    taken.push(spot);
    ctx.fillStyle = colour(n === last ? "accent" : "ink");
    ctx.strokeText(text, spot.x, spot.y);
    ctx.fillText(text, spot.x, spot.y);
  }
  ctx.restore();
}

function dot(ctx, { x, y }, radius, { left, width }) {
  if (x < left || x > left + width) return;
  ctx.beginPath();
  ctx.arc(x, y, radius, 0, 7);
  ctx.fillStyle = colour("accent");
  ctx.fill();
}

// Where a label fits: up to its step, else from the edge on, and never over the staircase or another label.
function spotted(places, n, wide, size, lower, taken, { left, top, width, height }) {
  const { x, y } = places[n], away = (lower ? 1 : -1) * size * 1.1;
  if (x < left || x > left + width) return null;
  const spots = [x - wide, Math.min(Math.max(left + 4, x - wide), left + width - wide), x].map((from) => {
    const until = places.findLast((place) => place.x <= from + wide + size / 2) ?? places[n];
    return { x: from, wide, y: (lower ? Math.max : Math.min)(y, until.y) + away };
  });
  return spots.find((spot) => Math.abs(spot.y - y) < size * 1.9
    && spot.x >= left + 2 && spot.x + wide <= left + width && spot.y > top + size / 2 && spot.y < top + height - size / 2
    && taken.every((other) => spot.x > other.x + other.wide + size || other.x > spot.x + wide + size || Math.abs(spot.y - other.y) > size * 1.2));
}

function read(row, metric) {
  const place = document.getElementById("reading");
  if (!row) { place.textContent = READING; return; }
  place.textContent = `${row.metrics.get(metric).text}   ${row.what}   ${row.commit.slice(0, 9)}   ${row.date}`;
}

function cut(text, length) {
  const letters = Array.from(text);
  return letters.length > length ? `${letters.slice(0, length - 1).join("").trimEnd()}…` : text;
}

function described(metric, { points, steps }) {
  const { name } = book.metrics[metric];
  if (!points.length) return `No value of ${name} to draw`;
  const text = (at) => rows[at].metrics.get(metric).text;
  const best = steps.length ? `; the running best goes from ${text(steps[0][0])} to ${text(steps.at(-1)[0])} in ${steps.length} steps, told in the table below` : "";
  return `Line chart of ${name} over ${points.length} experiments${best}`;
}
