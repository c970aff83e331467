// The picture of a view: rows over one another, all as wide as bases times the width of a base. The drawings
// are in bases and stretch with it, so that a change of scale draws nothing anew.

const kHeadHeight = 40;
const kPairHeight = 64;
const kHighestScore = 10;  // as in the BED output's score
const kReadable = 8;       // pixels of a base from which letters are shown
const kLargest = 14;
const kPiece = 20;         // letters
const kMostNumbers = 8;    // heads whose numbers are read out
const kLettersFrom = 3;    // below, the logo is bars: its letters would be hair lines

class Plot {
  constructor(data, view, number) {
    this.data = data;
    this.view = view;
    this.n = lengthOf(view);
    this.means = meanEffects(view);
    this.scored = data.noScores === "";
    this.values = view.tracks.map((track) => spread(view, track, track.value));
    this.scores = view.tracks.map((track) => spread(view, track, track.score));
    this.sheet = element("div", {class: "sheet", style: `--n:${this.n};--base:1px`});
    this.root = element("div", {class: "plot", tabindex: "0", role: "group",
      "aria-label": `Tracks of ${view.name}:${placeOf(view, 0)}-${placeOf(view, this.n - 1)}; scrolls sideways`},
      this.sheet);
    this.readout = element("div", {class: "readout"});
    this.fitted = true;
    this.buttons = [];
    this.said = [];
    this.listeners = [];
    this.drawAll(number);
  }

  drawAll(number) {
    this.ruler = this.row("position", "counted from 1", element("div", {class: "lane", style: "height:20px"}));
    this.drawBands();
    if (this.data.noPromoter === "") {
      this.drawCalls("+");
      this.drawCalls("-");
      this.drawLogo(number);
    }
    this.drawLetters();
    if (this.data.noPairs === "") this.drawPairs();
    this.drawHeadScale();
    this.data.tracks.forEach((head, i) => this.drawHead(head, i));
    this.hair = element("div", {class: "hair", hidden: ""});
    this.marks = [element("div", {class: "mark", hidden: ""}), element("div", {class: "mark", hidden: ""})];
    this.sheet.append(this.hair, ...this.marks);
    this.root.addEventListener("pointermove", (event) => this.point(event));
    this.root.addEventListener("pointerleave", () => this.leave());
    this.leave();
  }

  row(title, below, lane) {
    const name = element("div", {class: "name"}, title, element("small", {}, below));
    this.sheet.append(element("div", {class: "row"}, name, lane));
    return lane;
  }

  left(base) {
    return `calc(var(--label) + ${base} * var(--base))`;
  }

  inLane(base) {
    return `calc(${base} * var(--base))`;
  }

  drawBands() {
    for (const call of this.view.calls) {
      const begin = Math.max(0, call.begin);
      const end = Math.min(this.n, call.end);
      this.sheet.append(element("div", {class: "band",
        style: `left:${this.left(begin)};width:${this.inLane(end - begin)}`}));
      if (call.tss >= 0 && call.tss < this.n)
        this.sheet.append(element("div", {class: "tss", style: `left:${this.left(call.tss + 0.5)}`}));
    }
  }

  drawCalls(strand) {
    const lane = element("div", {class: "lane", style: "min-height:26px", role: "img"});
    const calls = this.view.calls.filter((call) => call.strand === strand);
    lane.setAttribute("aria-label", calls.length === 0 ? `No call on ${strandText(strand)}`
      : calls.map((call) => callText(this.view, call)).join("; "));
    for (const call of calls) this.drawCall(lane, call);
    if (calls.length === 0) lane.append(element("span", {class: "note"}, "none"));
    this.row(`calls ${strandText(strand)}`, strand === "+" ? "TSS (probability)" : "", lane);
  }

  drawCall(lane, call) {
    const begin = Math.max(0, call.begin);
    const end = Math.min(this.n, call.end);
    lane.append(element("div", {class: call.wins ? "call" : "call loses",
      style: `left:${this.inLane(begin)};width:${this.inLane(end - begin)}`}));
    const forward = call.strand === "+";
    const shape = forward ? "M1 21 V8 H15 M11 3.5 L16 8 L11 12.5" : "M-1 21 V8 H-15 M-11 3.5 L-16 8 L-11 12.5";
    lane.append(drawing("svg", {class: "arrow", style: `left:${this.inLane(call.tss + 0.5)}`},
      drawing("path", {d: shape})));
    const said = element("span", {class: "said"}, `TSS ${placeOf(this.view, call.tss)} `
      + `(${call.probability.toFixed(2)})${call.wins ? "" : ", weaker"}`);
    this.said.push({said, begin, end, forward});
    lane.append(said);
  }

  // What is said of a call stands beside its box, where there is room, else in it, away from the arrow.
  placeTexts() {
    const gap = 14;
    for (const {said, begin, end, forward} of this.said) {
      const room = said.offsetWidth + gap + 4;
      const toRight = `${this.n - begin} * var(--base)`;
      said.style.left = said.style.right = "";
      if ((this.n - end) * this.base > room) said.style.left = `calc(${end} * var(--base) + ${gap}px)`;
      else if (begin * this.base > room) said.style.right = `calc(${toRight} + ${gap}px)`;
      else if (forward) said.style.left = `calc(${begin} * var(--base) + 6px)`;
      else said.style.right = `calc(${this.n - end} * var(--base) + 6px)`;
    }
  }

  drawLogo(number) {
    const logo = document.getElementById(`logo-${number}`);
    const lane = element("div", {class: "lane", style: "height:128px"});
    const below = element("span");
    if (logo) {
      logo.style.height = "120px";
      logo.style.marginTop = "4px";
      logo.setAttribute("role", "img");
      logo.setAttribute("aria-label", effectText(this.view, this.means));
      const line = Number(logo.dataset.baseline);
      logo.prepend(drawing("path", {class: "line", d: `M0 ${line} H${10 * this.n}`, stroke: "#777"}),
        drawing("path", {class: "bars", d: barPath(this.means, line, Number(logo.dataset.highest))}));
      lane.append(logo);
      below.append("logit lost when a base is substituted, mean of three: ",
        `${signed(Number(logo.dataset.lowest), 2)} to ${signed(Number(logo.dataset.highest), 2)}`);
    } else {
      lane.append(element("span", {class: "note"}, "no base here has effects"));
    }
    this.row("mutagenesis", below, lane);
  }

  drawLetters() {
    this.letters = element("div", {class: "letters"});
    // In short pieces, each put in its place: nothing can add up along the row.
    for (let at = 0; at < this.n; at += kPiece)
      this.letters.append(element("span", {style: `left:${this.inLane(at)}`}, this.view.letters.slice(at, at + kPiece)));
    this.lettersNote = element("span", {class: "note"}, "zoom in to read the letters");
    this.row("sequence", "", element("div", {class: "lane", style: "min-height:22px"}, this.letters,
      this.lettersNote));
  }

  drawPairs() {
    this.pairs = drawing("svg", {viewBox: `0 0 ${this.n} ${kPairHeight}`, preserveAspectRatio: "none",
      height: kPairHeight, role: "img"});
    const longest = maximum(this.view.pairs.map((pair) => Math.abs(middle(pair.source) - middle(pair.target))));
    for (const pair of this.view.pairs) {
      const from = middle(pair.source);
      const to = middle(pair.target);
      const top = kPairHeight - 2 - 2 * (kPairHeight - 8) * Math.sqrt(Math.abs(from - to) / Math.max(longest, 1));
      const colour = this.data.tracks[pair.track].colour;
      this.pairs.append(drawing("g", {"data-track": pair.track, stroke: colour},
        drawing("path", {class: "line", d: `M${from} ${kPairHeight - 2} Q${(from + to) / 2} ${top} ${to} ${kPairHeight - 2}`}),
        drawing("path", {class: "line", d: `M${to} ${kPairHeight - 8} V${kPairHeight}`, "stroke-width": 3})));
    }
    this.pairsName = element("span");
    const lane = element("div", {class: "lane", style: `height:${kPairHeight}px`}, this.pairs);
    this.row("pairs", this.pairsName, lane);
  }

  drawHeadScale() {
    const text = this.scored
      ? `height: ${this.data.scoreName} against the null, 0 to ${short(this.highestScore())}; solid from `
        + `${short(this.data.threshold)} (dotted line) on`
      : `height: ${this.data.reduction}, each head on its own scale; no null to compare with`;
    this.row("heads", "", element("div", {class: "lane"}, element("span", {class: "note"}, text)));
  }

  highestScore() {
    return this.data.scoreName === "z" ? kHighestScore : 1;
  }

  drawHead(head, i) {
    const picture = drawing("svg", {viewBox: `0 0 ${this.n} ${kHeadHeight}`, preserveAspectRatio: "none",
      height: kHeadHeight, role: "img", "aria-label": headText(this.data, this.view, i, this)});
    const highest = this.scored ? this.highestScore()
      : maximum(this.values[i].filter((value) => value !== undefined));
    const numbers = this.scored ? this.view.tracks[i].score : this.view.tracks[i].value;
    const areas = areaPaths(this.view.tracks[i].at, numbers, highest, this.data.threshold);
    picture.append(drawing("path", {d: areas.all, fill: head.colour, opacity: this.scored ? 0.28 : 0.8}));
    if (this.scored) {
      const y = kHeadHeight * (1 - this.data.threshold / highest);
      picture.append(drawing("path", {d: areas.above, fill: head.colour}),
        drawing("path", {class: "line", d: `M0 ${y} H${this.n}`, stroke: "#777", "stroke-dasharray": "2 3"}));
    }
    const button = element("button", {type: "button", "aria-pressed": "false"}, chip(head.colour), head.name);
    button.addEventListener("click", () => this.choose(i));
    this.buttons.push(button);
    const verdict = verdictOf(this.data, head.name);
    const said = element("small", {class: verdict === "agrees" ? "agrees" : "nowhere"}, verdict);
    const name = element("div", {class: "name"}, button, said);
    const lane = element("div", {class: "lane head"}, picture);
    this.sheet.append(element("div", {class: "row"}, name, lane));
  }

  // Head by its number among the tracks.
  choose(track) {
    this.track = track;
    this.buttons.forEach((button, i) => button.setAttribute("aria-pressed", String(i === track)));
    if (this.pairs) {
      const head = this.data.tracks[track].name;
      for (const group of this.pairs.children) {
        const chosen = Number(group.dataset.track) === track;
        group.setAttribute("opacity", chosen ? 1 : 0.13);
      }
      const count = this.view.pairs.filter((pair) => pair.track === track).length;
      this.pairsName.textContent = `${whole(count)} of ${head}; other heads' faint`;
      this.pairs.setAttribute("aria-label", pairsText(this.data, this.view, track));
    }
    for (const listener of this.listeners) listener(track);
  }

  laneWidth() {
    return this.root.clientWidth - this.label();
  }

  label() {
    return this.sheet.querySelector(".name").offsetWidth;
  }

  fit() {
    this.fitted = true;
    this.setScale(this.laneWidth() / this.n);
  }

  // Keeps the base in the middle where it is.
  zoom(factor) {
    const centre = (this.root.scrollLeft + this.laneWidth() / 2) / this.base;
    this.zoomTo(this.base * factor, centre);
  }

  zoomTo(base, centre) {
    const least = this.laneWidth() / this.n;
    this.fitted = base <= least;
    this.setScale(Math.max(least, Math.min(base, Math.max(kLargest, least))));
    this.root.scrollLeft = centre * this.base - this.laneWidth() / 2;
  }

  setScale(base) {
    this.base = base;
    this.sheet.style.setProperty("--base", `${base}px`);
    const readable = base >= kReadable;
    this.sheet.classList.toggle("coarse", base < kLettersFrom);
    this.letters.hidden = !readable;
    this.lettersNote.hidden = readable;
    this.drawRuler();
    this.placeTexts();
  }

  drawRuler() {
    const step = niceStep(110 / this.base);
    this.ruler.replaceChildren();
    const first = Math.ceil((this.view.begin + 1) / step) * step;
    for (let shown = first; shown <= this.view.end; shown += step) {
      const base = shown - 1 - this.view.begin;
      if ((this.n - base) * this.base < 70 && base > 0) continue;
      this.ruler.append(element("div", {class: "tick", style: `left:${this.inLane(base + 0.5)}`}, whole(shown)));
    }
  }

  // Where the strongest call is, or the base that matters most, or the middle.
  centre() {
    const calls = [...this.view.calls].sort((a, b) => b.logit - a.logit);
    if (calls.length > 0) return calls[0].tss;
    const most = maximum(this.means.map((mean) => (mean === undefined ? -1 : Math.abs(mean))));
    const base = this.means.findIndex((mean) => mean !== undefined && Math.abs(mean) === most);
    return base >= 0 ? base : this.n / 2;
  }

  point(event) {
    const box = this.root.getBoundingClientRect();
    const x = event.clientX - box.left - this.root.clientLeft - this.label() + this.root.scrollLeft;
    const base = Math.floor(x / this.base);
    if (event.clientX - box.left < this.label() || base < 0 || base >= this.n) {
      this.leave();
      return;
    }
    this.hair.hidden = false;
    this.hair.style.left = this.left(base + 0.5);
    this.readout.textContent = baseText(this, base);
  }

  leave() {
    this.hair.hidden = true;
    this.readout.textContent = "Point at a base to read its numbers; choose a head by its name on the left.";
  }

  // Shows two places, or none.
  mark(places) {
    this.marks.forEach((mark, i) => {
      mark.hidden = !places || places[i][1] <= places[i][0];
      if (mark.hidden) return;
      mark.style.left = this.left(places[i][0]);
      mark.style.width = `max(2px, ${this.inLane(places[i][1] - places[i][0])})`;
    });
  }
}

function middle(place) {
  return (place[0] + place[1]) / 2;
}

// 1, 2 or 5 times a power of ten, at least this much.
function niceStep(least) {
  const power = 10 ** Math.floor(Math.log10(Math.max(1, least)));
  return [1, 2, 5, 10].map((step) => step * power).find((step) => step >= least);
}

// The heights of the logo's letters, as bars.
function barPath(means, line, highest) {
  const unit = highest > 0 ? line / highest : 0;
  let path = "";
  means.forEach((mean, i) => {
    if (mean !== undefined) path += `M${10 * i} ${line}V${(line + unit * mean).toFixed(2)}H${10 * i + 10}V${line}Z`;
  });
  return path;
}

// Steps as filled areas: all of them, and those at or above the threshold.
function areaPaths(at, numbers, highest, threshold) {
  let all = "";
  let above = "";
  numbers.forEach((number, i) => {
    if (number === null || number <= 0) return;
    const height = kHeadHeight * Math.min(1, number / highest);
    const box = `M${at[2 * i]} ${kHeadHeight}V${(kHeadHeight - height).toFixed(1)}H${at[2 * i + 1]}V${kHeadHeight}Z`;
    all += box;
    if (number >= threshold) above += box;
  });
  return {all, above};
}

function callText(view, call) {
  return `call on ${strandText(call.strand)}, window ${rangeOf(view, call.begin, call.end)}, TSS `
    + `${placeOf(view, call.tss)}, probability ${call.probability.toFixed(2)}, logit ${signed(call.logit, 2)}`;
}

function effectText(view, means) {
  const base = strongestBase(means);
  if (base < 0) return "Mutagenesis: no base has effects";
  return `Mutagenesis: the largest mean effect is ${signed(means[base], 2)} at ${placeOf(view, base)}`;
}

function strongestBase(means) {
  let best = -1;
  means.forEach((mean, i) => {
    if (mean !== undefined && (best < 0 || Math.abs(mean) > Math.abs(means[best]))) best = i;
  });
  return best;
}

function headText(data, view, i, plot) {
  const known = plot.scored ? plot.scores[i] : plot.values[i];
  const highest = maximum(known.filter((value) => value !== undefined && value !== null));
  if (highest === -Infinity) return `Head ${data.tracks[i].name}: no window`;
  const at = placeOf(view, known.indexOf(highest));
  return `Head ${data.tracks[i].name}: highest ${plot.scored ? data.scoreName : data.reduction} `
    + `${short(highest)} at ${at}`;
}

function pairsText(data, view, track) {
  const pairs = view.pairs.filter((pair) => pair.track === track).sort((a, b) => b.weight - a.weight);
  if (pairs.length === 0) return `Head ${data.tracks[track].name} has no pairs`;
  const [best] = pairs;
  return `${pairs.length} pairs of head ${data.tracks[track].name}; the strongest: ${rangeOf(view, ...best.source)} `
    + `reads ${rangeOf(view, ...best.target)}, weight ${short(best.weight)}`;
}

function baseText(plot, base) {
  const {view, data} = plot;
  const parts = [`${view.name}:${placeOf(view, base)} ${view.letters[base]}`];
  if (view.effects) {
    const at = base - view.effects.begin;
    const deltas = ["A", "C", "G", "T"].map((letter, i) => [letter, view.effects.deltas[i][at]])
      .filter(([, delta]) => delta !== null && delta !== undefined);
    if (deltas.length > 0)
      parts.push("logit if " + deltas.map(([letter, delta]) => `${letter} ${signed(delta, 3)}`).join(", "));
  }
  const all = plot.scored ? plot.scores : plot.values;
  const numbers = data.tracks.map((head, i) => ({name: head.name, number: all[i][base]}))
    .filter(({number}) => number !== undefined && number !== null);
  if (numbers.length > kMostNumbers) {
    numbers.sort((a, b) => b.number - a.number);
    numbers.length = kMostNumbers;
  }
  const texts = numbers.map(({name, number}) => `${name} ${plot.scored ? signed(number, 1) : short(number)}`);
  if (numbers.length > 0) parts.push(`${plot.scored ? data.scoreName : data.reduction}: ${texts.join(", ")}`);
  return parts.join("; ");
}
