// One head's matrix of one window: rows are queries, columns keys, both along the forward strand.

const kMatrixSide = 520;

class Heatmap {
  constructor(data, view, plot) {
    this.data = data;
    this.view = view;
    this.plot = plot;
    this.matrices = view.matrices;
    this.size = this.matrices.places.length / 2;
    this.decoded = new Map();
    this.cell = [0, 0];
    this.build();
    this.choose(0);
  }

  build() {
    this.canvas = element("canvas", {width: this.size, height: this.size, tabindex: "0", role: "img"});
    const side = this.size * Math.max(1, Math.round(kMatrixSide / this.size));
    this.canvas.style.width = `min(${side}px, 100vw - 140px)`;
    this.canvas.style.aspectRatio = "1";
    this.select = element("select", {"aria-label": "Head of the matrix"});
    this.data.matrixHeads.forEach((head, i) => {
      const verdict = verdictOf(this.data, head.name);
      this.select.append(element("option", {value: i}, verdict ? `${head.name} (${verdict})` : head.name));
    });
    this.select.addEventListener("change", () => this.onChange(Number(this.select.value)));
    this.canvas.addEventListener("pointermove", (event) => this.point(event));
    this.canvas.addEventListener("pointerleave", () => this.leave());
    this.canvas.addEventListener("keydown", (event) => this.move(event));
    this.canvas.addEventListener("blur", () => this.leave());
    this.readout = element("div", {class: "readout", role: "status"});
    this.gradient = element("i");
    this.most = element("span");
    this.root = element("div", {class: "matrix"}, element("h3", {}, this.title()),
      element("div", {class: "tools"}, element("label", {}, "Head ", this.select),
        element("span", {class: "scale"}, "weight 0", this.gradient, this.most)),
      element("div", {class: "square"}, this.axis("queries"),
        element("div", {class: "picture"}, this.canvas, ...this.tssMarks()), element("div"), this.axis("keys")),
      this.readout);
    this.leave();
  }

  // Another part of the page may follow.
  onChange(head) {
    this.choose(head);
  }

  title() {
    const {begin, end, strand} = this.matrices;
    return `Matrix of the window ${rangeOf(this.view, begin, end)}${this.data.stranded ? ` on ${strandText(strand)}` : ""}`;
  }

  place(position) {
    return [this.matrices.places[2 * position], this.matrices.places[2 * position + 1]];
  }

  axis(kind) {
    const axis = element("div", {class: `axis ${kind}`});
    const side = kind === "keys" ? "left" : "top";
    const step = Math.max(1, Math.round(this.size / 4));
    for (let position = 0; position < this.size; position += step) {
      const [begin, end] = this.place(position);
      if (end <= begin || position > this.size - step / 3) continue;
      axis.append(element("span", {style: `${side}:${100 * (position + 0.5) / this.size}%`},
        placeOf(this.view, begin)));
    }
    axis.append(kind === "keys" ? element("span", {style: "left:50%;top:22px"}, "key: the place that is read")
      : element("span", {style: "top:50%;right:auto;left:8px;transform:translate(-50%,-50%) rotate(-90deg)"},
        "query: the place that reads"));
    return axis;
  }

  // Where the predicted start sites of this strand's calls lie, along both sides.
  tssMarks() {
    const marks = [];
    for (const call of this.view.calls) {
      const at = this.positionOf(call.tss);
      if (call.strand !== this.matrices.strand || at < 0) continue;
      const share = `${100 * (at + 0.5) / this.size}%`;
      marks.push(element("span", {class: "tssat key", style: `left:${share}`}, "TSS"),
        element("span", {class: "tssat query", style: `top:${share}`}));
    }
    return marks;
  }

  positionOf(base) {
    for (let position = 0; position < this.size; ++position) {
      const [begin, end] = this.place(position);
      if (begin <= base && base < end) return position;
    }
    return -1;
  }

  weights(head) {
    if (!this.decoded.has(head)) {
      const bytes = atob(this.matrices.heads[head].weights);
      const weights = new Float32Array(bytes.length / 2);
      for (let i = 0; i < weights.length; ++i) {
        const root = (bytes.charCodeAt(2 * i) + 256 * bytes.charCodeAt(2 * i + 1)) / 65535;
        weights[i] = root * root * this.matrices.heads[head].largest;
      }
      this.decoded.set(head, weights);
    }
    return this.decoded.get(head);
  }

  choose(head) {
    this.head = head;
    this.select.value = String(head);
    const {name, colour} = this.data.matrixHeads[head];
    const largest = this.matrices.heads[head].largest;
    this.most.textContent = `${short(largest)} (darker: square root of the weight)`;
    this.gradient.style.background = `linear-gradient(to right, ${[0, 0.25, 0.5, 0.75, 1]
      .map((share) => `rgb(${shade(colour, share).join(",")})`).join(",")})`;
    this.canvas.setAttribute("aria-label", this.description(name));
    this.paint(colour, largest);
  }

  paint(colour, largest) {
    const weights = this.weights(this.head);
    const shades = Array.from({length: 256}, (_, i) => shade(colour, i / 255));
    const image = new ImageData(this.size, this.size);
    for (let i = 0; i < weights.length; ++i) {
      const share = largest > 0 ? Math.sqrt(weights[i] / largest) : 0;
      const [red, green, blue] = shades[Math.round(255 * share)];
      image.data.set([red, green, blue, 255], 4 * i);
    }
    this.canvas.getContext("2d").putImageData(image, 0, 0);
  }

  description(name) {
    const weights = this.weights(this.head);
    const best = weights.indexOf(maximum(weights));
    return `Attention of head ${name}; the largest weight: ${this.cellText(Math.floor(best / this.size), best % this.size)}`
      + ". Arrow keys move from cell to cell";
  }

  cellText(query, key) {
    const weight = this.weights(this.head)[query * this.size + key];
    return `query ${rangeOf(this.view, ...this.place(query))} reads key ${rangeOf(this.view, ...this.place(key))}: `
      + `weight ${short(weight)}`;
  }

  point(event) {
    const box = this.canvas.getBoundingClientRect();
    const at = (x, from, length) => Math.max(0, Math.min(this.size - 1, Math.floor(this.size * (x - from) / length)));
    this.show(at(event.clientY, box.top, box.height), at(event.clientX, box.left, box.width));
  }

  move(event) {
    const step = {ArrowLeft: [0, -1], ArrowRight: [0, 1], ArrowUp: [-1, 0], ArrowDown: [1, 0]}[event.key];
    if (!step) return;
    event.preventDefault();
    const inside = (value) => Math.max(0, Math.min(this.size - 1, value));
    this.show(inside(this.cell[0] + step[0]), inside(this.cell[1] + step[1]));
  }

  show(query, key) {
    this.cell = [query, key];
    this.readout.textContent = this.cellText(query, key);
    this.plot.mark([this.place(query), this.place(key)]);
  }

  leave() {
    this.readout.textContent = "Point at the matrix, or move in it with the arrow keys, to read places and weights.";
    this.plot.mark(null);
  }
}

// From white over the head's colour to a dark shade of it.
function shade(colour, share) {
  const full = [1, 3, 5].map((at) => parseInt(colour.slice(at, at + 2), 16));
  const dark = full.map((part) => part * 0.35);
  const mix = (a, b, t) => a.map((part, i) => Math.round(part + t * (b[i] - part)));
  return share < 0.6 ? mix([255, 255, 255], full, share / 0.6) : mix(full, dark, (share - 0.6) / 0.4);
}
