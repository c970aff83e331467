#include "model-evaluate/labelled_records.h"

#include <algorithm>
#include <filesystem>
#include <limits>

#include <fmt/format.h>

#include "seqlens/core/errors.h"
#include "seqlens/core/parse_number.h"
#include "seqlens/seqio/column_file.h"
#include "seqlens/seqio/record_origin.h"
#include "seqlens/seqio/record_reader.h"

#include "model-evaluate/locus_groups.h"

namespace model_evaluate {
namespace {

using seqlens::InputError;
using seqlens::seqio::ColumnFile;
using seqlens::seqio::RecordOrigin;

// The number of the set in names, which it joins if it is new; counted from 1.
std::size_t set_number(const std::string& name, std::vector<std::string>& names) {
  const auto place = std::find(names.begin(), names.end(), name);
  if (place == names.end()) {
    names.push_back(name);
    return names.size();
  }
  return static_cast<std::size_t>(place - names.begin()) + 1;
}

struct Reading {
  LabelledRecords all;
  std::vector<RecordOrigin> origins;  // one a record

  void add(LabelledRecord record, RecordOrigin origin) {
    all.records.push_back(std::move(record));
    origins.push_back(std::move(origin));
  }
};

void read_fasta(const std::string& file, std::uint8_t label, std::size_t set, Reading& reading) {
  seqlens::seqio::RecordReader reader(file);
  seqlens::seqio::Record record;
  while (reader.read(record)) {
    if (record.bases.empty()) throw InputError(reader.place(), "has no bases; a labelled record needs some");
    reading.add({record.name, record.bases, {}, label, set},
                seqlens::seqio::parse_origin(record.name + " " + record.description));
  }
}

std::uint8_t parse_label(const ColumnFile& file, const std::string& text, const TableLabels& labels) {
  if (const auto target = labels.target(text)) return *target;
  throw InputError(file.path(), file.line_number(),
                   fmt::format("label '{}', expected {}", text, labels.expected()));
}

std::int64_t parse_coordinate(const ColumnFile& file, const std::string& text) {
  const auto value = seqlens::parse_integer(text, 0, std::numeric_limits<std::int64_t>::max());
  if (!value) throw InputError(file.path(), file.line_number(), fmt::format("'{}' is no coordinate", text));
  return *value;
}

void read_table(const std::string& path, const TableLabels& labels, Reading& reading) {
  ColumnFile file(path);
  const auto sequence = file.need({"sequence"}), label = file.need({"label"});
  const auto name = file.find({"id", "name"}), group = file.find({"group", "cluster"});
  const auto chrom = file.find({"chrom"}), start = file.find({"start"}), end = file.find({"end"});
  std::vector<std::string> fields;
  while (file.read(fields)) {
    if (fields[sequence].empty()) throw InputError(path, file.line_number(), "the sequence is empty");
    RecordOrigin origin;
    if (group) origin.cluster = fields[*group];
    if (chrom && start && end) {
      origin.contig = fields[*chrom];
      origin.interval = {parse_coordinate(file, fields[*start]), parse_coordinate(file, fields[*end])};
    }
    const std::uint8_t positive = parse_label(file, fields[label], labels);
    reading.add({name ? fields[*name] : "", fields[sequence], {}, positive, positive == 1 ? 0U : 1U},
                std::move(origin));
  }
  reading.all.negative_sets = {parse_named_file(path).name};
}

// Said here, before a model runs for nothing, and with the name of the set.
void check_classes(const LabelledRecords& labelled) {
  std::vector<std::size_t> records(labelled.negative_sets.size() + 1);  // positives, then set by set
  for (const auto& record : labelled.records) ++records[record.label == 1 ? 0 : record.set];
  for (std::size_t set = 1; set < records.size(); ++set) {
    if (records[0] > 0 && records[set] > 0) continue;
    throw seqlens::Error(fmt::format("'{}': {} positive and {} negative records; both are needed",
                                     labelled.negative_sets[set - 1], records[0], records[set]));
  }
}

}  // namespace

NamedFile parse_named_file(const std::string& text) {
  const auto equals = text.find('=');
  if (equals != std::string::npos) return {text.substr(0, equals), text.substr(equals + 1)};
  const auto file_name = std::filesystem::path(text).filename().string();
  return {file_name.substr(0, file_name.find('.')), text};
}

std::vector<std::string> read_all_bases(const std::string& file) {
  seqlens::seqio::RecordReader reader(file);
  seqlens::seqio::Record record;
  std::vector<std::string> bases;
  while (reader.read(record)) bases.push_back(record.bases);
  return bases;
}

LabelledRecords read_labelled_records(const Options& options, const TableLabels& labels) {
  Reading reading;
  for (const auto& file : options.positives) read_fasta(file, 1, 0, reading);
  for (const auto& text : options.negatives) {
    const auto [name, file] = parse_named_file(text);
    read_fasta(file, 0, set_number(name, reading.all.negative_sets), reading);
  }
  if (!options.table.empty()) read_table(options.table, labels, reading);
  if (options.group_by == "record") reading.origins.assign(reading.origins.size(), {});
  const auto names = group_names(reading.origins);
  for (std::size_t i = 0; i < names.size(); ++i) reading.all.records[i].group = names[i];
  check_classes(reading.all);
  return std::move(reading.all);
}

}  // namespace model_evaluate
