#include "model-evaluate/tested_records.h"

#include <algorithm>
#include <filesystem>
#include <utility>

#include <fmt/format.h>

#include "seqlens/core/errors.h"
#include "seqlens/labelled/label_table.h"
#include "seqlens/labelled/locus_groups.h"
#include "seqlens/seqio/record_origin.h"
#include "seqlens/seqio/record_reader.h"

namespace model_evaluate {

using seqlens::InputError;
using seqlens::labelled::LabelledRecord;
using seqlens::labelled::LabelNames;

namespace {

// The number of the set in names, which it joins if it is new; counted from 1.
std::size_t set_number(const std::string& name, std::vector<std::string>& names) {
  const auto place = std::find(names.begin(), names.end(), name);
  if (place == names.end()) {
    names.push_back(name);
    return names.size();
  }
  return static_cast<std::size_t>(place - names.begin()) + 1;
}

// Adds records to a set of negatives; positives of a table have none.
void add(std::vector<LabelledRecord> more, std::size_t set, std::vector<TestedRecord>& records) {
  for (LabelledRecord& record : more) {
    const std::size_t its_set = record.target == 1 ? 0 : set;
    records.push_back({std::move(record), its_set});
  }
}

std::vector<LabelledRecord> read_fasta(const std::string& file, int target) {
  auto records = seqlens::labelled::read_labelled_fasta(file, target);
  for (const auto& record : records) {
    if (record.bases.empty()) throw InputError(record.place, "has no bases; a labelled record needs some");
  }
  return records;
}

std::vector<LabelledRecord> read_table(const std::string& file, const LabelNames& labels) {
  auto records =
      seqlens::labelled::read_labelled_table(file, labels, seqlens::labelled::TableOrigins::places);
  for (const auto& record : records) {
    if (record.bases.empty()) throw InputError(record.place, "the sequence is empty");
  }
  return records;
}

// By locus, or each its own.
void set_groups(bool by_record, std::vector<TestedRecord>& records) {
  std::vector<seqlens::seqio::RecordOrigin> origins;
  for (const auto& record : records)
    origins.push_back(by_record ? seqlens::seqio::RecordOrigin() : record.origin);
  const auto names = seqlens::labelled::group_names(origins);
  for (std::size_t i = 0; i < names.size(); ++i) records[i].group = names[i];
}

// Said here, before a model runs for nothing, and with the name of the set.
void check_classes(const TestedRecords& labelled) {
  std::vector<std::size_t> records(labelled.negative_sets.size() + 1);  // positives, then set by set
  for (const auto& record : labelled.records) ++records[record.target == 1 ? 0 : record.set];
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

TestedRecords read_tested_records(const Options& options, const LabelNames& labels) {
  TestedRecords tested;
  for (const auto& file : options.positives) add(read_fasta(file, 1), 0, tested.records);
  for (const auto& text : options.negatives) {
    const auto [name, file] = parse_named_file(text);
    add(read_fasta(file, 0), set_number(name, tested.negative_sets), tested.records);
  }
  if (!options.table.empty()) {
    add(read_table(options.table, labels), 1, tested.records);
    tested.negative_sets = {parse_named_file(options.table).name};
  }
  set_groups(options.group_by == "record", tested.records);
  check_classes(tested);
  return tested;
}

}  // namespace model_evaluate
