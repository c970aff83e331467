#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace seqlens::seqio {

struct Contig {
  std::string name;
  std::int64_t length = 0;  ///< bases
};

/// The contigs of one file in file order, with lookup by name. An empty table means that nothing is known.
class ContigTable {
 public:
  ContigTable() = default;
  /// @param file  where the contigs come from, for error texts.
  ContigTable(std::string file, std::vector<Contig> contigs);

  [[nodiscard]] const std::vector<Contig>& contigs() const { return contigs_; }
  [[nodiscard]] std::size_t size() const { return contigs_.size(); }
  [[nodiscard]] bool empty() const { return contigs_.empty(); }
  [[nodiscard]] const std::string& file() const { return file_; }

  /// Index in contigs(), or nothing. O(1).
  [[nodiscard]] std::optional<std::size_t> find(std::string_view name) const;
  /// Length in bases, or nothing for a name that is not here.
  [[nodiscard]] std::optional<std::int64_t> length(std::string_view name) const;

  /// "contig 'chr1' is not in hg38.fa, which has '1', '2', ... ('chr' prefix?)": the text of the InputError
  /// that a name without match deserves. The hint is there only when adding or removing 'chr' would give a
  /// match.
  [[nodiscard]] std::string unknown_text(std::string_view name) const;

 private:
  struct Hash {
    using is_transparent = void;
    std::size_t operator()(std::string_view text) const { return std::hash<std::string_view>{}(text); }
  };

  std::string file_;
  std::vector<Contig> contigs_;
  std::unordered_map<std::string, std::size_t, Hash, std::equal_to<>> index_;
};

}  // namespace seqlens::seqio
