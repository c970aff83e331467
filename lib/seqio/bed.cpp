#include "seqlens/seqio/bed.h"

#include <limits>
#include <string_view>

#include <fmt/format.h>

#include "seqlens/core/column_text.h"
#include "seqlens/core/errors.h"
#include "seqlens/core/parse_number.h"
#include "seqlens/seqio/line_reader.h"

#include "input_file.h"

namespace seqlens::seqio {
namespace {

bool is_keyword_line(std::string_view line, std::string_view keyword) {
  if (!line.starts_with(keyword)) return false;
  return line.size() == keyword.size() || line[keyword.size()] == ' ' || line[keyword.size()] == '\t';
}

bool carries_no_record(std::string_view line) {
  if (line.find_first_not_of(" \t") == std::string_view::npos) return true;
  return line.front() == '#' || is_keyword_line(line, "track") || is_keyword_line(line, "browser");
}

void split_at_tabs(std::string_view line, std::vector<std::string_view>& columns) {
  columns.clear();
  for (std::size_t tab = line.find('\t'); tab != std::string_view::npos; tab = line.find('\t')) {
    columns.push_back(line.substr(0, tab));
    line.remove_prefix(tab + 1);
  }
  columns.push_back(line);
}

}  // namespace

struct BedReader::State {
  LineReader lines;
  BedOptions options;
  std::string name;
  std::string line;
  std::vector<std::string_view> columns;
  std::vector<std::string> column_names;
  bool has_read = false;

  [[noreturn]] void fail(std::string_view text) const { throw InputError(name, lines.line_number(), text); }

  std::int64_t parse_coordinate(std::size_t column, std::string_view what) const {
    const auto value = parse_integer(columns[column], 0, std::numeric_limits<std::int64_t>::max());
    if (value) return *value;
    fail(fmt::format("{} '{}' (column {}) is not a whole number of 0 or more", what, columns[column],
                     column + 1));
  }

  void check_columns() const {
    if (columns.size() >= 3) return;
    const bool spaces = columns.size() == 1 && columns[0].find(' ') != std::string_view::npos;
    fail(fmt::format("{} column{}{}; contig, start and end are expected, separated by tabs", columns.size(),
                     columns.size() == 1 ? "" : "s", spaces ? ", with spaces" : ""));
  }

  Strand parse_strand() const {
    const std::string_view text = columns[5];
    if (text == "+") return Strand::forward;
    if (text == "-") return Strand::reverse;
    if (text == ".") return Strand::unknown;
    fail(fmt::format("strand '{}' (column 6) is none of '+', '-' and '.'", text));
  }

  void check_against_contigs(const BedRecord& record) const {
    const auto length = options.contigs->length(record.contig);
    if (!length) fail(options.contigs->unknown_text(record.contig));
    if (record.interval.end > *length) {
      fail(fmt::format("end {} lies beyond contig '{}' of {}, which has {} bases", record.interval.end,
                       record.contig, options.contigs->file(), *length));
    }
  }

  void take_names() {
    if (has_read || !line.starts_with("#chrom\t")) return;
    split_at_tabs(std::string_view(line).substr(1), columns);
    column_names.assign(columns.begin(), columns.end());
  }

  void parse(BedRecord& record) {
    has_read = true;
    split_at_tabs(line, columns);
    check_columns();
    record.line = lines.line_number();
    record.contig = columns[0];
    if (record.contig.empty()) fail("contig (column 1) is empty");
    record.interval = {parse_coordinate(1, "start"), parse_coordinate(2, "end")};
    if (record.interval.end < record.interval.begin) {
      fail(fmt::format("end {} lies before start {} (columns 2 and 3; BED is 0-based)", record.interval.end,
                       record.interval.begin));
    }
    record.name = columns.size() > 3 ? columns[3] : std::string_view();
    for (const std::string_view text : {std::string_view(record.contig), std::string_view(record.name)}) {
      const std::string fault = column_fault(text);
      if (!fault.empty()) fail(fmt::format("'{}' {}; it would break the lines of outputs", text, fault));
    }
    record.score = columns.size() > 4 ? columns[4] : std::string_view();
    record.strand = columns.size() > 5 ? parse_strand() : Strand::unknown;
    record.extra.clear();
    for (std::size_t i = 6; i < columns.size(); ++i) record.extra.emplace_back(columns[i]);
    if (options.contigs) check_against_contigs(record);
  }
};

BedReader::BedReader(const std::string& path, BedOptions options)
    : state_(new State{LineReader(path, options.allow_remote), options, display_name(path), {}, {}, {}}) {}

BedReader::~BedReader() = default;
BedReader::BedReader(BedReader&&) noexcept = default;
BedReader& BedReader::operator=(BedReader&&) noexcept = default;

bool BedReader::read(BedRecord& record) {
  while (state_->lines.read(state_->line)) {
    if (carries_no_record(state_->line)) {
      state_->take_names();
      continue;
    }
    state_->parse(record);
    return true;
  }
  return false;
}

const std::vector<std::string>& BedReader::column_names() const {
  return state_->column_names;
}

std::vector<BedRecord> read_bed(const std::string& path, BedOptions options) {
  BedReader reader(path, options);
  std::vector<BedRecord> records;
  for (BedRecord record; reader.read(record);) records.push_back(record);
  return records;
}

}  // namespace seqlens::seqio
