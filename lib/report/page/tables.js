// Tables that sort by a column when its title is pressed: first up, then down. What is no number comes last.

function makeSortable(table) {
  const titles = [...table.querySelectorAll("thead th")];
  titles.forEach((title, column) => {
    if (title.textContent === "") return;
    const button = element("button", {type: "button", title: "Sort by this column"});
    button.append(...title.childNodes);
    button.addEventListener("click", () => sortBy(table, titles, column));
    title.append(button);
  });
}

function sortBy(table, titles, column) {
  const way = titles[column].getAttribute("aria-sort") === "ascending" ? "descending" : "ascending";
  for (const title of titles) title.removeAttribute("aria-sort");
  titles[column].setAttribute("aria-sort", way);
  const body = table.querySelector("tbody");
  const rows = [...body.rows].map((row) => ({row, text: row.cells[column] ? row.cells[column].textContent.trim() : ""}));
  const numeric = rows.some(({text}) => isFinite(numberIn(text)))
    && rows.every(({text}) => isFinite(numberIn(text)) || text === "" || text === "NA");
  const sign = way === "ascending" ? 1 : -1;
  rows.sort((a, b) => (numeric ? compareNumbers(a.text, b.text, sign) : sign * a.text.localeCompare(b.text)));
  body.append(...rows.map(({row}) => row));
}

// "1,204", "12 %" and numbers with a minus sign are numbers too.
function numberIn(text) {
  return text === "" ? NaN : Number(text.replace(/,/g, "").replace(/\u2212/g, "-").replace(/ ?%$/, ""));
}

function compareNumbers(a, b, sign) {
  const left = numberIn(a);
  const right = numberIn(b);
  if (!isFinite(left) || !isFinite(right)) return Number(!isFinite(left)) - Number(!isFinite(right));
  return sign * (left - right);
}
