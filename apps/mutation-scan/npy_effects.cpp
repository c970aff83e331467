#include "mutation-scan/npy_effects.h"

#include <limits>
#include <vector>

#include <fmt/format.h>

namespace mutation_scan {
namespace {

using seqlens::mutagenesis::BaseEffects;

std::vector<float> row_of(const BaseEffects& base, std::size_t longest_deletion) {
  std::vector<float> row(4 + longest_deletion, std::numeric_limits<float>::quiet_NaN());
  if (!base.has_effects()) return row;
  for (std::size_t i = 0; i < 4; ++i) row[i] = static_cast<float>(base.delta(i));
  for (std::size_t i = 0; i < base.deleted.size(); ++i)
    row[4 + i] = static_cast<float>(base.deleted[i] - base.reference);
  return row;
}

}  // namespace

NpyEffects::NpyEffects(const std::string& prefix, std::size_t longest_deletion)
    : longest_deletion_(longest_deletion),
      rows_(prefix + ".npy", seqlens::tracks::NpyType::float32, {4 + longest_deletion}),
      places_(prefix + ".npy.bed") {}

void NpyEffects::write(std::string_view record, std::span<const BaseEffects> bases) {
  for (const BaseEffects& base : bases) {
    add_place(record, base.position);
    rows_.write(row_of(base, longest_deletion_));
    ++row_;
  }
}

void NpyEffects::add_place(std::string_view record, std::int64_t position) {
  if (run_.empty() || record != record_ || position != run_.end) {
    write_place();
    record_ = record;
    run_ = {position, position};
  }
  ++run_.end;
}

void NpyEffects::write_place() {
  if (run_.empty()) return;
  places_.write(fmt::format("{}\t{}\t{}\t{}\n", record_, run_.begin, run_.end,
                            row_ - static_cast<std::uint64_t>(run_.length())));
}

void NpyEffects::commit(seqlens::Publication& together) {
  write_place();
  rows_.commit(together);
  places_.commit(together);
}

}  // namespace mutation_scan
