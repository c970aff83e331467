#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "seqlens/core/random.h"
#include "seqlens/mutagenesis/edit.h"

namespace seqlens::mutagenesis {

/// Variants that are comparable: substitutions, insertions or deletions of about the same size. An edit that
/// replaces bases by more or fewer others counts as an insertion or deletion of the difference.
struct VariantClass {
  enum class Kind { substitution, insertion, deletion };
  Kind kind = Kind::substitution;
  std::int64_t shortest = 1;  ///< bases substituted, inserted or deleted
  std::int64_t longest = 1;   ///< of those drawn; the last class holds all longer variants, too
  bool operator==(const VariantClass&) const = default;
};

/// Sizes 1, 2-4, 5-16 and 17 up, of which 17-64 are drawn. @pre the edit changes something.
[[nodiscard]] VariantClass class_of(const Edit& edit);
/// "substitution 1", "deletion 5-16", "insertion 17-64".
[[nodiscard]] std::string to_string(const VariantClass& variants);

/// Random variants of a class: the place uniform among those in `places`, the size uniform in the class,
/// inserted bases uniform, a substituted base one of the other three. Places where a base that goes is no A,
/// C, G, T are drawn again; fewer variants come when hardly any place is good.
[[nodiscard]] std::vector<Edit> random_variants(const VariantClass& variants, const Stretch& stretch,
                                                const Interval& places, std::size_t count, Random& random);

/// Where a magnitude lies among others: 100 times the share of those that are smaller, equal ones half.
/// Nothing when there are none. @param sorted  increasing.
[[nodiscard]] std::optional<double> percentile(std::span<const double> sorted, double magnitude);

}  // namespace seqlens::mutagenesis
