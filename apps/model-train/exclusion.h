#pragma once

#include <string>
#include <vector>

#include "seqlens/evaluate/kmer_set.h"

#include "model-train/labelled_records.h"

namespace model_train {

/// What one --exclude-kmers names.
struct ExcludedSource {
  std::string file;    ///< empty: there is no such file
  std::string region;  ///< empty: all of it
};

/// "x.fa", or "x.fa:X:1-9", whichever there is.
[[nodiscard]] ExcludedSource locate_excluded(const std::string& text);

/// 40-mers of `candidates` that the excluded sequences hold too. Each source is a FASTA file, or FILE:REGION
/// of an indexed one. Memory follows the candidates, not the excluded sequences, which may be a genome.
[[nodiscard]] seqlens::evaluate::KmerSet shared_kmers(const std::vector<const std::string*>& candidates,
                                                      const std::vector<std::string>& excluded);

/// All 40-mers of the excluded sequences. Memory follows these: for sets of sequences, not for genomes.
[[nodiscard]] seqlens::evaluate::KmerSet excluded_kmers(const std::vector<std::string>& excluded);

/// Drops the records that share a 40-mer with the excluded sequences (only those of a positive label, if so
/// asked).
/// @return how many were dropped
std::size_t drop_sharing(std::vector<LabelledRecord>& records, const std::vector<std::string>& excluded,
                         bool positives_only);

}  // namespace model_train
