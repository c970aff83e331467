#include "protein-contacts/map_writer.h"

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <vector>

#include <fmt/format.h>

#include "seqlens/core/json_text.h"
#include "seqlens/report/heatmap.h"
#include "seqlens/seqio/data_output.h"
#include "seqlens/tracks/npy_writer.h"

namespace protein_contacts {

using namespace seqlens;

namespace {

std::string residue_text(std::size_t residue) {
  return residue == 0 ? "." : fmt::format("{}", residue);
}

float probability(const ContactMap& map, std::size_t i, std::size_t j) {
  return static_cast<float>(map.probabilities.at(i, j));
}

struct ResiduePair {
  std::size_t i, j;
  float probability;
};

std::vector<ResiduePair> ranked_pairs(const ContactMap& map) {
  constexpr std::size_t kNearest = 6;
  std::vector<ResiduePair> pairs;
  for (std::size_t i = 0; i < map.residues.size(); ++i)
    for (std::size_t j = i + 1; j < map.residues.size(); ++j) {
      const std::size_t a = map.residues[i], b = map.residues[j];
      if (a != 0 && b != 0 && b - a >= kNearest) pairs.push_back({a, b, probability(map, i, j)});
    }
  std::stable_sort(pairs.begin(), pairs.end(),
                   [](const ResiduePair& a, const ResiduePair& b) { return a.probability > b.probability; });
  return pairs;
}

void write_npy(const ContactMap& map, const std::string& path) {
  const std::size_t columns = map.probabilities.columns;
  const std::vector<float> values(map.probabilities.values.begin(), map.probabilities.values.end());
  tracks::NpyWriter writer(path, tracks::NpyType::float32, {columns});
  writer.write(std::span<const float>(values));
  writer.commit();
}

}  // namespace

std::string table_header(bool with_record) {
  return std::string(with_record ? "record\t" : "") + "i\tj\tprobability\tcolumn_i\tcolumn_j\n";
}

std::string table_rows(const ContactMap& map, const std::string* record) {
  const std::string first = record == nullptr ? "" : json_escaped(*record) + '\t';
  std::string text;
  for (std::size_t i = 0; i < map.residues.size(); ++i)
    for (std::size_t j = i + 1; j < map.residues.size(); ++j)
      text += fmt::format("{}{}\t{}\t{}\t{}\t{}\n", first, residue_text(map.residues[i]),
                          residue_text(map.residues[j]), probability(map, i, j), i, j);
  return text;
}

std::string casp_text(const ContactMap& map, const std::string& method) {
  constexpr std::size_t kWidth = 50;
  std::string text =
      fmt::format("PFRMAT RR\nTARGET {}\nMETHOD {}\nMODEL 1\n", json_escaped(map.name), method);
  for (std::size_t first = 0; first < map.sequence.size(); first += kWidth)
    text += map.sequence.substr(first, kWidth) + '\n';
  for (const ResiduePair& pair : ranked_pairs(map))
    text += fmt::format("{} {} 0 8 {}\n", pair.i, pair.j, pair.probability);
  return text + "END\n";
}

std::string picture(const ContactMap& map, const Truth& truth) {
  const std::size_t columns = map.probabilities.columns;
  report::Heatmap heatmap;
  heatmap.name = "contacts";
  heatmap.title = map.name + (truth ? ": probability of a contact; below the diagonal known contacts"
                                    : ": probability of a contact");
  heatmap.row_title = heatmap.column_title = "column";
  heatmap.rows = heatmap.columns = columns;
  heatmap.first_row = heatmap.first_column = 0;
  heatmap.low = 0;
  heatmap.high = 1;
  heatmap.side = 600;
  heatmap.values = map.probabilities.values;
  for (std::size_t i = 0; truth && i < columns; ++i)
    for (std::size_t j = 0; j < i; ++j) {
      const auto known = truth->at(i, j);
      heatmap.values[i * columns + j] =
          known == protein::PairTruth::unresolved ? NAN : (known == protein::PairTruth::contact ? 1.0 : 0.0);
    }
  return report::heatmap_svg(heatmap);
}

void write_map(const ContactMap& map, const Truth& truth, const std::string& method, Kind kind,
               const std::string& path, std::ostream& standard_output) {
  if (kind == Kind::npy) return write_npy(map, path);
  seqio::DataOutput output(path, standard_output);
  if (kind == Kind::rr)
    output.write(casp_text(map, method));
  else if (kind == Kind::svg)
    output.write(picture(map, truth));
  else
    output.write(table_header(false) + table_rows(map));
  output.commit();
}

void write_folder(const ContactMap& map, const Truth& truth, const std::string& method,
                  const std::string& folder, const std::string& stem, std::ostream& standard_output) {
  const auto path = [&](const char* ending) {
    return (std::filesystem::path(folder) / (stem + ending)).string();
  };
  write_map(map, truth, method, Kind::tsv, path(".tsv"), standard_output);
  write_map(map, truth, method, Kind::rr, path(".rr"), standard_output);
  write_map(map, truth, method, Kind::npy, path(".npy"), standard_output);
  write_map(map, truth, method, Kind::svg, path(".svg"), standard_output);
}

}  // namespace protein_contacts
