#include "promoter-scan/run.h"

#include <chrono>
#include <optional>
#include <utility>

#include <fmt/format.h>

#include "seqlens/core/errors.h"
#include "seqlens/core/publication.h"
#include "seqlens/core/version.h"
#include "seqlens/input/open_input.h"
#include "seqlens/opened_model/opened_model.h"
#include "seqlens/opened_model/precision_choice.h"
#include "seqlens/scan/scan_model.h"
#include "seqlens/scan/scan_stride.h"

#include "promoter-scan/alignment_source.h"
#include "promoter-scan/call_sink.h"
#include "promoter-scan/counting_source.h"
#include "promoter-scan/read_sink.h"
#include "promoter-scan/record_sink.h"
#include "promoter-scan/summary.h"
#include "promoter-scan/threshold.h"

namespace promoter_scan {
namespace {

using namespace seqlens;

bool scores_records(const Options& options) {
  return options.per_record || options.annotates_reads();
}

opened_model::OpenedModel open_model(const Options& options, cli::Streams& streams) {
  const auto precision = opened_model::choose_precision(
      options.precision, [&](std::string_view text) { streams.log.warning(text); });
  return opened_model::OpenedModel(options.model,
                                   {.window_bases = options.window,
                                    .promoter_class = options.promoter_class,
                                    .whole_records = scores_records(options)},
                                   precision);
}

/// Reads of a BAM come from either strand; the records of a table are taken as given.
std::string strand_of(const Options& options) {
  if (!options.strand.empty()) return options.strand;
  return options.per_record ? "+" : "both";
}

scan::ScanOptions scan_options(const Options& options, const scan::ScanModel& model) {
  scan::ScanOptions result;
  const std::string strand = strand_of(options);
  result.windows.stride_bases =
      scan::scan_stride(options.stride, model.settings(), model.scorer().alignment_bases());
  result.windows.forward = strand != "-";
  result.windows.reverse = strand != "+";
  result.windows.every_window = options.exhaustive || scores_records(options);
  result.windows.skip_n = options.n_policy == "skip";
  result.windows.alone = scores_records(options);
  result.calls.per_strand = options.per_strand;
  if (!scores_records(options)) result.calls.min_logit = call_threshold(options, model.settings());
  result.batch_bases = options.batch;
  result.shortest_padded = scores_records(options) ? model.shortest_record() : 0;
  return result;
}

/// How the logit of a checkpoint comes about, which its file does not say.
std::string classifier_text(const scan::ScanModel& model) {
  const scan::WindowClassifier* classifier = model.classifier();
  if (!classifier) return {};
  return fmt::format("{}; window {} bases, {}; tss is index {} of it", classifier->promoter_class.text,
                     model.settings().window_bases, classifier->window_text, model.settings().tss_index);
}

HeaderFacts header_facts(const Options& options, const opened_model::OpenedModel& model,
                         const scan::ScanOptions& scanning) {
  HeaderFacts facts;
  facts.version = version();
  facts.model_digest = model.digest();
  facts.precision = name(model.precision());
  facts.label = model.scan().settings().label;
  facts.classifier = classifier_text(model.scan());
  facts.min_logit = scanning.calls.min_logit;
  facts.calibrated = model.scan().settings().scan_probability.is_calibrated();
  facts.positions = model.scan().positions() != nullptr;
  facts.stride = scanning.windows.stride_bases;
  facts.n_policy = options.n_policy;
  facts.strand = strand_of(options);
  facts.per_strand = options.per_strand;
  facts.exhaustive = options.exhaustive;
  return facts;
}

void check_format(const seqio::RecordReader& reader, const Options& options) {
  const bool is_alignment = reader.alignment_header() != nullptr;
  if (options.annotates_reads() && !is_alignment) {
    throw InputError(reader.path(), fmt::format("is {}; -o '{}' needs SAM, BAM or CRAM",
                                                to_string(reader.format()), options.output));
  }
  if (!options.window_scores.empty() && is_alignment)
    throw InputError(reader.path(), "is an alignment; --window-scores needs FASTA or FASTQ");
}

/// Passes everything on and moves the progress line.
class ProgressSink final : public scan::ScanSink {
 public:
  ProgressSink(scan::ScanSink& sink, cli::Progress& progress) : sink_(sink), progress_(progress) {}
  void on_windows(const input::SourceRecord& record, std::span<const scan::WindowScore> windows) override {
    sink_.on_windows(record, windows);
  }
  void on_calls(const input::SourceRecord& record, std::span<const scan::Call> calls) override {
    sink_.on_calls(record, calls);
  }
  void on_record_end(const input::SourceRecord& record, std::int64_t bases) override {
    sink_.on_record_end(record, bases);
  }
  void on_batch_end(const scan::ScanCounts& so_far) override {
    sink_.on_batch_end(so_far);
    progress_.advance(so_far.bases - bases_);
    bases_ = so_far.bases;
  }

 private:
  scan::ScanSink& sink_;
  cli::Progress& progress_;
  std::uint64_t bases_ = 0;
};

/// One run: the model, what is asked of it, and what came of it so far.
class Run {
 public:
  Run(const Options& options, cli::Streams& streams)
      : options_(options),
        streams_(streams),
        model_(open_model(options, streams)),
        scanning_(scan_options(options, model_.scan())) {
    summary_.window_bases = settings().window_bases;
    summary_.positions = model_.scan().positions() != nullptr;
    streams.log.detail(fmt::format("model {}, sha256 {}", model_.name(), model_.digest()));
    summary_.per_record = scores_records(options);
    summary_.shortest_record = shortest_record();
    summary_.shortest_scored = model_.scan().shortest_record();
    tell_about_classifier();
  }

  void write_calls() {
    const auto format = make_call_format(options_.format, settings().label);
    const HeaderFacts facts = header_facts(options_, model_, scanning_);
    std::optional<WindowTracks> tracks = window_tracks(facts);
    seqio::DataOutput output(options_.output, streams_.out);
    CallSink sink(*format, settings(), output, tracks ? &*tracks : nullptr);
    scan_inputs(sink, format->header(facts), output);
    summary_.unplaced = sink.unplaced();
    summary_.beyond_contig = sink.beyond_contig();
    Publication together;  // the calls last
    if (tracks) tracks->commit(together);
    write_autosql(together);
    output.commit(index_preset(), together);
    together.publish();
  }

  void write_records() {
    const std::string warning = low_prior_warning(options_, record_curve());
    if (!warning.empty()) streams_.log.warning(warning);
    seqio::DataOutput output(options_.output, streams_.out);
    RecordSink sink(options_.format.empty() ? "tsv" : options_.format, settings(), record_curve(),
                    record_finder(), model_.scan().shapes(), options_.prior,
                    record_threshold(options_, record_curve()), other_label(), output);
    scan_inputs(sink, sink.header(header_facts(options_, model_, scanning_)), output);
    summary_.scored_records = summary_.scan.records - sink.without_score();
    Publication together;
    write_autosql(together);
    output.commit(std::nullopt, together);
    together.publish();
  }

  void write_reads() {
    input::OpenInput input = open(options_.inputs.front());
    AlignmentSource source(*input.reader);
    const seqio::ProgramLine program{"promoter-scan", std::string(version()), options_.common.command_line};
    seqio::BamWriter writer(options_.output, input.reader->alignment_header(), program,
                            {options_.input.reference, {"pl", "pp", "ps", "pt"}});
    ReadSink sink(writer, model_.scan().shapes().scored, record_curve(), record_finder(), options_.prior);
    scan_source(source, input.bases, sink);
    summary_.passed_over = source.hidden_records();
    summary_.scan.records -= source.hidden_records();
    summary_.scan.short_records -= source.hidden_records();
    summary_.scored_records = summary_.scan.records + source.hidden_records() - sink.without_score();
    writer.commit();
  }

  /// Protein is N to a model of DNA, so that a scan finds nothing and says no more.
  void warn_about_letters() {
    if (reads_proteins()) return;
    const std::string warning = tokenize::alphabet_warning(letters_, tokenize::Alphabet::dna);
    if (!warning.empty()) streams_.log.warning(warning);
  }

  [[nodiscard]] const Summary& summary() const { return summary_; }

 private:
  [[nodiscard]] const scan::PromoterSettings& settings() const { return model_.scan().settings(); }
  [[nodiscard]] const scan::CalibrationCurve& record_curve() const {
    return settings().record_curve(strand_of(options_) == "both");
  }
  [[nodiscard]] scan::RecordScoreFinder record_finder() const {
    return scan::RecordScoreFinder(scan::record_strand(strand_of(options_)), model_.scan().record_rule());
  }
  [[nodiscard]] std::int64_t shortest_record() const {
    if (scores_records(options_)) return scanning_.shortest_padded;
    return model_.scan().positions() ? 1 : settings().window_bases;
  }

  [[nodiscard]] std::optional<WindowTracks> window_tracks(const HeaderFacts& facts) const {
    if (options_.window_scores.empty()) return std::nullopt;
    const scan::ScanShapes shapes = model_.scan().shapes();
    const std::int64_t stride = scanning_.windows.stride_bases;
    if (options_.window_format == "bigwig") {
      const seqio::Genome genome(options_.inputs.front(), {options_.input.allow_remote});
      return WindowTracks(options_.window_scores, shapes, stride, genome.contigs().contigs());
    }
    return WindowTracks(options_.window_scores, shapes, stride,
                        is_first_shard() && !options_.no_header ? comment_lines(facts) : "", streams_.out);
  }

  /// The model's own name for what is not of the class, where it has one.
  [[nodiscard]] std::string other_label() const {
    const scan::WindowClassifier* classifier = model_.scan().classifier();
    if (!classifier || classifier->promoter_class.others.size() != 1) return "none";
    return model_.config().classify->labels[classifier->promoter_class.others.front()];
  }
  [[nodiscard]] bool is_first_shard() const {
    return options_.input.shard.value_or(input::Shard{}).index == 1;
  }

  void write_autosql(Publication& together) {
    if (options_.autosql.empty()) return;
    seqio::DataOutput output(options_.autosql, streams_.out);
    output.write(call_autosql());
    output.commit(std::nullopt, together);
  }

  [[nodiscard]] std::optional<seqio::TabixPreset> index_preset() const {
    if (!options_.write_index) return std::nullopt;
    return options_.format == "gff3" ? seqio::TabixPreset::gff : seqio::TabixPreset::bed;
  }

  input::OpenInput open(const std::string& path) {
    auto input = input::open_input(
        path, options_.input,
        model_.scan().region_reach(scanning_.windows.stride_bases, scanning_.calls.radius_bases),
        [this](std::string_view text) { streams_.log.warning(text); });
    if (input.reader) check_format(*input.reader, options_);
    summary_.regions += input.regions;
    return input;
  }

  [[nodiscard]] bool reads_proteins() const {
    const scan::WindowClassifier* classifier = model_.scan().classifier();
    return classifier && classifier->tokenizer->alphabet() == tokenize::Alphabet::protein;
  }

  /// A checkpoint does not say itself how its windows are to be read.
  void tell_about_classifier() {
    const scan::WindowClassifier* classifier = model_.scan().classifier();
    if (!classifier) return;
    streams_.log.info("logit: " + classifier_text(model_.scan()));
    if (reads_proteins())
      streams_.log.warning("this model reads proteins: A, C, G, T and N are residues to it");
  }

  /// The header waits for the first input to open: a run that cannot start writes nothing.
  void scan_inputs(scan::ScanSink& sink, std::string header, seqio::DataOutput& output) {
    if (!is_first_shard() || options_.no_header) header.clear();
    for (const std::string& path : options_.inputs) {
      input::OpenInput input = open(path);
      output.write(std::exchange(header, {}));
      scan_source(*input.source, input.bases, sink);
      if (input.reader)
        summary_.passed_over += input.reader->counts().secondary + input.reader->counts().supplementary;
    }
  }

  void scan_source(input::BaseSource& source, std::uint64_t bases, scan::ScanSink& sink) {
    streams_.progress.start("scanning", bases, "bases");
    ProgressSink watched(sink, streams_.progress);
    CountingSource counted(source, letters_);
    add(summary_.scan, model_.scan().scan(counted, scanning_, watched));
    summary_.untaken = model_.scan().untaken();
    streams_.progress.finish();
  }

  const Options& options_;
  cli::Streams& streams_;
  opened_model::OpenedModel model_;
  scan::ScanOptions scanning_;
  tokenize::LetterCounts letters_;
  Summary summary_;
};

}  // namespace

int run(const Options& options, cli::Streams& streams) {
  const auto start = std::chrono::steady_clock::now();
  Run work(options, streams);
  if (options.annotates_reads()) {
    work.write_reads();
  } else if (options.per_record) {
    work.write_records();
  } else {
    work.write_calls();
  }
  work.warn_about_letters();
  Summary summary = work.summary();
  const std::string way_out = nothing_scored_warning(summary);
  if (!way_out.empty()) streams.log.warning(way_out);
  summary.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
  streams.log.info(summary_text(summary));
  return 0;
}

}  // namespace promoter_scan
