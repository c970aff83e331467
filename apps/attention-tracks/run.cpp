#include "attention-tracks/run.h"

#include <algorithm>
#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <utility>

#include <fmt/format.h>

#include "seqlens/attention/record_tracks.h"
#include "seqlens/core/errors.h"
#include "seqlens/core/publication.h"
#include "seqlens/input/open_input.h"
#include "seqlens/opened_model/opened_model.h"
#include "seqlens/opened_model/precision_choice.h"

#include "attention-tracks/agreement.h"
#include "attention-tracks/bed_output.h"
#include "attention-tracks/header_text.h"
#include "attention-tracks/igv_output.h"
#include "attention-tracks/matrix_job.h"
#include "attention-tracks/null_source.h"
#include "attention-tracks/outputs.h"
#include "attention-tracks/report_job.h"
#include "attention-tracks/request.h"
#include "attention-tracks/summary.h"

namespace attention_tracks {
namespace {

using namespace seqlens;

/// The page calls and mutates in the windows that its heads are read in.
scan::ClassifierChoices choices_of(const Options& options) {
  std::optional<int> window;
  if (options.window) window = static_cast<int>(*options.window);
  return {.window_bases = window, .promoter_class = options.promoter_class};
}

/// One run: the model, what is asked of it, and what came of it so far.
class Run {
 public:
  Run(const Options& options, cli::Streams& streams)
      : options_(options),
        streams_(streams),
        model_(opened_model::open_to_run(
            options.model, choices_of(options),
            opened_model::choose_precision(options.precision,
                                           [&](std::string_view text) { streams.log.warning(text); }))),
        request_(make_request(options, model_)),
        with_pairs_(options.has_format("bedpe") || options.has_format("interact") ||
                    report_has_pairs(options, model_, request_)),
        runner_(make_runner(options, model_, request_, track_sinks(options, request_, with_pairs_))) {
    streams.log.detail(fmt::format("model {}, sha256 {}", model_.name(), model_.digest()));
    if (with_pairs_ && request_.plan.one_track())
      throw UsageError(fmt::format("--format bedpe and interact: '{}' has no pairs", request_.plan.name()));
    if (!options.report.empty()) report_.emplace(options, model_, request_, streams);
  }

  void write_tracks() {
    const NullSource null = options_.needs_null() ? null_of_input() : report_ ? some_null() : NullSource{};
    attention::NullScore score;
    if (null.table) score.table = &*null.table;
    score.quantile = quantile_index();
    const auto agreement = find_agreement(options_, model_, runner_->stride_bases(), streams_);
    const std::string header = options_.no_header ? ""
                                                  : header_text(options_, model_, request_, *runner_,
                                                                options_.needs_null() ? &null : nullptr,
                                                                agreement ? &*agreement : nullptr);
    std::vector<input::OpenInput> first;
    first.push_back(open_for_tracks(options_.inputs.front()));  // a run that cannot start writes nothing
    Outputs outputs(options_, request_, header, contigs(), streams_.out);
    if (!options_.igv.empty())
      outputs.add(std::make_unique<IgvOutput>(igv_session(options_, request_, first.front().reader.get()),
                                              request_.plan.tracks(), options_.bin));
    if (report_) outputs.add(report_->tracks());
    attention::RecordTracks tracks(*runner_, request_.plan,
                                   {.null = score,
                                    .viewpoint = request_.viewpoint,
                                    .with_pairs = with_pairs_,
                                    .batch_bases = options_.batch},
                                   outputs.all());
    for (std::size_t i = 0; i < options_.inputs.size(); ++i) {
      input::OpenInput input = i == 0 ? std::move(first.front()) : open_for_tracks(options_.inputs[i]);
      read(tracks, input);
    }
    if (!options_.input.needs_index()) tracks.check_viewpoint_seen();
    if (report_) report_->make(*runner_, null, agreement);
    // What a reader looks at first appears last.
    Publication together;
    write_autosql(together);
    outputs.commit(together);
    if (report_) report_->commit(together);
    together.publish();
    counts_ = tracks.counts();
  }

  void write_matrices() {
    MatrixJob job(options_, model_, request_);
    for (const std::string& path : options_.inputs) job.add(*open(path, true).source);
    job.commit();
  }

  [[nodiscard]] std::string summary(double seconds) const {
    return summary_text(counts_, passed_over_, seconds);
  }

 private:
  void write_autosql(Publication& together) {
    if (options_.autosql.empty()) return;
    seqio::DataOutput output(options_.autosql, streams_.out);
    output.write(run_autosql());
    output.commit(std::nullopt, together);
  }

  /// @param more_reach  bases beside a region that the tracks do not need.
  input::OpenInput open(const std::string& path, bool regions_are_records = false,
                        std::int64_t more_reach = 0) {
    input::InputOptions input = options_.input;
    input.regions_are_records = regions_are_records;
    // Every window that touches a region counts, and none that a scan of the whole would not have.
    const std::int64_t window = runner_->window_bases();
    const std::int64_t flank = runner_->flank_bases();
    const std::int64_t reach = std::max(2 * runner_->seen_bases(), more_reach);
    input::OpenInput opened =
        input::open_input(path, input, {window, 0, runner_->stride_bases(), reach, flank},
                          [this](std::string_view text) { streams_.log.warning(text); });
    if (request_.viewpoint && opened.genome) check_viewpoint(*request_.viewpoint, opened.genome->contigs());
    if (options_.write_index && opened.reader && opened.reader->alignment_header())
      throw UsageError(fmt::format(
          "--write-index: the reads of '{}' are written in its order, an index wants lines by place; "
          "sort the output, then bgzip and tabix",
          path));
    return opened;
  }

  /// What the page shows besides depends on more of the neighbourhood; values of the tracks do not.
  input::OpenInput open_for_tracks(const std::string& path) {
    return open(path, false, report_ ? report_->reach_bases() : 0);
  }

  /// Without a table where there is none.
  NullSource some_null() {
    return find_null(options_, model_, request_, *runner_,
                     [this](const std::string& path) { return open(path); });
  }

  NullSource null_of_input() {
    auto null = some_null();
    if (!null.table)
      throw InputError(
          model_.name(),
          fmt::format("holds no null of '{}', which the threshold needs; give --null 2000, or store it "
                      "with model-evaluate --null-stats, or write --format bedgraph",
                      request_.plan.name()));
    return null;
  }

  [[nodiscard]] std::optional<std::size_t> quantile_index() const {
    const auto& known = attention::NullTable::kQuantiles;
    for (std::size_t i = 0; i < known.size(); ++i)
      if (options_.quantile == known[i]) return i;
    return std::nullopt;
  }

  [[nodiscard]] std::vector<seqio::Contig> contigs() const {
    if (!options_.has_format("bigwig")) return {};
    return seqio::Genome(options_.inputs.front(), {options_.input.allow_remote}).contigs().contigs();
  }

  void read(attention::RecordTracks& tracks, input::OpenInput& input) {
    streams_.progress.start("reading heads", input.bases, "bases");
    if (report_ && input.reader && input.reader->alignment_header())
      throw InputError(input.reader->path(), "is an alignment; --report shows FASTA and FASTQ");
    const auto watched = report_ ? report_->watched(*input.source) : nullptr;
    tracks.run(watched ? *watched : *input.source,
               [this](std::uint64_t bases) { streams_.progress.advance(bases); });
    streams_.progress.finish();
    if (input.reader) passed_over_ += input.reader->counts().secondary + input.reader->counts().supplementary;
  }

  const Options& options_;
  cli::Streams& streams_;
  opened_model::OpenedModel model_;
  Request request_;
  bool with_pairs_;
  std::unique_ptr<attention::WindowRunner> runner_;
  std::optional<ReportJob> report_;
  attention::TrackCounts counts_;
  std::uint64_t passed_over_ = 0;
};

}  // namespace

int run(const Options& options, cli::Streams& streams) {
  const auto start = std::chrono::steady_clock::now();
  Run work(options, streams);
  if (options.has_matrices()) {
    work.write_matrices();
    return 0;
  }
  work.write_tracks();
  streams.log.info(
      work.summary(std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count()));
  return 0;
}

}  // namespace attention_tracks
