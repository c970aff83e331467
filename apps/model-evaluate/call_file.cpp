#include "model-evaluate/call_file.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <optional>
#include <string_view>

#include <fmt/format.h>

#include "seqlens/core/errors.h"
#include "seqlens/core/parse_number.h"
#include "seqlens/seqio/bed.h"
#include "seqlens/seqio/column_file.h"
#include "seqlens/seqio/line_reader.h"
#include "seqlens/seqio/stream_kind.h"

namespace model_evaluate {
namespace {

using seqlens::InputError;
using seqlens::Strand;
using seqlens::evaluate::ScanCall;
using seqlens::seqio::BedRecord;
using seqlens::seqio::ColumnFile;

// Where a value stands, for error texts.
struct Place {
  const std::string& file;
  std::size_t line;
};

double parse_value(const Place& place, const char* what, const std::string& text) {
  const auto value = seqlens::parse_real(text);
  if (!value)
    throw InputError(place.file, place.line, fmt::format("the {} is '{}', expected a number", what, text));
  return *value;
}

double parse_probability(const Place& place, const std::string& text, std::string_view column) {
  const double value = parse_value(place, "probability", text);
  if (value < 0 || value > 1) {
    throw InputError(place.file, place.line,
                     fmt::format("the probability is {}, expected 0 to 1 ({})", text, column));
  }
  return value;
}

// Where a BED has what it says of a call besides its interval: numbers of columns, from 0.
struct BedColumns {
  std::optional<std::size_t> tss, logit, probability;
};

std::string_view field(const BedRecord& record, std::size_t column) {
  constexpr std::size_t kFirstExtra = 6;
  if (column == 4) return record.score;
  return column >= kFirstExtra && column < record.extra.size() + kFirstExtra
             ? std::string_view(record.extra[column - kFirstExtra])
             : std::string_view();
}

BedColumns columns_by_name(const std::vector<std::string>& names) {
  const auto find = [&](std::string_view wanted) -> std::optional<std::size_t> {
    const auto found = std::find(names.begin(), names.end(), wanted);
    if (found == names.end()) return std::nullopt;
    return static_cast<std::size_t>(found - names.begin());
  };
  return {find("tss"), find("logit"), find("probability")};
}

bool is_colour(std::string_view text) {
  return text == "0" || text == "." || std::count(text.begin(), text.end(), ',') == 2;
}

BedColumns columns_by_number(const BedRecord& record) {
  if (record.extra.size() == 7) return {10, 11, 9};
  if (record.extra.size() == 3 && !is_colour(record.extra[2])) return {7, 8, 6};
  return {};
}

std::int64_t parse_tss(const std::string& file, const BedRecord& record, std::size_t column) {
  const std::string_view text = field(record, column);
  const auto value = seqlens::parse_integer(text, 0, std::numeric_limits<std::int64_t>::max());
  if (!value || !record.interval.contains(*value)) {
    throw InputError(file, record.line,
                     fmt::format("the TSS is '{}', expected a 0-based position from {} to {} (column {})",
                                 text, record.interval.begin, record.interval.end - 1, column + 1));
  }
  return *value;
}

// The part of one base that is drawn thick, else the middle.
std::int64_t tss_of(const BedRecord& record) {
  if (record.extra.size() >= 2) {
    const auto begin = seqlens::parse_integer(record.extra[0], 0, std::numeric_limits<std::int64_t>::max());
    if (begin && record.interval.contains(*begin) && record.extra[1] == std::to_string(*begin + 1))
      return *begin;
  }
  return (record.interval.begin + record.interval.end) / 2;
}

double logit_of(const Place& place, const BedRecord& record, const BedColumns& columns) {
  if (columns.logit) return parse_value(place, "logit", std::string(field(record, *columns.logit)));
  if (record.score.empty()) {
    throw InputError(
        place.file, place.line,
        "has fewer than 5 columns; expected BED of promoter-scan, or BED6 with a score in column 5");
  }
  return parse_value(place, "score", record.score);
}

ScanCall to_call(const std::string& file, const BedRecord& record, const BedColumns& columns) {
  const Place place{file, record.line};
  ScanCall call;
  call.tss = columns.tss ? parse_tss(file, record, *columns.tss) : tss_of(record);
  call.strand = record.strand;
  call.logit = logit_of(place, record, columns);
  if (columns.probability) {
    call.probability = parse_probability(place, std::string(field(record, *columns.probability)),
                                         fmt::format("column {}", *columns.probability + 1));
  }
  return call;
}

std::vector<CallLine> read_bed_calls(const std::string& file) {
  seqlens::seqio::BedReader reader(file);
  std::vector<CallLine> calls;
  for (BedRecord record; reader.read(record);) {
    const auto& names = reader.column_names();
    const BedColumns columns = names.empty() ? columns_by_number(record) : columns_by_name(names);
    calls.push_back({record.contig, record.name, to_call(file, record, columns)});
  }
  return calls;
}

// A stream can be read once only, so it is taken for BED.
bool is_table(const std::string& file) {
  if (seqlens::seqio::stream_kind(file)) return false;
  seqlens::seqio::LineReader reader(file);
  std::string line;
  while (reader.read(line)) {
    if (line.empty() || line.front() == '#') continue;
    const char separator = line.find('\t') != std::string::npos ? '\t' : ',';
    const std::string around = separator + line + separator;
    return around.find(std::string(1, separator) + "tss" + separator) != std::string::npos;
  }
  return false;
}

Strand parse_strand(const Place& place, const std::string& text) {
  if (text == "+") return Strand::forward;
  if (text == "-") return Strand::reverse;
  if (text == ".") return Strand::unknown;
  throw InputError(place.file, place.line, fmt::format("the strand is '{}', expected +, - or .", text));
}

std::int64_t parse_position(const Place& place, const std::string& text) {
  const auto value = seqlens::parse_integer(text, 0, std::numeric_limits<std::int64_t>::max());
  if (value) return *value;
  throw InputError(place.file, place.line, fmt::format("the tss is '{}', expected a 0-based position", text));
}

std::vector<CallLine> read_table(const std::string& file, const std::string& only_contig) {
  ColumnFile table(file);
  const auto contig = table.find({"chrom", "contig"});
  const auto name = table.find({"name"});
  const auto probability = table.find({"probability"});
  const auto tss = table.need({"tss"}), strand = table.need({"strand"});
  const auto score = table.find({"logit"}) ? *table.find({"logit"}) : table.need({"score"});
  if (!contig && only_contig.empty()) {
    throw InputError(file, table.line_number(),
                     "the table has no column 'chrom', and not one contig alone is evaluated");
  }
  std::vector<CallLine> calls;
  std::vector<std::string> fields;
  while (table.read(fields)) {
    const Place place{file, table.line_number()};
    CallLine line{contig ? fields[*contig] : only_contig, name ? fields[*name] : std::string(), {}};
    line.call.tss = parse_position(place, fields[tss]);
    line.call.strand = parse_strand(place, fields[strand]);
    line.call.logit = parse_value(place, "score", fields[score]);
    if (probability) line.call.probability = parse_probability(place, fields[*probability], "probability");
    calls.push_back(std::move(line));
  }
  return calls;
}

}  // namespace

std::vector<CallLine> read_calls(const std::string& file, const std::string& contig) {
  return is_table(file) ? read_table(file, contig) : read_bed_calls(file);
}

}  // namespace model_evaluate
