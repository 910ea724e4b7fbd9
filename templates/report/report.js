"use strict";
// What the page shows now, and what happens when somebody asks for something else.

const find = (id) => document.getElementById(id);
const direct = { lower: "lower is better", higher: "higher is better", unknown: "nobody has said which way is better" };
const now = { metric: 0, whole: false, filter: parsed(""), sort: { column: named.get("date"), down: true }, axes: [], allSteps: false };

function showProgress() {
  const metric = book.metrics[now.metric];
  if (!metric) return;
  const told = drawStaircase(now.metric, now.whole, now.filter.matches);
  find("whole-label").hidden = !now.whole && !told.outside;
  const off = told.outside ? `, ${told.outside.toLocaleString("en")} far off and left out` : "";
  find("staircase-caption").textContent = `${metric.name} (${[metric.unit ? `in ${metric.unit}` : "", direct[metric.direction]].filter(Boolean).join(", ")}): `
    + `a dot an experiment, the line the best so far, with what made it better. ${[`${told.points.length.toLocaleString("en")} drawn`, ...metric.notes].join("; ")}${off}.`;
  fillSteps(now.metric, now.allSteps);
}

function figure(term, value, under) {
  const group = made("div");
  group.append(made("dt", term), made("dd", value, "value"), made("dd", under, "under"));
  return group;
}

function showFigures() {
  const metric = book.metrics[now.metric];
  const counts = { done: 0, failed: 0, pending: 0, reverted: 0 };
  for (const row of rows) counts[row.state] += 1;
  const apart = ["failed", "pending", "reverted"].filter((state) => counts[state]).map((state) => `${counts[state].toLocaleString("en")} ${state}`);
  const all = figure("Experiments", rows.length.toLocaleString("en"), apart.join(", ") || "all done");
  if (!metric?.steps.length) { find("figures").replaceChildren(all); return; }
  const { steps } = metric, of = ([at]) => rows[at].metrics.get(now.metric), [first, last] = [steps[0], steps.at(-1)];
  const measuredRows = rows.filter((row) => counted(row, now.metric));
  const since = measuredRows.filter((row) => row.position > last[0]).length;
  find("figures").replaceChildren(
    figure(`Best ${metric.name}`, of(last).text, `${cut(last[1], 90)} · ${rows[last[0]].commit.slice(0, 9)}`),
    figure("Since the first", steps.length > 1 ? changed(of(first).value, of(last).value) : "–", `from ${of(first).text}`),
    all,
    figure("Steps forward", (steps.length - 1).toLocaleString("en"), since ? `none in the last ${since.toLocaleString("en")} measured` : "the last one measured was one"),
  );
}

function showParallel() {
  find("parallel-section").hidden = scales.length < 2;
  find("parallel-figure").hidden = now.axes.length < 2;
  find("parallel-none").hidden = now.axes.length >= 2;
  if (now.axes.length < 2) return;
  const frame = drawParallel(now.axes, now.metric, now.filter);
  brushes(now.axes, frame, now.filter, brushed);
  find("ramp-caption").textContent = `A line an experiment, from the best ${book.metrics[now.metric]?.name ?? "metric"} to the worst; the thick one is the best.`;
}

// A brush takes the place of what the filter said of this axis.
function brushed(axis, kept) {
  const others = (find("filter").value.match(/(?:[^\s"]+|"[^"]*")+/g) ?? []).filter((word) => {
    const [, name] = CONDITION.exec(word) ?? [];
    return name === undefined || named.get(name.replaceAll('"', "")) !== axis.column;
  });
  find("filter").value = [...others, ...(kept ?? [])].filter(Boolean).join(" ");
  refilter();
}

function showTable() {
  const shown = columns.filter((column) => column.shown);
  heads(shown, now.sort, resort);
  const chosen = rows.filter(now.filter.matches);
  fill(sorted(chosen, now.sort), shown, now.metric);
  find("count").textContent = chosen.length === rows.length ? `${rows.length.toLocaleString("en")}` : `${chosen.length.toLocaleString("en")} of ${rows.length.toLocaleString("en")}`;
}

// The first click on a metric has the best on top.
function resort(column) {
  const again = now.sort.column === column;
  now.sort = { column, down: again ? !now.sort.down : column.metric?.direction === "higher" || column.key === "date" };
  showTable();
}

function refilter() {
  now.filter = parsed(find("filter").value);
  find("filter-problem").hidden = !now.filter.problem;
  find("filter-problem").textContent = now.filter.problem;
  showTable();
  showProgress();
  showParallel();
}

function showAll() {
  showFigures();
  showProgress();
  showParallel();
  showTable();
}

function choose(place, options, shown, tell) {
  find(place).append(...options.map((option) => {
    const label = made("label"), box = made("input");
    box.type = "checkbox";
    box.checked = shown(option);
    box.addEventListener("change", () => tell(option, box.checked));
    label.append(box, made("span", option.name ?? option.column.name));
    return label;
  }));
}

function dark() {
  const chosen = document.documentElement.dataset.theme;
  return chosen ? chosen === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
}

function redraw() {
  find("theme").textContent = dark() ? "Light theme" : "Dark theme";
  showProgress();
  showParallel();
}

function start() {
  document.title = find("title").textContent = book.title;
  find("about").textContent = book.about;
  find("source").textContent = book.source;
  find("metric").append(...book.metrics.map(({ name, count }, index) => {
    const option = made("option", `${name} (${count.toLocaleString("en")})`);
    option.value = index;
    return option;
  }));
  find("notes-section").hidden = !book.notes.length;
  find("notes").append(...book.notes.map((note) => made("li", note)));
  if (!book.metrics.length) find("staircase-figure").hidden = true;
  now.axes = usualAxes(now.metric);
  choose("axes", scales, (scale) => now.axes.includes(scale), (scale, on) => {
    now.axes = scales.filter((each) => (each === scale ? on : now.axes.includes(each)));
    showParallel();
  });
  choose("columns", columns, (column) => column.shown, (column, on) => { column.shown = on; showTable(); });
  showAll();
  find("theme").textContent = dark() ? "Light theme" : "Dark theme";
  listen();
}

function listen() {
  find("metric").addEventListener("change", (event) => { now.metric = Number(event.target.value); now.allSteps = false; showAll(); });
  find("whole").addEventListener("change", (event) => { now.whole = event.target.checked; showProgress(); });
  find("more-steps").addEventListener("click", () => { now.allSteps = true; fillSteps(now.metric, true); });
  let waiting = 0;
  find("filter").addEventListener("input", () => { clearTimeout(waiting); waiting = setTimeout(refilter, 120); });
  find("clear").addEventListener("click", () => { find("filter").value = ""; refilter(); find("filter").focus(); });
  find("more").addEventListener("click", () => draw(Infinity));
  const scroll = find("table-scroll");
  scroll.addEventListener("scroll", () => { if (scroll.scrollTop + scroll.clientHeight > scroll.scrollHeight - 600) draw(CHUNK); }, { passive: true });
  find("theme").addEventListener("click", () => { document.documentElement.dataset.theme = dark() ? "light" : "dark"; redraw(); });
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", redraw);
  let width = innerWidth;
  addEventListener("resize", () => { if (innerWidth !== width) { width = innerWidth; redraw(); } });
  let before;
  addEventListener("beforeprint", () => { before = document.documentElement.dataset.theme; document.documentElement.dataset.theme = "light"; redraw(); draw(Infinity); });
  addEventListener("afterprint", () => { if (before) document.documentElement.dataset.theme = before; else delete document.documentElement.dataset.theme; redraw(); });
}

start();
