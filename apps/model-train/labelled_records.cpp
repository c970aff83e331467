#include "model-train/labelled_records.h"

#include <algorithm>
#include <string>

#include <fmt/format.h>

#include "seqlens/core/errors.h"
#include "seqlens/core/parse_number.h"
#include "seqlens/seqio/line_reader.h"
#include "seqlens/seqio/record_origin.h"
#include "seqlens/seqio/record_reader.h"

namespace model_train {

using seqlens::InputError;
using seqlens::parse_integer;
using seqlens::seqio::Region;

namespace {

std::vector<std::string> split(const std::string& line, char separator) {
  std::vector<std::string> fields;
  std::size_t begin = 0;
  for (std::size_t end = 0; end != std::string::npos; begin = end + 1) {
    end = line.find(separator, begin);
    fields.push_back(line.substr(begin, end == std::string::npos ? end : end - begin));
  }
  return fields;
}

/// Places of the columns of a table, from its header line.
struct Columns {
  char separator = '\t';
  std::size_t sequence = 0;
  std::size_t label = 0;
  std::optional<std::size_t> group;
  std::size_t count = 0;
};

Columns columns_of(const std::string& file, const std::string& header) {
  Columns columns;
  columns.separator = header.find('\t') != std::string::npos ? '\t' : ',';
  const std::vector<std::string> names = split(header, columns.separator);
  const auto place = [&](std::string_view name) -> std::optional<std::size_t> {
    const auto found = std::ranges::find(names, name);
    if (found == names.end()) return std::nullopt;
    return static_cast<std::size_t>(found - names.begin());
  };
  const auto required = [&](std::string_view name) {
    const auto found = place(name);
    if (!found) {
      throw InputError(
          file, 1,
          fmt::format("no column '{}' in the header line '{}'; expected sequence and label, separated by "
                      "tabs or commas",
                      name, header));
    }
    return *found;
  };
  columns.sequence = required("sequence");
  columns.label = required("label");
  columns.group = place("group");
  columns.count = names.size();
  return columns;
}

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
  seqlens::seqio::LineReader reader(file);
  std::string line;
  if (!reader.read(line))
    throw InputError(file, "is empty; expected a header line with the columns sequence and label");
  const Columns columns = columns_of(file, line);
  std::vector<LabelledRecord> records;
  while (reader.read(line)) {
    if (line.empty()) continue;
    const std::vector<std::string> fields = split(line, columns.separator);
    if (fields.size() != columns.count) {
      throw InputError(file, reader.line_number(),
                       fmt::format("{} columns, the header line has {}", fields.size(), columns.count));
    }
    const auto target = target_of(fields[columns.label], head.labels);
    if (!target) {
      throw InputError(file, reader.line_number(),
                       fmt::format("label '{}' is none of the model's: {}", fields[columns.label],
                                   labels_text(head.labels)));
    }
    records.push_back({fmt::format("{}:{}", file, reader.line_number()),
                       fields[columns.sequence],
                       *target,
                       columns.group ? fields[*columns.group] : std::string(),
                       {}});
  }
  if (records.empty()) throw InputError(file, "there is no record below the header line");
  return records;
}

}  // namespace model_train
