"use strict";
// Squarified treemaps, as hooks/mlhygiene/audit/squarify.py has them: a test holds the two together.

// A box [x, y, w, h] for each weight, in their order: the heaviest first, all above 0.
function squarified(weights, box) {
  const placed = [];
  let start = 0, rest = box, left = weights.reduce((sum, each) => sum + each, 0);
  while (start < weights.length) {
    const [, , w, h] = rest, side = Math.min(w, h), scale = left ? (w * h) / left : 0;
    let end = start + 1, total = weights[start] * scale, worst = worstOf(total, total, total, side);
    while (end < weights.length) {
      const more = total + weights[end] * scale, next = worstOf(weights[start] * scale, weights[end] * scale, more, side);
      if (next > worst) break;
      [end, total, worst] = [end + 1, more, next];
    }
    const row = weights.slice(start, end);
    rest = laid(row, total, rest, placed);
    left -= row.reduce((sum, each) => sum + each, 0);
    start = end;
  }
  return placed;
}

function worstOf(largest, smallest, total, side) {
  if (!total || !smallest || !side) return Infinity;
  const square = total * total;
  return Math.max((side * side * largest) / square, square / (side * side * smallest));
}

// Puts a row along the shorter side; what is left of the box.
function laid(row, total, [x, y, w, h], placed) {
  const upright = w >= h, side = upright ? h : w, thick = Math.min(side ? total / side : 0, upright ? w : h);
  const of = row.reduce((sum, each) => sum + each, 0);
  let at = 0;
  for (const weight of row) {
    const long = of ? (side * weight) / of : 0;
    placed.push(upright ? [x, y + at, thick, long] : [x + at, y, long, thick]);
    at += long;
  }
  return upright ? [x + thick, y, w - thick, h] : [x, y + thick, w, h - thick];
}
