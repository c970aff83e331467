#include "attention-lab/lab_page.h"

#include <algorithm>

#include <fmt/format.h>

#include "seqlens/core/output_file.h"
#include "seqlens/core/version.h"
#include "seqlens/report/page.h"

#include "attention-lab/result_files.h"

namespace attention_lab {

namespace {

using seqlens::report::Page;
using seqlens::report::Table;

std::string number_text(double x) {
  return seqlens::report::cell_text(x);
}

std::string found_text(const Check& check) {
  const std::string mean = number_text(check.found.mean);
  const std::string least = number_text(check.found.least), most = number_text(check.found.most);
  return least == most ? mean : fmt::format("{} ({} to {})", mean, least, most);
}

Table overview(std::span<const Result> results) {
  Table table{"overview", {"claim", "verdict", "number", "found", "wanted"}, {}};
  for (const Result& result : results) {
    const Check& first = result.finding.checks.at(0);
    table.add_row({std::string(result.claim.title), std::string(name_of(result.verdict)), first.what,
                   first.found.mean, first.wanted});
  }
  return table;
}

void add_claim(Page& page, const Result& result) {
  page.section(fmt::format("{}: {}", result.claim.title, name_of(result.verdict)));
  page.text(result.claim.statement);
  page.text(result.finding.done);
  std::vector<std::pair<std::string, std::string>> items;
  for (const Check& check : result.finding.checks)
    items.emplace_back(
        check.role == Role::control ? "Control: " + check.what : check.what,
        fmt::format("{}; wanted {}{}", found_text(check), check.wanted, check.met ? "" : " - not met"));
  page.list(items);
  for (std::size_t i = 0; i < result.finding.pictures.size(); ++i) {
    Picture picture = result.finding.pictures[i];
    const std::string name =
        i == 0 ? std::string(result.claim.name) : fmt::format("{}-{}", result.claim.name, i + 1);
    std::visit([&](auto& drawn) { drawn.name = name; }, picture);
    if (const auto* plot = std::get_if<seqlens::report::Plot>(&picture)) page.plot(*plot, "");
    if (const auto* map = std::get_if<seqlens::report::Heatmap>(&picture)) page.heatmap(*map, "");
  }
  Table numbers = result.finding.table;
  numbers.name = fmt::format("{}-numbers", result.claim.name);
  page.table(numbers, "All numbers");
  page.text(fmt::format("Source of the claim: {}", result.claim.source));
}

}  // namespace

void write_page(std::span<const Result> results, const std::filesystem::path& folder) {
  const Effort effort = results.empty() ? Effort{} : results[0].effort;
  Page page("What self-attention can do, measured",
            {"attention-lab",
             std::string(seqlens::version()),
             {{"seeds", static_cast<std::int64_t>(effort.seeds)},
              {"first seed", static_cast<std::int64_t>(effort.first_seed)},
              {"quick", std::string(effort.quick ? "yes" : "no")}}});
  const auto with = [&](Verdict verdict) { return std::ranges::count(results, verdict, &Result::verdict); };
  page.lead(fmt::format(
      "{} claims about self-attention, each tried on models that this program trained: {} hold, {} hold with "
      "limits, {} were not seen here. Numbers are means over {}, with the least and the most in "
      "brackets. A control is what must not work; where it works, the claim is not seen.",
      results.size(), with(Verdict::holds), with(Verdict::holds_with_limits), with(Verdict::not_seen),
      effort.seeds == 1 ? "one seed" : fmt::format("{} seeds", effort.seeds)));
  page.section("At a glance");
  page.table(overview(results), "The verdicts, with the number that says most");
  for (const Result& result : results) add_claim(page, result);
  seqlens::OutputFile file(folder / "report.html");
  file.write(page.html());
  file.commit();
}

}  // namespace attention_lab
