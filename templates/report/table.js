"use strict";
// The tables: rows are made as they come into sight, so that thousands of them cost what a hundred do.

const CHUNK = 100;
const table = document.getElementById("table");
const drawn = { rows: [], count: 0, columns: [], steps: new Set(), best: null, metric: 0 };

function heads(shown, sort, tell) {
  const line = made("tr");
  for (const column of shown) {
    const head = line.appendChild(made("th", "", column.numeric ? "number" : ""));
    head.scope = "col";
    head.setAttribute("aria-sort", sort.column === column ? (sort.down ? "descending" : "ascending") : "none");
    head.appendChild(made("button", column.name)).type = "button";
    head.firstChild.addEventListener("click", () => tell(column));
  }
  const focused = [...table.tHead.querySelectorAll("button")].indexOf(document.activeElement);
  table.tHead.replaceChildren(line);
  if (focused >= 0) table.tHead.querySelectorAll("button")[focused]?.focus();
}

// Rows without a value come last, whichever way it is sorted.
function sorted(chosen, { column, down }) {
  const sign = down ? -1 : 1;
  const keyed = chosen.map((row) => ({ row, key: column.value(row) }));
  const order = new Intl.Collator("en", { numeric: true });
  keyed.sort((a, b) => {
    if (a.key === null || b.key === null) return (a.key === null) - (b.key === null) || b.row.position - a.row.position;
    const numbers = typeof a.key === "number" && typeof b.key === "number";
    const by = numbers ? a.key - b.key : order.compare(String(a.key), String(b.key));
    return sign * by || sign * (a.row.position - b.row.position);
  });
  return keyed.map(({ row }) => row);
}

function fill(chosen, shown, metric) {
  const { steps } = book.metrics[metric] ?? { steps: [] };
  Object.assign(drawn, { rows: chosen, count: 0, columns: shown, metric, steps: new Set(steps.map(([at]) => at)), best: steps.at(-1)?.[0] });
  table.setAttribute("aria-rowcount", chosen.length + 1);
  table.tBodies[0].replaceChildren();
  document.getElementById("table-scroll").scrollTop = 0;
  draw(CHUNK);
}

function draw(count) {
  const next = drawn.rows.slice(drawn.count, drawn.count + count);
  table.tBodies[0].append(...next.map((row, n) => lineOf(row, drawn.count + n)));
  drawn.count += next.length;
  const rest = drawn.rows.length - drawn.count, more = document.getElementById("more");
  more.hidden = rest === 0;
  more.textContent = `Show the other ${rest.toLocaleString("en")}`;
}

function lineOf(row, number) {
  const line = made("tr", "", [row.state, row.position === drawn.best ? "best" : ""].join(" ").trim());
  line.setAttribute("aria-rowindex", number + 2);
  line.append(...drawn.columns.map((column) => cell(row, column)));
  return line;
}

function cell(row, column) {
  if (column.name === "what") return words(row);
  const element = made("td", "", column.numeric ? "number" : column.key);
  if (column.key === "state") element.replaceChildren(...standing(row));
  else element.textContent = column.key === "commit" ? row.commit.slice(0, 9) : column.text(row);
  if (column.key === "branch" || column.key === "author") element.title = column.text(row);
  if (column.index === drawn.metric && column.metric && drawn.steps.has(row.position)) element.classList.add("step");
  else if (column.metric && !counted(row, column.index)) element.classList.add("aside");
  return element;
}

function words(row) {
  const element = made("th", "", "what");
  element.scope = "row";
  element.appendChild(made("span", row.what)).dir = "auto";
  for (const tag of row.tags) element.append(" ", made("code", tag));
  for (const doubt of row.doubts) element.appendChild(made("span", doubt, "doubt"));
  return element;
}

function standing(row) {
  const mark = { failed: "bad", reverted: "bad" }[row.state];
  const element = made("span", row.detail || row.state, row.state === "done" && !row.detail ? "quiet" : mark ?? "");
  element.dir = "auto";
  return [element];
}

function fillSteps(metric, all) {
  const { steps, direction } = book.metrics[metric] ?? { steps: [] };
  const body = document.querySelector("#steps tbody"), shown = all ? steps : steps.slice(-8);
  const value = ([at]) => rows[at].metrics.get(metric);
  body.replaceChildren(...shown.map((step) => {
    const n = steps.indexOf(step), row = rows[step[0]], line = made("tr");
    const change = n ? changed(value(steps[n - 1]).value, value(step).value) : "first";
    line.append(
      made("td", value(step).text, "number"), made("td", change, `number${n ? " good" : " quiet"}`), made("td", step[1], "what"),
      made("td", row.branch, "branch"), made("td", row.date, "date"), made("td", row.commit.slice(0, 9), "commit"),
    );
    return line;
  }).reverse());
  const more = document.getElementById("more-steps");
  more.hidden = shown.length === steps.length;
  more.textContent = `Show all ${steps.length} steps`;
  const told = { lower: " (lower is better)", higher: " (higher is better)" }[direction] ?? "";
  document.getElementById("steps-heading").textContent = steps.length ? `What made ${book.metrics[metric].name} better${told}` : "Nothing has made it better yet";
}
