"use strict";
// What the page holds, as rows and columns, and the words of the filter. Draws nothing.

const book = JSON.parse(document.getElementById("logbook").textContent);
const FIELDS = ["commit", "authored", "author", "branch", "tags", "what", "state", "detail", "doubts"];
const rows = book.rows.map((told, position) => {
  const row = { position };
  FIELDS.forEach((field, at) => { row[field] = told[at]; });
  row.metrics = new Map(told[FIELDS.length].map(([metric, value, text, counts]) => [metric, { value, text, counts }]));
  row.parameters = new Map(told[FIELDS.length + 1]);
  row.date = dated(row.authored);
  row.searched = [row.what, row.branch, row.author, row.commit, row.state, row.detail, row.date, ...row.tags].join("\n").toLowerCase();
  return row;
});

function dated(seconds) {
  const date = new Date(seconds * 1000);
  return Number.isNaN(date.getTime()) ? "" : date.toISOString().slice(0, 10);
}

// A number as its author wrote it, or nothing.
function numeric(text) {
  const plain = text.replaceAll("_", "").trim();
  const value = plain === "" ? NaN : Number(plain);
  return Number.isFinite(value) ? value : null;
}

function measure(index) {
  const metric = book.metrics[index];
  return {
    key: `m${index}`, name: metric.name, metric, index, numeric: true, shown: index < 6,
    value: (row) => row.metrics.get(index)?.value ?? null,
    text: (row) => row.metrics.get(index)?.text ?? "",
  };
}

function parameter(index) {
  const { name } = book.parameters[index];
  const text = (row) => row.parameters.get(index) ?? "";
  return { key: `p${index}`, name, parameter: true, numeric: true, shown: false, text, value: (row) => numeric(text(row)) ?? (text(row) || null) };
}

function field(name, more = {}) {
  const text = (row) => row[name];
  return { key: name, name, text, value: (row) => text(row) || null, shown: true, ...more };
}

const measures = book.metrics.map((_, index) => measure(index));
const parameters = book.parameters.map((_, index) => parameter(index));
const columns = [
  field("what"), ...measures, ...parameters, field("state", { shown: rows.some((row) => row.state !== "done" || row.detail) }),
  field("branch", { shown: rows.some((row) => row.branch) }),
  field("author", { shown: new Set(rows.map((row) => row.author)).size > 1 }),
  field("date", { value: (row) => row.authored }), field("commit"),
  field("tag", { text: (row) => row.tags.join(" "), shown: false }),
];
const named = new Map([...columns].reverse().map((column) => [column.name, column]));

// Whether a value of a metric can be the best: as the running best was made.
const counted = (row, metric) => row.metrics.get(metric)?.counts === 1;

const CONDITION = /^(.+?)(<=|>=|!=|<|>|=|~)(.*)$/s;

// A test of rows out of the filter's words; `problem` says what cannot be understood.
function parsed(text) {
  const conditions = [], tests = [];
  let problem = "";
  for (const word of text.match(/(?:[^\s"]+|"[^"]*")+/g) ?? []) {
    const [, name, sign, wanted] = CONDITION.exec(word) ?? [];
    const column = name === undefined ? undefined : named.get(name.replaceAll('"', ""));
    if (column) {
      const sought = wanted.replaceAll('"', "");
      const test = condition(column, sign, sought);
      if (test) { tests.push(test); conditions.push({ column, sign, wanted: sought }); }
      else problem = `${word}: ${column.name} is compared with a number`;
    } else if (/[<>]/.test(sign ?? "")) {
      problem = `${word}: there is no column ${name}`;
    } else if (word.toLowerCase() !== "and") {
      const sought = word.replaceAll('"', "").toLowerCase();
      tests.push((row) => row.searched.includes(sought));
    }
  }
  return { conditions, problem, matches: (row) => tests.every((test) => test(row)) };
}

function condition(column, sign, wanted) {
  const lower = wanted.toLowerCase();
  const choices = lower.split("|");
  const same = (row) => choices.some((choice) => {
    const value = column.value(row), sought = numeric(choice);
    return column.text(row).toLowerCase() === choice || (sought !== null && value === sought);
  });
  if (sign === "~") return (row) => column.text(row).toLowerCase().includes(lower);
  if (sign === "=") return same;
  if (sign === "!=") return (row) => !same(row);
  const date = column.name === "date";
  const limit = date ? wanted : numeric(wanted);
  if (limit === null || limit === "") return null;
  const value = date ? column.text : column.value;
  const ordered = { "<": (a) => a < limit, "<=": (a) => a <= limit, ">": (a) => a > limit, ">=": (a) => a >= limit }[sign];
  return (row) => { const each = value(row); return typeof each === typeof limit && ordered(each); };
}

// Numbers that the page works out, as short as they say enough.
function short(value) {
  if (value === 0) return "0";
  const size = Math.abs(value);
  if (size >= 1e6 || size < 1e-3) return value.toExponential(2).replace(/\.?0+e/, "e").replace("e+", "e").replace("-", "−");
  return String(Number(value.toPrecision(4))).replace("-", "−");
}

// The change in words, in percent where `experiments/progress.py` has one.
function changed(before, after) {
  const percent = (before > 0 ? after / before - 1 : 1 - after / before) * 100;
  if (before * after <= 0 || !Number.isFinite(percent)) return `${after > before ? "+" : ""}${short(after - before)}`;
  const digits = Math.abs(percent) < 0.1 ? 2 : Math.abs(percent) < 100 ? 1 : 0;
  return `${percent < 0 ? "−" : "+"}${Math.abs(percent).toFixed(digits)} %`;
}

// An element with text, never with markup.
function made(tag, text = "", name = "") {
  const element = document.createElement(tag);
  if (text !== "") element.textContent = text;
  if (name) element.className = name;
  return element;
}

// A colour of the style sheet as a canvas takes it.
const probe = document.body.appendChild(made("span", "", "hidden"));
probe.setAttribute("aria-hidden", "true");
function colour(name) {
  probe.style.color = `var(--${name})`;
  return getComputedStyle(probe).color;
}
