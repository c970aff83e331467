#pragma once

#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "seqlens/attention/agreement_table.h"

#include "attention-tracks/head_look.h"
#include "attention-tracks/report_view.h"

namespace attention_tracks {

/// What holds for the whole page.
struct ReportFacts {
  std::vector<std::pair<std::string, std::string>> provenance;  ///< name, text; in order
  std::vector<HeadLook> tracks;                                 ///< what views' tracks are
  std::vector<HeadLook> matrix_heads;                           ///< what views' matrices are of
  std::string reduction;                                        ///< "norm"
  std::string token_note;                                       ///< what a position stands for
  bool stranded = true;                                         ///< DNA
  std::string score_name;                                       ///< "z"; empty: no null
  double threshold = 0;                                         ///< of the score
  std::optional<seqlens::attention::AgreementTable> agreement;
  std::string no_scores;    ///< why there are none; empty: there are
  std::string no_pairs;     ///< the same for the arcs
  std::string no_promoter;  ///< the same for calls and effects
};

/// The whole page, one HTML file that needs nothing else. Names of records and files are shown as text,
/// whatever they hold.
[[nodiscard]] std::string report_page(const ReportFacts& facts, std::span<const ReportView> views);

/// Bytes that a window's matrices take in the page, before they become text.
[[nodiscard]] std::size_t matrix_bytes(const WindowMatrices& matrices);

}  // namespace attention_tracks
