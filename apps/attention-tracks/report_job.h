#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "seqlens/attention/agreement_table.h"
#include "seqlens/cli/streams.h"
#include "seqlens/seqio/data_output.h"

#include "attention-tracks/null_source.h"
#include "attention-tracks/report_page.h"
#include "attention-tracks/report_tracks.h"

namespace attention_tracks {

/// The page of --report. It listens to a run: what is read, and the tracks; then it scans and mutates the
/// same bases, and runs the windows whose matrices it shows.
class ReportJob {
 public:
  /// Of all records and regions together: mutating them takes about 10 s a core with the built-in model.
  static constexpr std::int64_t kMostBases = 10000;
  /// Of all matrices of a page; as text they are a third more.
  static constexpr std::size_t kMostMatrixBytes = std::size_t{1} << 24;

  /// @throws Error when the file cannot be written.
  ReportJob(const Options& options, const seqlens::opened_model::OpenedModel& model, const Request& request,
            seqlens::cli::Streams& streams);

  /// Bases on each side of a region that calls and effects depend on.
  [[nodiscard]] std::int64_t reach_bases() const;
  /// The source with the job looking on; it must outlive what this gives.
  [[nodiscard]] std::unique_ptr<seqlens::input::BaseSource> watched(seqlens::input::BaseSource& source);
  /// What must hear of the tracks of the watched sources.
  [[nodiscard]] std::unique_ptr<seqlens::attention::TrackOutput> tracks();

  /// Does the rest of the work, on the threads of the budget, and puts the page together.
  /// @throws InputError when nothing came, or more than a page holds.
  void make(const seqlens::attention::WindowRunner& runner, const NullSource& null,
            const std::optional<seqlens::attention::AgreementTable>& agreement);
  /// The page appears under its name.
  void commit(seqlens::Publication& together);

 private:
  [[nodiscard]] std::vector<ReportView> make_views();
  [[nodiscard]] ReportView make_view(std::size_t record, const seqlens::Interval& bases,
                                     const RecordScan& scan) const;
  [[nodiscard]] ReportFacts facts(const seqlens::attention::WindowRunner& runner,
                                  const NullSource& null) const;

  const Options& options_;
  const seqlens::opened_model::OpenedModel& model_;
  const Request& request_;
  seqlens::cli::Streams& streams_;
  seqlens::seqio::DataOutput output_;
  std::optional<PromoterView> promoter_;
  std::string no_promoter_;  // why there is none
  MatrixViewer viewer_;
  KeptRecords kept_;
  std::vector<TracksOfRecord> tracks_;
};

/// Whether pairs can be shown: there are heads, and a null that their keys are tested against.
[[nodiscard]] bool report_has_pairs(const Options& options, const seqlens::opened_model::OpenedModel& model,
                                    const Request& request);

}  // namespace attention_tracks
