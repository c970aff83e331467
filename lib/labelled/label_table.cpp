#include "seqlens/labelled/label_table.h"

#include <limits>
#include <optional>

#include <fmt/format.h>

#include "seqlens/core/errors.h"
#include "seqlens/core/parse_number.h"
#include "seqlens/seqio/column_file.h"

namespace seqlens::labelled {

namespace {

using seqio::ColumnFile;
using Column = std::optional<std::size_t>;

/// What the columns of a table say of origins.
struct OriginColumns {
  Column name, group, chrom, start, end;

  OriginColumns(const ColumnFile& table, TableOrigins wanted) {
    if (wanted == TableOrigins::groups) {
      group = table.find({"group", "cluster", "chrom"});
      return;
    }
    name = table.find({"id", "name"});
    group = table.find({"group", "cluster"});
    chrom = table.find({"chrom"});
    start = table.find({"start"});
    end = table.find({"end"});
  }
};

std::int64_t coordinate(const ColumnFile& table, const std::string& text) {
  const auto value = parse_integer(text, 0, std::numeric_limits<std::int64_t>::max());
  if (!value) throw InputError(table.path(), table.line_number(), fmt::format("'{}' is no coordinate", text));
  return *value;
}

void add_origin(const ColumnFile& table, const OriginColumns& columns, const std::vector<std::string>& fields,
                LabelledRecord& record) {
  if (columns.name) record.name = fields[*columns.name];
  if (columns.group) record.group = record.origin.cluster = fields[*columns.group];
  if (!columns.chrom || !columns.start || !columns.end) return;
  record.origin.contig = fields[*columns.chrom];
  record.origin.interval = {coordinate(table, fields[*columns.start]),
                            coordinate(table, fields[*columns.end])};
}

int target(const ColumnFile& table, const LabelNames& labels, const std::string& text) {
  if (const auto number = labels.target(text)) return *number;
  throw InputError(table.path(), table.line_number(), labels.unknown_text(text));
}

}  // namespace

std::vector<LabelledRecord> read_labelled_table(const std::string& file, const LabelNames& labels,
                                                TableOrigins origins) {
  ColumnFile table(file);
  const std::size_t sequence = table.need({"sequence"}), label = table.need({"label"});
  const OriginColumns columns(table, origins);
  std::vector<LabelledRecord> records;
  std::vector<std::string> fields;
  while (table.read(fields)) {
    LabelledRecord record;
    record.place = fmt::format("{}:{}", file, table.line_number());
    record.bases = fields[sequence];
    add_origin(table, columns, fields, record);
    record.target = target(table, labels, fields[label]);
    records.push_back(std::move(record));
  }
  return records;
}

}  // namespace seqlens::labelled
