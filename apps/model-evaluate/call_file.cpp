#include "model-evaluate/call_file.h"

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

std::int64_t parse_tss(const std::string& file, const BedRecord& record, const std::string& text) {
  const auto value = seqlens::parse_integer(text, 0, std::numeric_limits<std::int64_t>::max());
  if (!value || !record.interval.contains(*value)) {
    throw InputError(file, record.line,
                     fmt::format("the TSS is '{}', expected a 0-based position from {} to {} (column 8)",
                                 text, record.interval.begin, record.interval.end - 1));
  }
  return *value;
}

// promoter-scan's BED6+3 (probability, tss, logit), or BED6 of another program.
ScanCall to_call(const std::string& file, const BedRecord& record) {
  const Place place{file, record.line};
  if (record.extra.size() >= 3) {
    return {0, parse_tss(file, record, record.extra[1]), record.strand,
            parse_value(place, "logit", record.extra[2]),
            parse_probability(place, record.extra[0], "column 7")};
  }
  if (record.score.empty()) {
    throw InputError(
        file, record.line,
        "has fewer than 5 columns; expected BED6+3 of promoter-scan, or BED6 with a score in column 5");
  }
  return {0,
          (record.interval.begin + record.interval.end) / 2,
          record.strand,
          parse_value(place, "score", record.score),
          {}};
}

std::vector<CallLine> read_bed_calls(const std::string& file) {
  std::vector<CallLine> calls;
  for (const auto& record : seqlens::seqio::read_bed(file)) {
    calls.push_back({record.contig, record.name, to_call(file, record)});
  }
  return calls;
}

// Standard input can be read once only, so it is taken for BED.
bool is_table(const std::string& file) {
  if (file == "-") return false;
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
