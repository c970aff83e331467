// What a page shows, as files.

function saveText(name, kind, text) {
  const address = URL.createObjectURL(new Blob([text], {type: kind}));
  element("a", {href: address, download: name}).click();
  setTimeout(() => URL.revokeObjectURL(address), 10000);
}

// A picture that the program drew, in the colours it has on paper.
function saveSvg(name, picture) {
  const copy = picture.cloneNode(true);
  for (const mark of copy.querySelectorAll(".here")) mark.remove();
  copy.setAttribute("xmlns", "http://www.w3.org/2000/svg");
  const [left, top, width, height] = copy.getAttribute("viewBox").split(" ");
  copy.prepend(drawing("rect", {x: left, y: top, width, height, fill: "#ffffff"}));
  saveText(name, "image/svg+xml", new XMLSerializer().serializeToString(copy));
}

// The TSV file that the program put beside a table or picture: its text, and its rows without header lines.
function numbersOf(part) {
  const text = JSON.parse(part.querySelector("script.numbers").textContent);
  const [columns, ...rows] = text.split("\n").filter((line) => line !== "" && !line.startsWith("# "))
    .map((line) => line.split("\t"));
  return {text, columns, rows};
}

function addSaving(part) {
  const tools = element("div", {class: "tools"});
  const picture = part.querySelector("svg.chart");
  if (picture) tools.append(buttonOf("Save SVG", "Save the picture", () => saveSvg(`${part.id}.svg`, picture)));
  tools.append(buttonOf("Save data", "Save the numbers as a table of text (TSV)",
    () => saveText(`${part.id}.tsv`, "text/tab-separated-values", numbersOf(part).text)));
  part.append(tools);
}
