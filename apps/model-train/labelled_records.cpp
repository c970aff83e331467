#include "model-train/labelled_records.h"

#include <algorithm>
#include <string>

#include <fmt/format.h>

#include "seqlens/core/errors.h"
#include "seqlens/core/parse_number.h"
#include "seqlens/seqio/column_file.h"
#include "seqlens/seqio/record_origin.h"
#include "seqlens/seqio/record_reader.h"

namespace model_train {

using seqlens::InputError;
using seqlens::parse_integer;
using seqlens::seqio::Region;

namespace {

std::string labels_text(const std::vector<std::string>& labels) {
  if (labels.size() == 1) return fmt::format("0 (not {}), 1 ({})", labels[0], labels[0]);
  std::string text;
  for (std::size_t i = 0; i < labels.size(); ++i)
    text += fmt::format("{}{} ({})", i ? ", " : "", i, labels[i]);
  return text;
}

std::optional<int> target_of(const std::string& label, const std::vector<std::string>& labels) {
  const auto named = std::ranges::find(labels, label);
  if (named != labels.end()) return labels.size() == 1 ? 1 : static_cast<int>(named - labels.begin());
  const auto number =
      parse_integer(label, 0, static_cast<std::int64_t>(std::max<std::size_t>(labels.size(), 2)) - 1);
  if (!number) return std::nullopt;
  return static_cast<int>(*number);
}

}  // namespace

HeaderOrigin origin_in_header(const seqlens::seqio::Record& record) {
  seqlens::seqio::RecordOrigin origin = seqlens::seqio::parse_origin(record.name + " " + record.description);
  if (origin.contig.empty()) return {std::move(origin.cluster), std::nullopt};
  std::string group = origin.cluster.empty() ? origin.contig : std::move(origin.cluster);
  return {std::move(group), Region{std::move(origin.contig), origin.interval}};
}

std::vector<LabelledRecord> read_labelled_fasta(const std::string& file, int target) {
  seqlens::seqio::RecordReader reader(file);
  seqlens::seqio::Record record;
  std::vector<LabelledRecord> records;
  while (reader.read(record)) {
    HeaderOrigin origin = origin_in_header(record);
    records.push_back(
        {reader.place(), record.bases, target, std::move(origin.group), std::move(origin.locus)});
  }
  if (records.empty()) throw InputError(file, "there is no record in it");
  return records;
}

std::vector<LabelledRecord> read_labelled_table(const std::string& file,
                                                const seqlens::model::ClassifyHead& head) {
  seqlens::seqio::ColumnFile table(file);
  const std::size_t sequence = table.need({"sequence"}), label = table.need({"label"});
  const auto group = table.find({"group", "cluster", "chrom"});
  std::vector<LabelledRecord> records;
  std::vector<std::string> fields;
  while (table.read(fields)) {
    const auto target = target_of(fields[label], head.labels);
    if (!target) {
      throw InputError(
          file, table.line_number(),
          fmt::format("label '{}' is none of the model's: {}", fields[label], labels_text(head.labels)));
    }
    records.push_back({fmt::format("{}:{}", file, table.line_number()),
                       fields[sequence],
                       *target,
                       group ? fields[*group] : std::string(),
                       {}});
  }
  if (records.empty()) throw InputError(file, "there is no record below the header line");
  return records;
}

}  // namespace model_train
