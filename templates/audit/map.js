"use strict";
// The map: folders in folders, areas as weights. What is in it comes from the data, as text.

const weights = JSON.parse(document.getElementById("weights").textContent);
const MEASURES = ["All of history", "On disk", "Deleted", "In HEAD"];
const STATES = ["head", "tip", "deleted", "others"];
const TOLD = ["in HEAD", "in another ref's tree", "deleted", "several files"];
const HEADER = 20, EDGE = 2, WIDE = 64, HIGH = 58, DEEPEST = 6;

// An element with text, never with markup.
function made(tag, text = "", name = "") {
  const element = document.createElement(tag);
  if (text !== "") element.textContent = text;
  if (name) element.className = name;
  return element;
}

function bytes(size) {
  if (size < 1000) return `${size} ${size === 1 ? "Byte" : "Bytes"}`;
  let value = size, unit = -1;
  const units = ["kB", "MB", "GB", "TB", "PB"];
  while (value >= 1000 && unit < units.length - 1) { value /= 1000; unit += 1; }
  return `${value.toFixed(1)} ${units[unit]}`;
}

function part(value, whole) {
  if (!value || !whole) return "0 %";
  const percent = (100 * value) / whole;
  return percent < 1 ? "< 1 %" : `${Math.round(percent)} %`;
}

const files = (count) => `${count.toLocaleString("en")} file${count === 1 ? "" : "s"}`;

// A node as the page works with it: a folder's sums are those of what is in it.
function grown(told, above) {
  const node = { above, folder: Array.isArray(told[1]) };
  if (node.folder) {
    node.children = told[1].map((each) => grown(each, node));
    node.sums = MEASURES.map((_, at) => node.children.reduce((sum, child) => sum + child.sums[at], 0));
    node.files = node.children.reduce((sum, child) => sum + child.files, 0);
    node.contents = node.children.reduce((sum, child) => sum + child.contents, 0);
    node.over = node.children.find((child) => child.over)?.over ?? 0;
    node.name = `${told[0]}${above ? "/" : ""}`;
  } else {
    const [name, ...rest] = told;
    node.others = typeof name === "number";
    node.files = node.others ? name : 1;
    node.name = node.others ? `${name.toLocaleString("en")} other ${name === 1 ? "file" : "files"}` : name;
    node.sums = rest.slice(0, MEASURES.length);
    [node.contents, node.state, node.over] = rest.slice(MEASURES.length);
  }
  return node;
}

const root = grown(weights.root, null);
const shown = { node: root, measure: 0, focus: 0, pointed: null };
const map = document.getElementById("map");

const pathOf = (node) => (node.above ? pathOf(node.above) + node.name : "");
const weightOf = (node) => node.sums[shown.measure];
const heaviest = (node) => node.children.filter((child) => weightOf(child) > 0).sort((a, b) => weightOf(b) - weightOf(a));

// A folder that is drawn closed looks as most of it stands.
function look(node) {
  const { sums: [size, , deleted, head] } = node;
  const most = head >= deleted && head >= size - head - deleted ? 0 : deleted >= size - head - deleted ? 2 : 1;
  const state = STATES[node.folder ? most : node.state];
  return node.over ? `${state} over` : state;
}

// What is said of a node, the name first.
function told(node) {
  const [size, disk, deleted, head] = node.sums;
  const lines = [node.above ? pathOf(node) : "the whole repository"];
  lines.push(`${bytes(weightOf(node))}, ${part(weightOf(node), weightOf(root))} of ${MEASURES[shown.measure].toLowerCase()}`);
  const versions = `${node.contents.toLocaleString("en")} ${node.contents === 1 ? "version" : "versions"}`;
  lines.push(node.folder || node.others ? `${files(node.files)}, ${versions}` : `${versions}; ${TOLD[node.state]}`);
  lines.push(`${bytes(size)} in all, ${bytes(disk)} on disk, ${bytes(head)} in HEAD, ${bytes(deleted)} deleted`);
  if (node.over) lines.push(`${node.folder ? "Something in it: " : ""}${weights.limits[node.over]}`);
  return lines;
}

function drawMap() {
  const children = heaviest(shown.node), { clientWidth: w, clientHeight: h } = map;
  const boxes = squarified(children.map(weightOf), [0, 0, w, h]);
  map.replaceChildren(...children.map((node, at) => {
    const button = cell(made("button"), node, boxes[at], 1);
    button.type = "button";
    button.tabIndex = at === shown.focus ? 0 : -1;
    button.dataset.at = at;
    button.setAttribute("aria-label", [...told(node), node.folder ? "opens" : ""].filter(Boolean).join(", "));
    return button;
  }));
  if (!children.length) map.append(made("p", `Nothing in here is ${["of any size", "on disk", "deleted", "in HEAD"][shown.measure]}.`, "empty quiet"));
  shown.children = children;
  drawCrumbs();
}

// Files and folders in a box; those too small to be seen are what shows through.
function cell(element, node, [x, y, w, h], depth) {
  element.className = `cell ${look(node)}${node.folder ? " folder" : ""}`;
  element.node = node;
  Object.assign(element.style, { left: `${x}px`, top: `${y}px`, width: `${w}px`, height: `${h}px` });
  const label = w > 34 && h > 17;
  if (node.folder && depth < DEEPEST && w > WIDE && h > HIGH) {
    element.classList.add("open");
    const name = element.appendChild(made("span", node.name, "label"));
    if (w > 150) name.append(made("span", bytes(weightOf(node)), "size"));
    const inside = [EDGE + 1, HEADER, w - 2 * (EDGE + 1), h - HEADER - EDGE - 1], children = heaviest(node);
    squarified(children.map(weightOf), inside).forEach((box, at) => {
      if (box[2] < 3 || box[3] < 3) return;
      element.append(cell(made("span"), children[at], box, depth + 1));
    });
  } else if (label) {
    element.append(made("span", node.name, "label"));
    if (h > 38 && w > 60) element.append(made("span", bytes(weightOf(node)), "size"));
  }
  return element;
}

function drawCrumbs() {
  const crumbs = document.getElementById("crumbs"), way = [];
  for (let node = shown.node; node; node = node.above) way.unshift(node);
  const list = way.map((node, at) => {
    const name = node.above ? node.name : "the whole repository";
    if (at === way.length - 1) {
      const here = made("span", `${name} — ${bytes(weightOf(node))}`);
      here.setAttribute("aria-current", "location");
      return here;
    }
    const button = made("button", name);
    button.type = "button";
    button.addEventListener("click", () => open(node));
    return button;
  });
  crumbs.replaceChildren(...list);
}

// Shows a folder; the one that was left keeps the focus.
function open(node, from = shown.node) {
  shown.node = node;
  const at = heaviest(node).findIndex((child) => child === from || within(from, child));
  shown.focus = Math.max(0, at);
  hideTip();
  drawMap();
  (map.children[shown.focus] ?? document.querySelector("#crumbs button"))?.focus();
  read(shown.children[shown.focus]);
}

const within = (node, folder) => Boolean(node) && (node.above === folder || within(node.above, folder));

function read(node) {
  const line = document.getElementById("reading");
  line.textContent = node ? told(node).join(" · ") : "";
}

function tip(node, x, y) {
  const box = document.getElementById("tip"), [name, ...lines] = told(node);
  box.replaceChildren(made("b", name), ...lines.map((line) => made("div", line)));
  box.hidden = false;
  const { width, height } = box.getBoundingClientRect();
  box.style.left = `${Math.max(4, Math.min(x + 14, innerWidth - width - 8))}px`;
  box.style.top = `${y + 18 + height > innerHeight ? Math.max(4, y - height - 12) : y + 18}px`;
}

function hideTip() {
  document.getElementById("tip").hidden = true;
}

// The next cell in a direction, by where it is drawn; otherwise by weight.
function nextTo(at, key) {
  const box = map.children[at].getBoundingClientRect(), middle = [box.x + box.width / 2, box.y + box.height / 2];
  const [across, down] = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] }[key];
  let best = at, nearest = Infinity;
  [...map.children].forEach((each, other) => {
    const { x, y, width, height } = each.getBoundingClientRect();
    const dx = x + width / 2 - middle[0], dy = y + height / 2 - middle[1], ahead = dx * across + dy * down;
    const off = Math.abs(across ? dy : dx), far = ahead + 2 * off;
    if (other !== at && ahead > 0.5 && ahead >= off / 4 && far < nearest) [best, nearest] = [other, far];
  });
  return best;
}

function moveTo(at) {
  const cells = map.querySelectorAll("button");
  if (!cells[at]) return;
  cells.forEach((each, other) => { each.tabIndex = other === at ? 0 : -1; });
  shown.focus = at;
  cells[at].focus();
}

function pressed(event) {
  const at = Number(event.target.dataset?.at ?? shown.focus), key = event.key;
  if (key.startsWith("Arrow")) moveTo(nextTo(at, key));
  else if (key === "Home") moveTo(0);
  else if (key === "End") moveTo(shown.children.length - 1);
  else if ((key === "Escape" || key === "Backspace") && shown.node.above) open(shown.node.above);
  else return;
  event.preventDefault();
}

function startMap() {
  if (!root.children.length) return;
  document.getElementById("still").hidden = true;
  for (const id of ["map", "crumbs", "reading", "measures", "map-help"]) document.getElementById(id).hidden = false;
  document.getElementById("measures").append(...MEASURES.map((name, at) => {
    const label = made("label"), input = label.appendChild(made("input"));
    Object.assign(input, { type: "radio", name: "measure", checked: at === 0 });
    input.addEventListener("change", () => { shown.measure = at; shown.focus = 0; drawMap(); read(null); });
    label.append(name);
    return label;
  }));
  const nodeAt = (event) => event.target.closest(".cell")?.node;
  map.addEventListener("click", (event) => {
    const node = event.target.closest("button.cell")?.node;
    if (node?.folder) open(node);
    else if (node) read(node);
  });
  map.addEventListener("pointermove", (event) => { const node = nodeAt(event); if (node && event.pointerType !== "touch") { tip(node, event.clientX, event.clientY); } else hideTip(); });
  map.addEventListener("pointerleave", hideTip);
  map.addEventListener("focusin", (event) => { const node = nodeAt(event); if (node) { read(node); shown.focus = Number(event.target.dataset.at); } });
  map.addEventListener("keydown", pressed);
  addEventListener("scroll", hideTip, { passive: true });
  drawMap();
}
