// What is said in words and tables.

function tableOf(caption, columns, rows) {
  const cell = (kind, text, i) => {
    const made = element(kind, columns[i].text ? {class: "text"} : {});
    made.append(text);
    if (kind === "th") made.setAttribute("scope", "col");
    return made;
  };
  return element("div", {class: "wide"}, element("table", {}, element("caption", {}, caption),
    element("thead", {}, element("tr", {}, ...columns.map((column, i) => cell("th", column.title, i)))),
    element("tbody", {}, ...rows.map((row) => element("tr", {}, ...row.map((text, i) => cell("td", text, i)))))));
}

function verdictCell(verdict) {
  return element("span", {class: verdict === "agrees" ? "agrees" : "nowhere"}, verdict);
}

function headCell(head) {
  return element("span", {}, chip(head.colour), head.name);
}

// The bases whose substitution changes the logit most: a twentieth of those that have effects.
function strongBases(means) {
  const known = means.map((mean, i) => [mean, i]).filter(([mean]) => mean !== undefined);
  known.sort((a, b) => Math.abs(b[0]) - Math.abs(a[0]) || a[1] - b[1]);
  return known.slice(0, Math.ceil(known.length / 20)).map(([, i]) => i);
}

function glanceOf(data, view, plot) {
  const list = element("ul", {class: "glance"});
  const add = (title, ...text) => list.append(element("li", {}, element("strong", {}, title), ...text));
  if (data.noPromoter !== "") {
    add("Calls and mutagenesis: ", `none, since ${data.noPromoter}.`);
  } else {
    const calls = [...view.calls].sort((a, b) => b.logit - a.logit);
    add("Calls: ", calls.length === 0 ? "none."
      : calls.map((call) => `TSS ${placeOf(view, call.tss)} on ${strandText(call.strand)} (probability `
        + `${call.probability.toFixed(2)})`).join("; ") + ".");
    add("Matters most to the model: ", mattersText(view, plot.means));
    if (plot.scored && strongestBase(plot.means) >= 0) add("Heads that look there: ", lookersText(data, plot));
  }
  return list;
}

function mattersText(view, means) {
  const base = strongestBase(means);
  if (base < 0) return "no base here has effects.";
  const strong = strongBases(means);
  const all = means.reduce((sum, mean) => sum + (mean === undefined ? 0 : Math.abs(mean)), 0);
  const held = strong.reduce((sum, i) => sum + Math.abs(means[i]), 0);
  return `${view.letters[base]} at ${placeOf(view, base)} (mean change of the logit ${signed(means[base], 2)}); the `
    + `strongest twentieth of the bases holds ${percent(held / all)} of all effect.`;
}

// Of some bases, the share on which a head reaches the threshold; of those that a window covers.
function shareAbove(data, scores, bases) {
  const known = bases.filter((base) => scores[base] !== undefined && scores[base] !== null);
  return known.length === 0 ? 0 : known.filter((base) => scores[base] >= data.threshold).length / known.length;
}

const kMostLookers = 3;

function lookersText(data, plot) {
  const strong = strongBases(plot.means);
  const heads = data.tracks.map((head, i) => ({name: head.name, there: shareAbove(data, plot.scores[i], strong),
    all: shareAbove(data, plot.scores[i], [...plot.scores[i].keys()])}))
    .filter(({there, all}) => there > all).sort((a, b) => b.there - a.there).slice(0, kMostLookers);
  const reach = `${data.scoreName} \u2265 ${short(data.threshold)}`;
  if (heads.length === 0) return `none: no head reaches ${reach} more often on these ${whole(strong.length)} bases than elsewhere.`;
  return heads.map(({name, there, all}) => `${name} (${reach} on ${percent(there)} of these ${whole(strong.length)} bases, on `
    + `${percent(all)} of all)`).join(", ") + ".";
}

// What each head does here, and how that lies to the bases that matter.
function headTable(data, view, plot) {
  const strong = strongBases(plot.means);
  const columns = [{title: "head", text: true}];
  if (data.agreement) columns.push({title: "agreement (below)", text: true});
  columns.push({title: `highest ${data.scoreName}`}, {title: "at"}, {title: `bases \u2265 ${data.threshold}`});
  if (strong.length > 0) columns.push({title: `of the ${whole(strong.length)} strongest bases`});
  const rows = data.tracks.map((head, i) => {
    const scores = plot.scores[i];
    const known = scores.filter((score) => score !== undefined && score !== null);
    const highest = maximum(known);
    const row = [headCell(head)];
    if (data.agreement) row.push(verdictCell(verdictOf(data, head.name)));
    if (known.length === 0) return [...row, "", "", "", ""].slice(0, columns.length);
    row.push(highest.toFixed(1), placeOf(view, scores.indexOf(highest)),
      percent(shareAbove(data, scores, [...scores.keys()])));
    if (strong.length > 0) row.push(percent(shareAbove(data, scores, strong)));
    return row;
  });
  return tableOf("Numbers of these bases alone: a description, not a test.", columns, rows);
}

function agreementText(data) {
  const verdict = data.agreement.columns.indexOf("verdict");
  const names = (wanted) => data.agreement.rows.filter((row) => (row[verdict] === "agrees") === wanted)
    .map((row) => row[0]);
  const agreeing = names(true);
  const nowhere = names(false);
  const parts = [];
  if (agreeing.length > 0) parts.push(`${agreeing.join(", ")} ${agreeing.length === 1 ? "agrees" : "agree"} with mutagenesis`);
  if (nowhere.length > 0) parts.push(`${nowhere.join(", ")} ${nowhere.length === 1 ? "agrees" : "agree"} nowhere`);
  return parts.join("; ") + ".";
}

function fillAgreement(data, section) {
  if (!data.agreement) {
    section.append(element("p", {class: "absent"}, "Not measured for this model and reduction "
      + `(${data.reduction}): nobody knows how far these heads go with the effects of mutations. `
      + "model-evaluate --agreement stores it in a promoter model's file."));
    return;
  }
  const {records, source, permutations, level} = data.agreement;
  section.append(element("p", {}, element("strong", {}, agreementText(data))),
    element("p", {class: "soft"}, "Spearman correlation of a head's track with the mean absolute effect of substitutions, mean "
      + `over ${whole(records)} records (${source}). A head agrees if both nulls say so (q \u2264 ${level}, `
      + `${whole(permutations)} permutations): tracks of other records at the same positions, which a head that only knows `
      + "the position does not pass, and tracks shifted around."));
  const shown = data.agreement.columns.map((_, i) => i).filter((i) => data.agreement.columns[i] !== "reduction");
  const columns = shown.map((i) => ({title: data.agreement.columns[i].replace("_", " "),
    text: ["track", "verdict"].includes(data.agreement.columns[i])}));
  const rows = data.agreement.rows.map((row) => shown.map((i) =>
    data.agreement.columns[i] === "verdict" ? verdictCell(row[i]) : row[i]));
  section.append(tableOf(`Tracks by ${data.reduction}`, columns, rows));
}
