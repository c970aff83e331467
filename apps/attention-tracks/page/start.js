// Puts the page together.

function toolsOf(plot) {
  const tool = (text, title, action) => {
    const button = element("button", {type: "button", title}, text);
    button.addEventListener("click", action);
    return button;
  };
  return element("div", {class: "tools", role: "group", "aria-label": "Scale of the picture"},
    tool("All", "Show the whole region", () => plot.fit()),
    tool("\u2212", "Show more bases", () => plot.zoom(1 / 2)),
    tool("+", "Show fewer bases", () => plot.zoom(2)),
    tool("Letters", "Show the letters around the strongest call", () => plot.zoomTo(kLargest, plot.centre())));
}

function sequenceOf(view) {
  const lines = view.letters.match(/.{1,100}/g) || [];
  const head = `>${view.name}:${view.begin + 1}-${view.end}`;
  return element("details", {}, element("summary", {}, "Sequence as FASTA"),
    element("pre", {}, [head, ...lines].join("\n")));
}

// The plot and the matrix show the same head, where both have it.
function join(data, plot, heatmap) {
  const matrixOf = (track) => data.matrixHeads.findIndex((head) => head.name === data.tracks[track].name);
  const trackOf = (matrix) => data.tracks.findIndex((head) => head.name === data.matrixHeads[matrix].name);
  plot.listeners.push((track) => {
    if (matrixOf(track) >= 0) heatmap.choose(matrixOf(track));
  });
  heatmap.onChange = (matrix) => {
    if (trackOf(matrix) >= 0) plot.choose(trackOf(matrix));
    else heatmap.choose(matrix);
  };
}

// A head to begin with: one that agrees, and of these the one with the highest score here.
function firstHead(data, plot) {
  const rank = (i) => {
    const known = plot.scores[i].filter((score) => score !== undefined && score !== null);
    return (verdictOf(data, data.tracks[i].name) === "agrees" ? 1000 : 0) + Math.min(999, maximum(known));
  };
  return data.tracks.map((_, i) => i).reduce((best, i) => (rank(i) > rank(best) ? i : best), 0);
}

function fillView(data, view, number) {
  const plot = new Plot(data, view, number);
  const section = element("section", {id: `view-${number}`, class: "view"},
    element("h2", {}, `${view.name}:${placeOf(view, 0)}\u2013${whole(view.end)}`),
    glanceOf(data, view, plot), toolsOf(plot), plot.readout, plot.root);
  const below = element("div", {class: "below"});
  if (view.matrices) {
    const heatmap = new Heatmap(data, view, plot);
    join(data, plot, heatmap);
    below.append(heatmap.root);
  } else {
    below.append(element("p", {class: "absent"}, "No matrix: no window was run here (N?)."));
  }
  const words = element("div", {class: "heads"}, element("h3", {}, "The heads here"));
  if (data.noScores === "") words.append(headTable(data, view, plot));
  else words.append(element("p", {class: "absent"}, `The rows show ${data.reduction} as it is, each on its own scale: ${data.noScores}.`));
  if (data.noPairs !== "") words.append(element("p", {class: "absent"}, `No pairs: ${data.noPairs}.`));
  words.append(sequenceOf(view));
  below.append(words);
  section.append(below);
  return {plot, section};
}

function start() {
  const data = JSON.parse(document.getElementById("data").textContent);
  const views = data.views.map((view, i) => fillView(data, view, i));
  document.getElementById("views").append(...views.map((view) => view.section));
  const contents = document.getElementById("contents");
  if (data.agreement) {
    contents.before(element("p", {}, element("strong", {}, "On the model's own sample, "), agreementText(data), " ",
      element("a", {href: "#agreement"}, "The numbers")));
  }
  if (views.length > 1) {
    contents.append(element("ul", {}, ...data.views.map((view, i) => element("li", {},
      element("a", {href: `#view-${i}`}, `${view.name}:${placeOf(view, 0)}\u2013${whole(view.end)}`)))));
  }
  fillAgreement(data, document.getElementById("agreement"));
  for (const {plot} of views) {
    plot.fit();
    plot.choose(firstHead(data, plot));
  }
  window.addEventListener("resize", () => {
    for (const {plot} of views) if (plot.fitted) plot.fit();
  });
}

start();
