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

function maximum(values) {
  return values.reduce((most, value) => (value > most ? value : most), -Infinity);
}

function dataOfPage() {
  return JSON.parse(document.getElementById("data").textContent);
}

function buttonOf(text, title, action) {
  const button = element("button", {type: "button", title}, text);
  button.addEventListener("click", action);
  return button;
}
