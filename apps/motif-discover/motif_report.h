#pragma once

#include <optional>
#include <string>
#include <vector>

#include "seqlens/motif/comparison.h"

#include "motif-discover/discovery.h"

namespace motif_discover {

/// A site in a positive.
struct PlacedSite {
  std::size_t sequence = 0;
  seqlens::Interval bases;
  seqlens::Strand strand = seqlens::Strand::forward;
  double bits = 0;
};

/// What the tables say of a motif beside its test.
struct MotifFacts {
  std::vector<PlacedSite> sites;               ///< all, in the held-out positives
  std::vector<double> places;                  ///< centres of each sequence's best site, against the TSS
  std::optional<double> median, spread, peak;  ///< of places; spread: between the quartiles
  std::optional<double> evidence_share;        ///< of all evidence on held-out positives, on best sites
  std::string heads;                ///< whose evidence is dense on its sites, "L1H0:2.3,L0H2:1.6"; else empty
  std::optional<double> q_without;  ///< of the same motif when it is found without evidence
  std::optional<seqlens::motif::Match> match;  ///< best one of the database
  std::string match_id, match_name;
};

/// Places and names of all motifs. @param database  may be empty.
std::vector<MotifFacts> facts_of(const Discovery& discovery,
                                 const std::vector<seqlens::motif::Matrix>& database, const Options& options);

/// motifs.tsv: names of columns in line 1, a line a motif that was tested.
std::string motif_table(const Discovery& discovery, const std::vector<MotifFacts>& facts,
                        const Options& options);

/// sites.bed: sites of called motifs in all positives, record by record.
std::string site_lines(const Discovery& discovery, const Options& options);

}  // namespace motif_discover
