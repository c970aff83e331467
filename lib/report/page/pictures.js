// Pictures that the program drew: what is at the pointer, the finger or, by the arrow keys, at the mark.

class Picture {
  constructor(figure) {
    this.svg = figure.querySelector("svg.chart");
    this.numbers = numbersOf(figure);
    this.readout = element("div", {class: "readout", role: "status"});
    figure.querySelector(".wide").after(this.readout);
    this.mark = drawing("g", {class: "here"});
    this.svg.append(this.mark);
    this.svg.setAttribute("tabindex", "0");
    this.cells = this.svg.dataset.cells ? this.svg.dataset.cells.split(" ").map(Number) : null;
    this.points = (this.svg.dataset.points || "").split(" ")
      .map((text) => (text === "" || text === "-" ? null : text.split(",").map(Number)));
    this.at = 0;
    for (const kind of ["pointermove", "pointerdown"])
      this.svg.addEventListener(kind, (event) => this.point(event));
    this.svg.addEventListener("pointerleave", (event) => { if (event.pointerType === "mouse") this.leave(); });
    this.svg.addEventListener("keydown", (event) => this.move(event));
    this.svg.addEventListener("blur", () => this.leave());
    this.leave();
  }

  leave() {
    this.readout.textContent = "Point, tap, or use the arrow keys to read the numbers.";
    this.mark.replaceChildren();
  }

  point(event) {
    const box = this.svg.getBoundingClientRect();
    const view = this.svg.viewBox.baseVal;
    const x = (event.clientX - box.left) * view.width / box.width;
    const y = (event.clientY - box.top) * view.height / box.height;
    if (this.cells) this.showCell(...this.cellAt(x, y));
    else this.showPoint(this.nearest(x, y));
  }

  cellAt(x, y) {
    const [left, top, cell] = this.cells;
    return [Math.floor((y - top) / cell), Math.floor((x - left) / cell)];
  }

  nearest(x, y) {
    let best = -1;
    let least = Infinity;
    this.points.forEach((point, i) => {
      const distance = point ? (point[0] - x) ** 2 + (point[1] - y) ** 2 : Infinity;
      if (distance < least) [best, least] = [i, distance];
    });
    return best;
  }

  move(event) {
    const step = {ArrowLeft: [0, -1], ArrowRight: [0, 1], ArrowUp: [-1, 0], ArrowDown: [1, 0]}[event.key];
    if (!step) return;
    event.preventDefault();
    if (this.cells) {
      const columns = this.cells[4];
      this.showCell(Math.floor(this.at / columns) + step[0], this.at % columns + step[1]);
      return;
    }
    const way = step[0] + step[1];
    let next = this.at + way;
    while (next >= 0 && next < this.points.length && !this.points[next]) next += way;
    this.showPoint(next);
  }

  showCell(row, column) {
    const [left, top, cell, rows, columns] = this.cells;
    if (row < 0 || row >= rows || column < 0 || column >= columns) return;
    this.at = row * columns + column;
    const line = this.numbers.rows[row];
    this.readout.textContent = `row ${line[0]}, column ${this.numbers.columns[column + 1]}: ${line[column + 1]}`;
    this.mark.replaceChildren(drawing("rect", {x: left + column * cell, y: top + row * cell, width: cell, height: cell}));
  }

  showPoint(at) {
    if (!this.points[at]) return;
    this.at = at;
    const said = this.numbers.columns.map((title, i) => [title, this.numbers.rows[at][i]])
      .filter(([, text]) => text !== undefined && text !== "" && text !== "NA");
    this.readout.textContent = said.map(([title, text]) => (title === "series" || title === "label" ? text : `${title} ${text}`))
      .join(", ");
    this.mark.replaceChildren(drawing("circle", {cx: this.points[at][0], cy: this.points[at][1], r: 6}));
  }
}

function preparePage() {
  for (const figure of document.querySelectorAll("figure.picture")) new Picture(figure);
  for (const table of document.querySelectorAll("table.sortable")) makeSortable(table);
  for (const part of document.querySelectorAll(".numbered")) addSaving(part);
}
