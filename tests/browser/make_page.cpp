// Writes a page that has each part of the page kit (seqlens/report/page.h), for page_kit to open.
#include <cmath>
#include <fstream>

#include "seqlens/core/random.h"
#include "seqlens/report/page.h"

using namespace seqlens;

namespace {

report::Plot curve() {
  report::Plot plot{
      "curve", "Precision against recall", {"recall", false, 0, 1, {}}, {"precision", false, 0, 1, {}}, {}};
  report::Series model{"the model", report::Mark::line, {}, {}, {}, {}, {}, false};
  for (int i = 0; i <= 50; ++i) {
    const double recall = i / 50.0;
    model.x.push_back(recall);
    model.y.push_back(1 - 0.6 * recall * recall);
    model.low.push_back(model.y.back() - 0.05);
    model.high.push_back(std::min(1.0, model.y.back() + 0.05));
  }
  plot.series = {model, {"chance", report::Mark::line, {0, 1}, {0.3, 0.3}, {}, {}, {}, true}};
  return plot;
}

report::Plot dots() {
  report::Plot plot{
      "dots", "Calls a megabase", {"threshold", true, {}, {}, {}}, {"calls", true, {}, {}, {}}, {}};
  for (int group = 0; group < 9; ++group) {
    report::Series series{"group " + std::to_string(group), report::Mark::points, {}, {}, {}, {}, {}, false};
    for (int i = 1; i < 5; ++i) {
      series.x.push_back(0.001 * std::pow(8, i));
      series.y.push_back(std::pow(3, i) * (group + 1));
      series.labels.push_back("call " + std::to_string(i));
    }
    plot.series.push_back(series);
  }
  return plot;
}

report::Plot bars() {
  report::Plot plot{"bars",
                    "Two models",
                    {"", false, {}, {}, {"prom_core_all", "prom_core_tata", "prom_300_tata", "<b>&"}},
                    {"MCC", false, {}, {}, {}},
                    {}};
  plot.series = {{"first", report::Mark::bars, {0, 1, 2, 3}, {0.6, 0.7, -0.2, 0.5}, {}, {}, {}, false},
                 {"second",
                  report::Mark::bars,
                  {0, 1, 2, 3},
                  {0.5, 0.75, 0.1, 0.4},
                  {0.4, 0.7, 0, 0.3},
                  {0.6, 0.8, 0.2, 0.5},
                  {},
                  false}};
  return plot;
}

report::Plot histograms() {
  Random random(1);
  std::vector<double> low, high;
  for (int i = 0; i < 2000; ++i) {
    low.push_back(0.3 * random.normal() - 0.5);
    high.push_back(0.4 * random.normal() + 0.6);
  }
  report::Plot plot{"histograms",
                    "Scores of two classes",
                    {"logit", false, {}, {}, {}},
                    {"records", false, {}, {}, {}},
                    {}};
  plot.series = {report::histogram_of("background", low, -2, 2, 40),
                 report::histogram_of("promoters", high, -2, 2, 40)};
  return plot;
}

report::Heatmap confusion() {
  report::Heatmap map{"confusion",
                      "Confusion matrix",
                      "true class",
                      "said class",
                      2,
                      2,
                      {812, 188, 95, 905},
                      {},
                      {},
                      0,
                      0,
                      {},
                      {},
                      false,
                      true,
                      220};
  map.row_names = map.column_names = {"background", "promoter"};
  return map;
}

report::Heatmap contacts() {
  report::Heatmap map{"contacts", "Contacts", "residue", "residue", 120, 120,  {},    {},
                      {},         1,          1,         {},        {},  true, false, 400};
  for (int i = 0; i < 120; ++i)
    for (int j = 0; j < 120; ++j)
      map.values.push_back(i == j ? std::nan("") : std::sin(i * 0.1) * std::cos(j * 0.1));
  return map;
}

report::Table calls() {
  report::Table table{"calls", {"chrom", "tss", "probability", "note"}, {}};
  table.add_row(
      {std::string("X"), std::int64_t{1204}, 0.25, std::string("</script><script>alert(1)</script>")});
  table.add_row({std::string("X"), std::int64_t{99}, 0.75, std::string("second")});
  table.add_row({std::string("Y"), std::int64_t{100000}, std::nan(""), std::string("third")});
  return table;
}

}  // namespace

int main(int, char** argv) {
  report::Page page("A page of <everything> & more",
                    {"make_page", "1.2.3", {{"model", std::string("<none>")}, {"seed", std::int64_t{1}}}});
  page.lead("What a reader must know before anything else stands here & is escaped.");
  page.text("Words before the first section.");
  page.section("At a glance");
  page.list({{"Calls:", "3, two of them on X."}, {"", "An item without a title."}});
  page.table(calls(), "The strongest calls.", 2);
  page.table({"all_calls", calls().columns, calls().rows}, "All calls.");
  page.section("Curves");
  page.plot(curve(), "The band is the 95 % interval; dashed: chance.");
  page.plot(dots(), "Nine groups, of which the last has the first's colour again.");
  page.plot(bars(), "Whiskers: three seeds.");
  page.plot(histograms(), "Where the classes lie.");
  page.plot({"empty", "Nothing to show", {"x", false, {}, {}, {}}, {"y", false, {}, {}, {}}, {}},
            "No series.");
  page.section("Matrices");
  page.heatmap(confusion(), "Rows are what is true.");
  page.heatmap(contacts(), "An image of one pixel a cell; the diagonal has no number.");
  std::ofstream(argv[1]) << page.html();
}
