#include "attention-lab/result_files.h"

#include <array>

#include "seqlens/core/output_file.h"
#include "seqlens/core/version.h"
#include "seqlens/report/write.h"

namespace attention_lab {

using seqlens::report::Cell;
using seqlens::report::Table;

namespace {

void write(const std::filesystem::path& path, std::string_view bytes) {
  seqlens::OutputFile file(path);
  file.write(bytes);
  file.commit();
}

seqlens::report::Provenance provenance_of(const Result& result) {
  return {"attention-lab",
          std::string(seqlens::version()),
          {{"claim", std::string(result.claim.name)},
           {"statement", std::string(result.claim.statement)},
           {"source", std::string(result.claim.source)},
           {"verdict", std::string(name_of(result.verdict))},
           {"quick", std::string(result.effort.quick ? "yes" : "no")},
           {"seeds", static_cast<std::int64_t>(result.effort.seeds)},
           {"first seed", static_cast<std::int64_t>(result.effort.first_seed)}}};
}

Table measured_table(const Finding& finding) {
  Table table{"measured", {"what", "seconds"}, {}};
  for (const auto& [what, seconds] : finding.seconds) table.add_row({what, seconds});
  return table;
}

}  // namespace

Table checks_table(const Finding& finding) {
  Table table{"checks", {"kind", "number", "found", "least", "most", "wanted", "met"}, {}};
  for (const Check& check : finding.checks)
    table.add_row({std::string(name_of(check.role)), check.what, check.found.mean, check.found.least,
                   check.found.most, check.wanted, std::string(check.met ? "yes" : "no")});
  return table;
}

std::string picture_svg(const Finding& finding) {
  if (const auto* plot = std::get_if<seqlens::report::Plot>(&finding.pictures.at(0)))
    return seqlens::report::plot_svg(*plot);
  return seqlens::report::heatmap_svg(std::get<seqlens::report::Heatmap>(finding.pictures[0]));
}

void write_files(const Result& result, const std::filesystem::path& folder) {
  const seqlens::report::Provenance provenance = provenance_of(result);
  const Finding& finding = result.finding;
  Table numbers = finding.table;
  numbers.name = "numbers";
  const std::array tables{checks_table(finding), numbers, measured_table(finding)};
  const std::string stem = (folder / result.claim.name).string();
  write(stem + ".json", seqlens::report::to_json(provenance, tables));
  write(stem + ".tsv", seqlens::report::to_tsv(provenance, numbers));
  write(stem + ".svg", picture_svg(finding));
}

}  // namespace attention_lab
