#include "seqlens/seqio/contig_table.h"

#include <fmt/format.h>

#include "seqlens/core/column_text.h"
#include "seqlens/core/errors.h"

namespace seqlens::seqio {
namespace {

constexpr std::string_view prefix = "chr";
constexpr std::size_t names_shown = 2;

std::string with_or_without_prefix(std::string_view name) {
  if (name.starts_with(prefix)) return std::string(name.substr(prefix.size()));
  return fmt::format("{}{}", prefix, name);
}

}  // namespace

ContigTable::ContigTable(std::string file, std::vector<Contig> contigs)
    : file_(std::move(file)), contigs_(std::move(contigs)) {
  index_.reserve(contigs_.size());
  for (std::size_t i = 0; i < contigs_.size(); ++i) {
    const std::string fault = column_fault(contigs_[i].name);
    if (!fault.empty())
      throw InputError(file_, fmt::format("contig {}: its name '{}' {}; it would break the lines of outputs",
                                          i + 1, contigs_[i].name, fault));
    index_.emplace(contigs_[i].name, i);
  }
}

std::optional<std::size_t> ContigTable::find(std::string_view name) const {
  const auto found = index_.find(name);
  if (found == index_.end()) return std::nullopt;
  return found->second;
}

std::optional<std::int64_t> ContigTable::length(std::string_view name) const {
  const auto index = find(name);
  if (!index) return std::nullopt;
  return contigs_[*index].length;
}

std::string ContigTable::unknown_text(std::string_view name) const {
  if (empty()) return fmt::format("contig '{}' is not in {}, which has no contigs", name, file_);
  std::string text = fmt::format("contig '{}' is not in {}, which has ", name, file_);
  for (std::size_t i = 0; i < contigs_.size() && i < names_shown; ++i) {
    text += fmt::format("{}'{}'", i == 0 ? "" : ", ", contigs_[i].name);
  }
  if (contigs_.size() > names_shown) text += ", ...";
  if (find(with_or_without_prefix(name))) text += " ('chr' prefix?)";
  return text;
}

}  // namespace seqlens::seqio
