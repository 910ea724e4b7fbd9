"use strict";
// The tables stand in the page as markup; here they are sorted, filtered, and shown a piece at a time.

const FIRST = 20;
const UNITS = { "": 1, b: 1, kb: 1e3, mb: 1e6, gb: 1e9, tb: 1e12, kib: 2 ** 10, mib: 2 ** 20, gib: 2 ** 30, tib: 2 ** 40 };
const order = new Intl.Collator("en", { numeric: true });
const titled = (text) => text.toLowerCase().replaceAll(" ", "");

const every = [...document.querySelectorAll("table.sortable")].map((element) => {
  const columns = [...element.tHead.rows[0].cells].map((head) => ({ head, title: titled(head.textContent), number: head.classList.contains("number") }));
  const rows = [...element.tBodies[0].rows].map((line, position) => ({
    line, position, searched: line.textContent.toLowerCase(),
    cells: [...line.cells].map((cell, at) => {
      const key = cell.dataset.key ?? cell.textContent;
      return { text: cell.textContent.toLowerCase(), key: columns[at].number || /^-?\d+$/.test(key) ? Number(key) : key };
    }),
  }));
  const all = made("button", "", "plain more-rows");
  all.type = "button";
  element.closest(".scroll").after(all);
  return { element, columns, rows, all, whole: rows.length <= FIRST, sort: null, count: document.getElementById(`${element.id}-count`), of: document.getElementById(`${element.id}-count`).textContent };
});

function arrange(table, filter) {
  const { sort, rows } = table;
  const chosen = rows.filter((row) => filter(table, row));
  if (sort) {
    const sign = sort.down ? -1 : 1;
    chosen.sort((a, b) => {
      const [one, two] = [a.cells[sort.at].key, b.cells[sort.at].key];
      const by = typeof one === "number" && typeof two === "number" ? one - two : order.compare(String(one), String(two));
      return sign * by || a.position - b.position;
    });
  }
  const visible = table.whole ? chosen : chosen.slice(0, FIRST);
  table.element.tBodies[0].replaceChildren(...visible.map((row) => row.line));
  if (!chosen.length) {
    const line = table.element.tBodies[0].appendChild(made("tr", "", "none")), cell = line.appendChild(made("td", "No row has all of this."));
    cell.colSpan = table.columns.length;
  }
  table.all.hidden = visible.length === chosen.length;
  table.all.textContent = `Show all ${chosen.length.toLocaleString("en")}`;
  table.count.textContent = chosen.length === rows.length ? table.of : `${chosen.length.toLocaleString("en")} of ${rows.length.toLocaleString("en")}`;
  table.columns.forEach(({ head }, at) => head.setAttribute("aria-sort", sort?.at === at ? (sort.down ? "descending" : "ascending") : "none"));
  return chosen.length;
}

const CONDITION = /^([a-z]+)(<=|>=|!=|<|>|=|~)(.*)$/s;

// A size or a count: `10MB`, `20`; or nothing.
function amount(text) {
  const [, value, unit] = /^(\d+(?:\.\d+)?)([a-z]*)$/.exec(text) ?? [];
  return value === undefined || UNITS[unit] === undefined ? null : Number(value) * UNITS[unit];
}

// A test of rows out of the filter's words; `problem` says what cannot be understood.
function parsed(text) {
  const tests = [];
  let problem = "";
  for (const word of text.toLowerCase().match(/(?:[^\s"]+|"[^"]*")+/g) ?? []) {
    const [, title, sign, wanted] = CONDITION.exec(word) ?? [], sought = (wanted ?? word).replaceAll('"', "");
    const known = title !== undefined && every.some(({ columns }) => columns.some((column) => column.title === title));
    if (known) {
      if (/[<>]/.test(sign) && amount(sought) === null) problem = `${word}: ${title} is compared with a number or a size, such as 10MB`;
      else tests.push((table, row) => condition(table, row, title, sign, sought));
    } else if (/[<>]/.test(sign ?? "")) problem = `${word}: there is no column ${title}`;
    else tests.push((table, row) => row.searched.includes(word.replaceAll('"', "")));
  }
  return { problem, matches: (table, row) => tests.every((test) => test(table, row)) };
}

function condition({ columns }, row, title, sign, wanted) {
  const at = columns.findIndex((column) => column.title === title);
  if (at < 0) return false;
  const { text, key } = row.cells[at], limit = amount(wanted), number = columns[at].number && limit !== null;
  if (sign === "~") return text.includes(wanted);
  if (sign === "=") return number ? key === limit : text === wanted;
  if (sign === "!=") return number ? key !== limit : text !== wanted;
  return number && { "<": key < limit, "<=": key <= limit, ">": key > limit, ">=": key >= limit }[sign];
}

function startTables() {
  const input = document.getElementById("filter"), problem = document.getElementById("filter-problem");
  let filter = parsed("");
  const refilter = () => {
    filter = parsed(input.value);
    problem.hidden = !filter.problem;
    problem.textContent = filter.problem;
    const found = every.reduce((sum, table) => sum + arrange(table, filter.matches), 0);
    document.getElementById("filter-told").textContent = input.value ? `${found.toLocaleString("en")} rows` : "";
  };
  for (const table of every) {
    table.columns.forEach(({ head, number }, at) => {
      const button = made("button", head.textContent);
      button.type = "button";
      head.replaceChildren(button);
      button.addEventListener("click", () => {
        table.sort = { at, down: table.sort?.at === at ? !table.sort.down : number };
        arrange(table, filter.matches);
      });
    });
    table.all.addEventListener("click", () => { table.whole = true; arrange(table, filter.matches); });
    arrange(table, filter.matches);
  }
  document.getElementById("search").hidden = !every.length;
  let waiting = 0;
  input.addEventListener("input", () => { clearTimeout(waiting); waiting = setTimeout(refilter, 120); });
  document.getElementById("clear").addEventListener("click", () => { input.value = ""; refilter(); input.focus(); });
  addEventListener("beforeprint", () => { for (const table of every) { table.whole = true; arrange(table, filter.matches); } });
}
