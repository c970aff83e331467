#include "fasta_index.h"

#include <array>
#include <limits>
#include <unordered_map>

#include <fmt/format.h>

#include "seqlens/core/errors.h"
#include "seqlens/core/parse_number.h"
#include "seqlens/seqio/line_reader.h"

#include "fastx_parser.h"
#include "sequence_bytes.h"

namespace seqlens::seqio {
namespace {

struct LineShape {
  std::int64_t bases = 0;
  std::int64_t width = 0;       // bytes, blanks and line end included
  bool blanks_between = false;  // a base stands behind a blank
};

bool is_blank(char byte) {
  return byte == ' ' || byte == '\t' || byte == '\r';
}

// Measures a sequence line without holding it: it may be a whole chromosome.
LineShape measure_line(TextStream& text) {
  LineShape shape;
  const std::uint64_t number = text.line_number();
  bool ended = false;
  bool after_blank = false;
  while (!ended && !text.pending().empty()) {
    const std::string_view pending = text.pending();
    const std::size_t end = pending.find('\n');
    ended = end != std::string_view::npos;
    const std::string_view part = pending.substr(0, end);
    for (const char byte : part) {
      const bool is_base = is_sequence_byte(static_cast<unsigned char>(byte));
      if (!is_base && !is_blank(byte)) {
        throw InputError(text.name(), number,
                         fmt::format("{} in a sequence; letters, '*' and '-' are expected",
                                     describe_byte(static_cast<unsigned char>(byte))));
      }
      shape.blanks_between |= is_base && after_blank;
      after_blank = !is_base;
      shape.bases += is_base;
    }
    const std::size_t width = part.size() + (ended ? 1 : 0);
    shape.width += static_cast<std::int64_t>(width);
    text.consume(width);
  }
  return shape;
}

[[noreturn]] void fail_shape(const TextStream& text, std::uint64_t number, const std::string& contig,
                             std::string_view fault) {
  throw InputError(
      text.name(), number,
      fmt::format("contig '{}' has {}, so no place in it can be looked up; rewrap the file", contig, fault));
}

// The sequence lines of one contig. Only the last line with bases may be shorter.
void measure_contig(TextStream& text, FastaIndexEntry& entry) {
  entry.offset = static_cast<std::int64_t>(text.offset());
  bool last_seen = false;
  while (!text.pending().empty() && text.pending().front() != '>') {
    const std::uint64_t number = text.line_number();
    const LineShape line = measure_line(text);
    if (line.bases > 0 && entry.line_bases == 0 && !last_seen) {
      entry.line_bases = line.bases;
      entry.line_width = line.width;
    }
    const bool too_long = line.bases > entry.line_bases;
    if (line.blanks_between) fail_shape(text, number, entry.name, "blanks inside its lines");
    if (line.bases > 0 && (last_seen || too_long))
      fail_shape(text, number, entry.name, "lines of different lengths (or an empty line in it)");
    entry.length += line.bases;
    last_seen = line.bases < entry.line_bases || line.width != entry.line_width || line.bases == 0;
  }
}

std::optional<FastaIndexEntry> parse_line(const std::string& line) {
  std::array<std::string_view, 5> columns;
  std::string_view rest = line;
  for (std::size_t i = 0; i < columns.size(); ++i) {
    const std::size_t tab = rest.find('\t');
    const bool last = i + 1 == columns.size();
    if ((tab == std::string_view::npos) != last) return std::nullopt;
    columns[i] = rest.substr(0, tab);
    if (!last) rest.remove_prefix(tab + 1);
  }
  std::array<std::int64_t, 4> numbers{};
  for (std::size_t i = 0; i < numbers.size(); ++i) {
    const auto value = parse_integer(columns[i + 1], 0, std::numeric_limits<std::int64_t>::max() / 4);
    if (!value) return std::nullopt;
    numbers[i] = *value;
  }
  const auto [length, offset, line_bases, line_width] = numbers;
  if (line_width < line_bases || (line_bases == 0 && length > 0)) return std::nullopt;
  return FastaIndexEntry{std::string(columns[0]), length, offset, line_bases, line_width};
}

}  // namespace

FastaIndex build_fasta_index(TextStream& text) {
  FastaIndex index;
  std::unordered_map<std::string, std::uint64_t> first_lines;
  std::string line;
  RecordHeader header;
  while (!text.pending().empty()) {
    const std::uint64_t number = text.line_number();
    if (text.pending().front() != '>') {
      if (!text.read_line(line) || line.empty()) continue;
      throw InputError(text.name(), number,
                       fmt::format("starts with {}; a FASTA record starts with '>'", describe_start(line)));
    }
    static_cast<void>(text.read_line(line));
    split_header(std::string_view(line).substr(1), header);
    const auto [first, is_new] = first_lines.emplace(header.name, number);
    if (!is_new) {
      throw InputError(
          text.name(), number,
          fmt::format("contig '{}' is there twice (first in line {}); names must differ for random access",
                      header.name, first->second));
    }
    measure_contig(text, index.emplace_back(FastaIndexEntry{header.name, 0, 0, 0, 0}));
  }
  return index;
}

std::optional<FastaIndex> load_fasta_index(const std::string& path, bool allow_remote) try {
  LineReader lines(path, allow_remote);
  FastaIndex index;
  std::unordered_map<std::string, std::uint64_t> names;
  for (std::string line; lines.read(line);) {
    auto entry = parse_line(line);
    if (!entry || !names.emplace(entry->name, 0).second) return std::nullopt;
    index.push_back(std::move(*entry));
  }
  return index;
} catch (const Error&) {
  return std::nullopt;  // absent or unreadable: the caller builds one
}

std::string to_text(const FastaIndex& index) {
  std::string text;
  for (const FastaIndexEntry& entry : index) {
    text += fmt::format("{}\t{}\t{}\t{}\t{}\n", entry.name, entry.length, entry.offset, entry.line_bases,
                        entry.line_width);
  }
  return text;
}

}  // namespace seqlens::seqio
