#include "seqlens/seqio/genome.h"

#include <algorithm>
#include <mutex>

#include <fmt/format.h>

#include "seqlens/core/errors.h"

#include "indexed_fasta.h"

namespace seqlens::seqio {

struct Genome::State {
  State(const std::string& path, bool allow_remote) : fasta(path, allow_remote), contigs(fasta.contigs()) {}

  const FastaIndexEntry& entry(std::string_view contig) const {
    const auto index = contigs.find(contig);
    if (!index) throw InputError(contigs.file(), contigs.unknown_text(contig));
    return fasta.index()[*index];
  }

  std::string fetch(const FastaIndexEntry& entry_of_contig, const Interval& interval) {
    const std::lock_guard lock(mutex);
    return fasta.fetch(entry_of_contig, interval);
  }

  IndexedFasta fasta;
  ContigTable contigs;
  std::mutex mutex;
};

Genome::Genome(const std::string& path, GenomeOptions options)
    : state_(std::make_unique<State>(path, options.allow_remote)) {}

Genome::~Genome() = default;
Genome::Genome(Genome&&) noexcept = default;
Genome& Genome::operator=(Genome&&) noexcept = default;

const ContigTable& Genome::contigs() const {
  return state_->contigs;
}
const std::string& Genome::path() const {
  return state_->fasta.path();
}

std::string Genome::fetch(std::string_view contig, const Interval& interval) const {
  const FastaIndexEntry& entry = state_->entry(contig);
  if (interval.begin < 0 || interval.end < interval.begin || interval.end > entry.length) {
    throw InputError(path(),
                     fmt::format("bases {} to {} (0-based, half-open) are not in contig '{}', which has {}",
                                 interval.begin, interval.end, entry.name, entry.length));
  }
  return state_->fetch(entry, interval);
}

std::string Genome::fetch(std::string_view contig) const {
  return fetch(contig, {0, state_->entry(contig).length});
}

std::string Genome::fetch_padded(std::string_view contig, const Interval& interval) const {
  const FastaIndexEntry& entry = state_->entry(contig);
  if (interval.empty()) return {};
  const Interval inside{std::clamp<std::int64_t>(interval.begin, 0, entry.length),
                        std::clamp<std::int64_t>(interval.end, 0, entry.length)};
  std::string bases(static_cast<std::size_t>(interval.length()), 'N');
  if (inside.empty()) return bases;
  const std::string there = state_->fetch(entry, inside);
  std::copy(there.begin(), there.end(), bases.begin() + (inside.begin - interval.begin));
  return bases;
}

}  // namespace seqlens::seqio
