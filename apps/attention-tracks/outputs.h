#pragma once

#include <memory>
#include <ostream>
#include <string>
#include <utility>
#include <vector>

#include "seqlens/attention/track_output.h"
#include "seqlens/seqio/contig_table.h"

#include "attention-tracks/request.h"

namespace attention_tracks {

/// The files of a run.
class Outputs {
 public:
  /// @param contigs  of the input, for bigWig; may be empty without it.
  Outputs(const Options& options, const Request& request, const std::string& header,
          const std::vector<seqlens::seqio::Contig>& contigs, std::ostream& standard_output);

  [[nodiscard]] const std::vector<std::unique_ptr<seqlens::attention::TrackOutput>>& all() const {
    return all_;
  }
  /// Something else that hears of everything.
  void add(std::unique_ptr<seqlens::attention::TrackOutput> output) { all_.push_back(std::move(output)); }
  void commit(seqlens::Publication& together);

 private:
  std::vector<std::unique_ptr<seqlens::attention::TrackOutput>> all_;
};

}  // namespace attention_tracks
