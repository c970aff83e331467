#include "seqlens/seqio/vcf.h"

#include <algorithm>
#include <limits>

#include <fmt/format.h>

#include "seqlens/core/errors.h"
#include "seqlens/core/parse_number.h"
#include "seqlens/seqio/line_reader.h"

#include "input_file.h"

namespace seqlens::seqio {
namespace {

// CHROM POS ID REF ALT QUAL FILTER INFO; then FORMAT and samples, which stay as they are.
constexpr std::size_t kColumns = 8;
constexpr std::size_t kInfo = 7;

/// Parts between separators, one more than there are separators.
std::vector<std::string_view> split(std::string_view text, char separator) {
  std::vector<std::string_view> parts;
  for (auto at = text.find(separator); at != std::string_view::npos; at = text.find(separator)) {
    parts.push_back(text.substr(0, at));
    text.remove_prefix(at + 1);
  }
  parts.push_back(text);
  return parts;
}

/// The first columns; the last of them holds the rest of the line when there is more.
std::vector<std::string_view> first_columns(std::string_view line, std::size_t count) {
  std::vector<std::string_view> columns;
  while (columns.size() + 1 < count) {
    const auto tab = line.find('\t');
    if (tab == std::string_view::npos) break;
    columns.push_back(line.substr(0, tab));
    line.remove_prefix(tab + 1);
  }
  columns.push_back(line);
  return columns;
}

}  // namespace

struct VcfReader::State {
  State(const std::string& path, bool allow_remote) : lines(path, allow_remote), name(display_name(path)) {}

  [[noreturn]] void fail(std::string_view text) const { throw InputError(name, lines.line_number(), text); }

  void read_header() {
    std::string line;
    if (!lines.read(line)) throw InputError(name, "is empty; a VCF begins with '##fileformat=VCF'");
    if (line.starts_with("BCF")) throw InputError(name, "is BCF; write it as VCF: bcftools view FILE");
    if (!line.starts_with("##fileformat=VCF"))
      fail("is no VCF: the first line must begin with '##fileformat=VCF'");
    do {
      meta_lines.push_back(line);
      if (!lines.read(line)) fail("the header ends without a line '#CHROM'");
    } while (line.starts_with("##"));
    if (!line.starts_with("#CHROM\t")) fail("the header ends without a line '#CHROM'");
    column_line = line;
  }

  void parse(VcfRecord& record) {
    const auto columns = first_columns(record.text, kColumns);
    if (columns.size() < kColumns) {
      fail(fmt::format("{} column{}; at least {} are expected, separated by tabs", columns.size(),
                       columns.size() == 1 ? "" : "s", kColumns));
    }
    const auto tabs = std::count(record.text.begin(), record.text.end(), '\t');
    const auto expected = std::count(column_line.begin(), column_line.end(), '\t');
    if (tabs != expected)
      fail(fmt::format("{} columns; the line '#CHROM' names {} (cut short?)", tabs + 1, expected + 1));
    const auto position = parse_integer(columns[1], 0, std::numeric_limits<std::int64_t>::max() / 2);
    if (!position) fail(fmt::format("POS '{}' (column 2) is not a whole number of 0 or more", columns[1]));
    if (columns[0].empty() || columns[3].empty() || columns[4].empty())
      fail("CHROM, REF or ALT (columns 1, 4, 5) is empty");
    record.contig = columns[0];
    record.position = *position - 1;  // VCF is 1-based
    record.reference = columns[3];
    record.alternatives.clear();
    if (columns[4] == ".") return;
    for (const std::string_view allele : split(columns[4], ',')) {
      if (allele.empty()) fail("ALT (column 5) has an empty allele");
      record.alternatives.emplace_back(allele);
    }
  }

  LineReader lines;
  std::string name;
  std::vector<std::string> meta_lines;
  std::string column_line;
};

VcfReader::VcfReader(const std::string& path, bool allow_remote)
    : state_(std::make_unique<State>(path, allow_remote)) {
  state_->read_header();
}

VcfReader::~VcfReader() = default;
VcfReader::VcfReader(VcfReader&&) noexcept = default;
VcfReader& VcfReader::operator=(VcfReader&&) noexcept = default;

const std::vector<std::string>& VcfReader::meta_lines() const {
  return state_->meta_lines;
}

const std::string& VcfReader::column_line() const {
  return state_->column_line;
}

const std::string& VcfReader::name() const {
  return state_->name;
}

bool VcfReader::read(VcfRecord& record) {
  do {
    if (!state_->lines.read(record.text)) return false;
  } while (record.text.empty());
  record.line = state_->lines.line_number();
  state_->parse(record);
  return true;
}

std::string vcf_header(const VcfReader& reader, std::string_view ours, const std::vector<VcfInfo>& added) {
  const std::string definition = fmt::format("##INFO=<ID={}", ours);
  std::string text;
  for (const std::string& line : reader.meta_lines()) {
    if (!line.starts_with(definition)) text += line + '\n';
  }
  for (const VcfInfo& info : added) {
    text += fmt::format("##INFO=<ID={},Number={},Type={},Description=\"{}\">\n", info.id, info.number,
                        info.type, info.description);
  }
  return text + reader.column_line() + '\n';
}

std::string with_info(const VcfRecord& record, std::string_view ours,
                      const std::vector<std::pair<std::string, std::string>>& values) {
  const auto columns = first_columns(record.text, kInfo + 1);
  const std::string_view rest = columns.at(kInfo);
  const auto info_end = std::min(rest.find('\t'), rest.size());
  std::string info;
  const auto add = [&info](std::string_view field) {
    if (!info.empty()) info += ';';
    info += field;
  };
  for (const std::string_view field : split(rest.substr(0, info_end), ';')) {
    if (!field.starts_with(ours) && field != "." && !field.empty()) add(field);
  }
  for (const auto& [key, value] : values) add(key + '=' + value);
  const auto before = static_cast<std::size_t>(rest.data() - record.text.data());
  return record.text.substr(0, before) + (info.empty() ? "." : info) + std::string(rest.substr(info_end)) +
         '\n';
}

}  // namespace seqlens::seqio
