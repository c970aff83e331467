#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "seqlens/evaluate/kmer_set.h"
#include "seqlens/labelled/labelled_record.h"

namespace seqlens::labelled {

/// Sequences that must not be shared with: a file, or a region of an indexed one.
struct ExcludedSource {
  std::string file;    ///< empty: there is no such file
  std::string region;  ///< empty: all of it
};

/// "x.fa", or "x.fa:X:1-9", whichever there is.
[[nodiscard]] ExcludedSource locate_excluded(const std::string& text);

/// Each of them located. @throws InputError for one that is not there.
[[nodiscard]] std::vector<ExcludedSource> locate_all_excluded(const std::vector<std::string>& texts);

/// 40-mers of `candidates` that the sources hold too. Memory follows the candidates, not the sources, which
/// may be a genome: they are read record by record.
[[nodiscard]] evaluate::KmerSet shared_kmers(const std::vector<const std::string*>& candidates,
                                             const std::vector<ExcludedSource>& sources);

/// All 40-mers of the sources. Memory follows these: for sets of sequences, not for genomes.
[[nodiscard]] evaluate::KmerSet excluded_kmers(const std::vector<ExcludedSource>& sources);

/// For each record: does it share a 40-mer, on either strand, with a source?
[[nodiscard]] std::vector<bool> which_share(const std::vector<const std::string*>& candidates,
                                            const std::vector<ExcludedSource>& sources);

/// Drops the records that share a 40-mer with the sources (only those of a target other than 0, if so
/// asked).
/// @return how many were dropped
std::size_t drop_sharing(std::vector<LabelledRecord>& records, const std::vector<ExcludedSource>& sources,
                         bool positives_only);

}  // namespace seqlens::labelled
