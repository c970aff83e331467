// Elements, numbers and places. Texts of the data only ever become text nodes and attributes.

function element(name, attributes = {}, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  made.append(...children);
  return made;
}

function drawing(name, attributes = {}, ...children) {
  const made = document.createElementNS("http://www.w3.org/2000/svg", name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  made.append(...children);
  return made;
}

function whole(number) {
  return Math.round(number).toString().replace(/\B(?=(\d{3})+(?!\d))/g, ",");
}

function signed(number, digits) {
  return (number > 0 ? "+" : number < 0 ? "\u2212" : "") + Math.abs(number).toFixed(digits);
}

function percent(share) {
  return (100 * share).toFixed(share < 0.1 ? 1 : 0) + " %";
}

// Three significant digits, without an exponent where that is short.
function short(number) {
  if (number === 0) return "0";
  return Math.abs(number) < 0.0001 ? number.toExponential(1) : String(Number(number.toPrecision(3)));
}

function strandText(strand) {
  return strand === "-" ? "\u2212" : strand;
}

// A base of a view as people count: from 1, in the record.
function placeOf(view, base) {
  return whole(view.begin + base + 1);
}

function rangeOf(view, begin, end) {
  if (end <= begin) return "a special token";
  return end - begin === 1 ? placeOf(view, begin) : `${placeOf(view, begin)}\u2013${placeOf(view, end - 1)}`;
}

function lengthOf(view) {
  return view.end - view.begin;
}

function chip(colour) {
  return element("span", {class: "chip", style: `background:${colour}`, "aria-hidden": "true"});
}

// A number for each base out of steps [begin, end) with values; undefined where there is none.
function spread(view, track, values) {
  const bases = new Array(lengthOf(view));
  for (let i = 0; i < values.length; ++i) bases.fill(values[i], track.at[2 * i], track.at[2 * i + 1]);
  return bases;
}

// The mean change of the logit when a base is substituted, for each base; undefined where there is none.
function meanEffects(view) {
  const means = new Array(lengthOf(view));
  if (!view.effects) return means;
  for (let i = 0; i < view.effects.deltas[0].length; ++i) {
    const deltas = view.effects.deltas.map((row) => row[i]).filter((delta) => delta !== null);
    if (deltas.length > 0) means[view.effects.begin + i] = deltas.reduce((a, b) => a + b) / deltas.length;
  }
  return means;
}

function maximum(values) {
  return values.reduce((most, value) => (value > most ? value : most), -Infinity);
}

// The verdict of the agreement table on a head: "agrees", "agrees nowhere", or nothing.
function verdictOf(data, name) {
  if (!data.agreement) return "";
  const row = data.agreement.rows.find((cells) => cells[0] === name);
  return row ? row[data.agreement.columns.indexOf("verdict")] : "";
}
