#include "seq-embed/run.h"

#include <algorithm>
#include <chrono>
#include <utility>

#include <fmt/format.h>

#include "seqlens/core/errors.h"
#include "seqlens/opened_model/opened_model.h"
#include "seqlens/opened_model/precision_choice.h"
#include "seqlens/seqio/record_reader.h"
#include "seqlens/tokenize/letter_counts.h"

#include "seq-embed/batch_collector.h"
#include "seq-embed/batch_job.h"
#include "seq-embed/kept_positions.h"
#include "seq-embed/piece_cutter.h"
#include "seq-embed/summary.h"
#include "seq-embed/token_record.h"

namespace seq_embed {
namespace {

using namespace seqlens;

seqio::ReaderOptions reader_options(const Options& options, const tokenize::Tokenizer& tokenizer) {
  seqio::ReaderOptions reader;
  reader.reference = options.reference;
  reader.allow_remote = options.allow_remote;
  reader.any_printable = tokenize::reads_special_text(tokenizer);
  return reader;
}

/// One run: records become tokens and pieces, and go to the job a batch at a time.
class Run {
 public:
  Run(const Options& options, cli::Streams& streams)
      : options_(options),
        streams_(streams),
        model_(opened_model::open_to_run(
            options.model, {},
            opened_model::choose_precision(options.precision,
                                           [&](std::string_view text) { streams.log.warning(text); }))),
        cutter_(model_.config(), *model_.tokenizer(), options.max_tokens),
        job_(options.pseudo_likelihood ? make_likelihood_job(options, model_, streams)
                                       : make_output_job(options, model_, streams)),
        batches_(*job_, options.batch_tokens, streams.progress) {
    streams.log.detail(fmt::format("model {}, sha256 {}", model_.name(), model_.digest()));
  }

  void read(const std::string& path) {
    seqio::RecordReader reader(path, reader_options(options_, *model_.tokenizer()));
    seqio::Record record;
    while (reader.read(record)) take(record, reader);
    summary_.passed_over += reader.counts().secondary + reader.counts().supplementary;
  }

  Summary finish() {
    batches_.finish();
    const std::string warning = tokenize::misfit_warning(letters_, *model_.tokenizer());
    if (!warning.empty()) streams_.log.warning(warning);
    summary_.renamed = job_->renamed();
    return summary_;
  }

 private:
  void take(seqio::Record& record, const seqio::RecordReader& reader) {
    prepare(record.bases);
    auto pieces = cutter_.pieces(model_.tokenizer()->encode(record.bases));
    const Fit fit = cutter_.fit(pieces);
    if (fit == Fit::too_short) return skip_short(reader);
    if (fit == Fit::too_long) {
      if (options_.long_rule != "split") return refuse_long(reader, long_text(pieces));
      pieces = cutter_.split(pieces);
    }
    if (pieces.size() > 1 && job_->needs_whole_record())
      return refuse_long(
          reader, fmt::format("is read in {} pieces, and --what {} needs one", pieces.size(), options_.what));
    add({record.name, std::move(pieces)});
  }

  void prepare(std::string& letters) {
    tokenize::SpecialText special;
    if (options_.letter_case == "upper") tokenize::make_upper_case(letters, special);
    letters_.special = {};
    letters_.add(letters);
  }

  void skip_short(const seqio::RecordReader& reader) {
    if (summary_.too_short++ == 0)
      streams_.log.warning(fmt::format("{}: too short for this model ({} and more); such records are skipped",
                                       reader.place(), shortest_text()));
  }

  [[nodiscard]] std::string shortest_text() const {
    if (cutter_.shortest() > 1) return fmt::format("{} tokens", cutter_.shortest());
    return "one token of text";
  }

  [[nodiscard]] std::string long_text(const std::vector<tokenize::Tokens>& pieces) const {
    std::size_t most = 0;
    for (const auto& piece : pieces) most = std::max(most, piece.ids.size());
    return fmt::format("has {} tokens, {} are taken at most", most, *cutter_.longest());
  }

  void refuse_long(const seqio::RecordReader& reader, const std::string& why) {
    if (options_.long_rule == "error")
      throw InputError(reader.place(), why + (job_->needs_whole_record()
                                                  ? "; --long skip passes over such records"
                                                  : "; --long split or --long skip lets the others through"));
    if (summary_.too_long++ == 0)
      streams_.log.warning(fmt::format("{} {}; such records are skipped", reader.place(), why));
  }

  void add(TokenRecord record) {
    ++summary_.records;
    summary_.tokens += record.tokens();
    for (const tokenize::Tokens& piece : record.pieces)
      summary_.in_no_position += static_cast<std::uint64_t>(bases_in_no_position(piece, model_.config()));
    if (record.pieces.size() > 1) {
      ++summary_.split;
      summary_.pieces += record.pieces.size();
    }
    batches_.add(std::move(record));
  }

  const Options& options_;
  cli::Streams& streams_;
  opened_model::OpenedModel model_;
  PieceCutter cutter_;
  std::unique_ptr<BatchJob> job_;
  BatchCollector batches_;
  tokenize::LetterCounts letters_;
  Summary summary_;
};

}  // namespace

int run(const Options& options, cli::Streams& streams) {
  const auto start = std::chrono::steady_clock::now();
  Run work(options, streams);
  streams.progress.start("embedding", 0, "tokens");
  for (const std::string& path : options.inputs) work.read(path);
  Summary summary = work.finish();
  streams.progress.finish();
  summary.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
  streams.log.info(summary_text(summary));
  return 0;
}

}  // namespace seq_embed
