#include "sam_line.h"

#include <algorithm>
#include <cstdint>
#include <limits>
#include <optional>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "seqlens/core/parse_number.h"
#include "seqlens/seqio/cigar_map.h"

#include "sequence_bytes.h"

namespace seqlens::seqio {
namespace {

// The order of the SAM specification.
enum Column : std::size_t { qname, flag, rname, pos, mapq, cigar, rnext, pnext, tlen, seq, qual, first_tag };

constexpr std::string_view separators("\t\0", 2);

std::vector<std::string_view> split(std::string_view line) {
  std::vector<std::string_view> columns;
  for (std::size_t end = line.find_first_of(separators); end != std::string_view::npos;
       end = line.find_first_of(separators)) {
    columns.push_back(line.substr(0, end));
    line.remove_prefix(end + 1);
  }
  columns.push_back(line);
  return columns;
}

constexpr std::int64_t lowest_tag = std::numeric_limits<std::int32_t>::min();
constexpr std::int64_t highest_tag = std::numeric_limits<std::uint32_t>::max();

bool is_one_of(char letter, std::string_view letters) {
  return letters.find(letter) != std::string_view::npos;
}

// A CIGAR or a tag may be as long as the read.
std::string shown(std::string_view text) {
  constexpr std::size_t longest = 40;
  if (text.size() <= longest) return fmt::format("'{}'", text);
  return fmt::format("'{}...'", text.substr(0, longest));
}

std::string count_fault(std::string_view line, std::size_t columns) {
  if (columns >= first_tag) return {};
  if (line.empty()) return "the line is empty; a read with 11 or more columns is expected";
  const bool spaces = columns == 1 && line.find(' ') != std::string_view::npos;
  return fmt::format("{} column{}{}; 11 or more are expected, separated by tabs", columns,
                     columns == 1 ? "" : "s", spaces ? ", with spaces" : "");
}

std::string name_fault(std::string_view name) {
  constexpr std::size_t longest = 254;
  if (name.size() <= longest) return {};
  return fmt::format("QNAME {} (column 1) has {} letters; at most {} are allowed", shown(name), name.size(),
                     longest);
}

struct NumberColumn {
  Column column;
  std::string_view name;
  std::int64_t lowest;
  std::int64_t highest;
  std::string_view expected;
};

constexpr std::int64_t any = std::numeric_limits<std::int64_t>::max();
constexpr NumberColumn flag_column{flag, "FLAG", 0, 65535, "a whole number from 0 to 65535"};
constexpr NumberColumn pos_column{pos, "POS", 0, any, "a whole number of 0 or more"};
constexpr NumberColumn mapq_column{mapq, "MAPQ", 0, 255, "a whole number from 0 to 255"};
constexpr NumberColumn pnext_column{pnext, "PNEXT", 0, any, "a whole number of 0 or more"};
constexpr NumberColumn tlen_column{tlen, "TLEN", -any, any, "a whole number"};

std::string number_fault(const std::vector<std::string_view>& columns, const NumberColumn& column) {
  const std::string_view text = columns[column.column];
  if (parse_integer(text, column.lowest, column.highest)) return {};
  return fmt::format("{} {} (column {}) is not {}", column.name, shown(text), column.column + 1,
                     column.expected);
}

std::optional<std::vector<CigarOperation>> parse_cigar(std::string_view text) {
  constexpr std::int64_t longest_operation = (std::int64_t{1} << 28) - 1;  // what BAM can hold
  std::vector<CigarOperation> operations;
  while (!text.empty()) {
    const std::size_t digits = std::min(text.find_first_not_of("0123456789"), text.size());
    const auto length = parse_integer(text.substr(0, digits), 0, longest_operation);
    const bool known = digits < text.size() && is_one_of(text[digits], "MIDNSHP=X");
    if (!length || !known) return std::nullopt;
    operations.push_back({text[digits], *length});
    text.remove_prefix(digits + 1);
  }
  return operations;
}

std::string cigar_fault(const std::vector<std::string_view>& columns) {
  const std::string_view text = columns[cigar];
  if (text == "*") return {};
  Alignment alignment;
  if (auto operations = parse_cigar(text)) alignment.cigar = std::move(*operations);
  if (alignment.cigar.empty()) {
    return fmt::format("CIGAR {} (column 6) is neither '*' nor numbers with one of MIDNSHP=X behind each",
                       shown(text));
  }
  const std::int64_t covered = cigar_read_length(alignment);
  if (columns[seq] == "*" || covered == static_cast<std::int64_t>(columns[seq].size())) return {};
  return fmt::format("CIGAR {} (column 6) covers {} bases, SEQ (column 10) has {}", shown(text), covered,
                     columns[seq].size());
}

std::string qualities_fault(const std::vector<std::string_view>& columns) {
  const std::string_view qualities = columns[qual];
  if (qualities == "*") return {};
  const std::size_t bases = columns[seq] == "*" ? 0 : columns[seq].size();
  if (qualities.size() != bases) {
    return fmt::format(
        "QUAL (column 11) has {} qualities, SEQ (column 10) {} bases; one each, or '*', is expected",
        qualities.size(), bases);
  }
  const auto bad =
      std::find_if(qualities.begin(), qualities.end(), [](char byte) { return byte < '!' || byte > '~'; });
  if (bad == qualities.end()) return {};
  return fmt::format("{} in QUAL (column 11); '!' to '~' are expected",
                     describe_byte(static_cast<unsigned char>(*bad)));
}

bool is_array(std::string_view value) {
  if (value.empty() || !is_one_of(value.front(), "cCsSiIf")) return false;
  const bool real = value.front() == 'f';
  value.remove_prefix(1);
  while (!value.empty()) {
    if (value.front() != ',') return false;
    const std::string_view item = value.substr(1, value.find(',', 1) - 1);
    if (real ? !parse_real(item).has_value() : !parse_integer(item, lowest_tag, highest_tag).has_value())
      return false;
    value.remove_prefix(item.size() + 1);
  }
  return true;
}

/// What the value should be; empty when it is that.
std::string_view tag_expectation(char type, std::string_view value) {
  switch (type) {
    case 'A':
      return value.size() == 1 ? "" : "one letter";
    case 'i':
      return parse_integer(value, lowest_tag, highest_tag) ? ""
                                                           : "a whole number from -2147483648 to 4294967295";
    case 'f':
      return parse_real(value) ? "" : "a number";
    case 'Z':
      return "";
    case 'H':
      return value.size() % 2 == 0 ? "" : "two hexadecimal digits a byte";
    case 'B':
      return is_array(value) ? "" : "one of cCsSiIf and numbers that fit, each behind a comma";
    default:
      return "of one of the types A, i, f, Z, H and B";
  }
}

std::string tag_fault(std::string_view tag, std::size_t column) {
  constexpr std::size_t before_value = 5;  // "NM:i:"
  if (tag.size() < before_value || tag[2] != ':' || tag[4] != ':') {
    return fmt::format("tag {} (column {}) is not of the form TAG:TYPE:VALUE, such as NM:i:3", shown(tag),
                       column);
  }
  const std::string_view expected = tag_expectation(tag[3], tag.substr(before_value));
  if (expected.empty()) return {};
  return fmt::format("tag {} (column {}) is not {}", shown(tag), column, expected);
}

std::string tags_fault(const std::vector<std::string_view>& columns) {
  std::string fault;
  for (std::size_t i = first_tag; i < columns.size() && fault.empty(); ++i)
    fault = tag_fault(columns[i], i + 1);
  return fault;
}

std::string contig_fault(std::string_view column, std::string_view name, const SamContigs& contigs) {
  if (sam_hdr_name2tid(contigs.header, std::string(name).c_str()) >= 0) return {};
  return fmt::format("{}: {}; give it an @SQ line or mend the name", column,
                     contigs.names->unknown_text(name));
}

}  // namespace

std::string_view sam_column(std::string_view line, std::size_t index) {
  for (; index > 0; --index) {
    const std::size_t end = line.find_first_of(separators);
    if (end == std::string_view::npos) return {};
    line.remove_prefix(end + 1);
  }
  return line.substr(0, line.find_first_of(separators));
}

std::string sam_rname_fault(std::string_view line, const SamContigs& contigs) {
  const std::string_view name = sam_column(line, rname);
  return name == "*" ? std::string() : contig_fault("RNAME (column 3)", name, contigs);
}

std::string sam_rnext_fault(std::string_view line, const SamContigs& contigs) {
  const std::string_view name = sam_column(line, rnext);
  return name == "*" || name == "=" ? std::string() : contig_fault("RNEXT (column 7)", name, contigs);
}

std::string sam_line_fault(std::string_view line, const SamContigs& contigs) {
  const auto columns = split(line);
  std::string fault = count_fault(line, columns.size());
  const auto check = [&](auto&& find, const auto&... arguments) {
    if (fault.empty()) fault = find(arguments...);
  };
  check(name_fault, columns[qname]);
  check(number_fault, columns, flag_column);
  check(sam_rname_fault, line, contigs);
  check(number_fault, columns, pos_column);
  check(number_fault, columns, mapq_column);
  check(cigar_fault, columns);
  check(number_fault, columns, pnext_column);
  check(number_fault, columns, tlen_column);
  check(qualities_fault, columns);
  check(tags_fault, columns);
  return fault;
}

}  // namespace seqlens::seqio
