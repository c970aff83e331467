#include "seq-embed/run.h"

#include <chrono>
#include <utility>

#include <fmt/format.h>

#include "seqlens/core/errors.h"
#include "seqlens/seqio/record_reader.h"
#include "seqlens/tokenize/letter_counts.h"

#include "seq-embed/batch_job.h"
#include "seq-embed/loaded_model.h"
#include "seq-embed/piece_cutter.h"
#include "seq-embed/summary.h"
#include "seq-embed/token_record.h"

namespace seq_embed {
namespace {

using namespace seqlens;

constexpr std::size_t kMostFloats = std::size_t{1} << 26;  // 256 MB of outputs in a batch, or one record

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
        model_(load_model(options.model)),
        cutter_(model_.config(), *model_.tokenizer, options.max_tokens),
        job_(options.pseudo_likelihood ? make_likelihood_job(options, model_, streams)
                                       : make_output_job(options, model_, streams)) {
    streams.log.detail(fmt::format("model {}, sha256 {}", model_.name, model_.digest));
  }

  void read(const std::string& path) {
    seqio::RecordReader reader(path, reader_options(options_, *model_.tokenizer));
    seqio::Record record;
    while (reader.read(record)) take(record, reader);
    summary_.passed_over += reader.counts().secondary + reader.counts().supplementary;
  }

  Summary finish() {
    run_batch();
    job_->finish();
    const std::string warning = tokenize::misfit_warning(letters_, *model_.tokenizer);
    if (!warning.empty()) streams_.log.warning(warning);
    summary_.renamed = job_->renamed();
    return summary_;
  }

 private:
  void take(seqio::Record& record, const seqio::RecordReader& reader) {
    if (options_.letter_case == "upper") {
      tokenize::SpecialText special;
      tokenize::make_upper_case(record.bases, special);
    }
    letters_.special = {};
    letters_.add(record.bases);
    auto pieces = cutter_.pieces(model_.tokenizer->encode(record.bases));
    switch (cutter_.fit(pieces)) {
      case Fit::too_short:
        return skip_short(reader);
      case Fit::too_long:
        if (options_.long_rule == "split") return add({record.name, cutter_.split(pieces)});
        return refuse_long(reader, long_text(pieces));
      case Fit::fits:
        if (pieces.size() > 1 && job_->needs_whole_record())
          return refuse_long(reader, fmt::format("is read in {} pieces, and --what {} needs one",
                                                 pieces.size(), options_.what));
        return add({record.name, std::move(pieces)});
    }
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
    const std::size_t tokens = record.tokens();
    ++summary_.records;
    summary_.tokens += tokens;
    if (record.pieces.size() > 1) {
      ++summary_.split;
      summary_.pieces += record.pieces.size();
    }
    batch_tokens_ += tokens;
    batch_floats_ += job_->floats_held(record);
    batch_.push_back(std::move(record));
    if (batch_tokens_ >= static_cast<std::size_t>(options_.batch_tokens) || batch_floats_ >= kMostFloats)
      run_batch();
  }

  void run_batch() {
    if (batch_.empty()) return;
    job_->run(batch_);
    batch_.clear();
    streams_.progress.advance(std::exchange(batch_tokens_, 0));
    batch_floats_ = 0;
  }

  const Options& options_;
  cli::Streams& streams_;
  LoadedModel model_;
  PieceCutter cutter_;
  std::unique_ptr<BatchJob> job_;
  std::vector<TokenRecord> batch_;
  std::size_t batch_tokens_ = 0;
  std::size_t batch_floats_ = 0;
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
