#include <cmath>
#include <utility>

#include <fmt/format.h>

#include "seqlens/core/json_text.h"
#include "seqlens/seqio/data_output.h"

#include "seq-embed/batch_job.h"
#include "seq-embed/pseudo_likelihood.h"

namespace seq_embed {
namespace {

using namespace seqlens;

/// "." stands for the mean of nothing.
std::string record_line(const std::string& name, const std::vector<ScoredToken>& tokens) {
  if (tokens.empty()) return fmt::format("{}\t0\t.\t.\n", json_escaped(name));
  double sum = 0;
  for (const ScoredToken& token : tokens) sum += token.log_probability;
  const double mean = sum / static_cast<double>(tokens.size());
  return fmt::format("{}\t{}\t{:.6f}\t{:.6g}\n", json_escaped(name), tokens.size(), mean, std::exp(-mean));
}

class LikelihoodJob final : public BatchJob {
 public:
  LikelihoodJob(const Options& options, const opened_model::OpenedModel& model, cli::Streams& streams)
      : likelihood_(model.encoder(), *model.tokenizer()),
        tokenizer_(*model.tokenizer()),
        per_position_(options.per_position),
        header_(per_position_ ? "record\tindex\tstart\tend\ttoken\tlog_probability\n"
                              : "record\ttokens\tmean_log_probability\tperplexity\n"),
        output_(options.output, streams.out) {}

  bool needs_whole_record() const override { return false; }
  std::size_t floats_held(const TokenRecord&) const override { return 0; }  // it bounds them itself

  void run(std::span<const TokenRecord> batch) override {
    const auto scores = likelihood_.score(batch);
    write_header();
    for (std::size_t i = 0; i < batch.size(); ++i) {
      if (per_position_)
        write_tokens(batch[i].name, scores[i]);
      else
        output_.write(record_line(batch[i].name, scores[i]));
    }
    output_.flush();
  }

  void finish() override {
    write_header();
    output_.commit();
  }

 private:
  void write_header() { output_.write(std::exchange(header_, {})); }

  void write_tokens(const std::string& name, const std::vector<ScoredToken>& tokens) {
    const std::string record = json_escaped(name);
    for (const ScoredToken& token : tokens)
      output_.write(fmt::format("{}\t{}\t{}\t{}\t{}\t{:.6f}\n", record, token.index, token.span.begin,
                                token.span.end, json_escaped(tokenizer_.token(token.id)),
                                token.log_probability));
  }

  PseudoLikelihood likelihood_;
  const tokenize::Tokenizer& tokenizer_;
  bool per_position_;
  std::string header_;  // until it is written
  seqio::DataOutput output_;
};

}  // namespace

std::unique_ptr<BatchJob> make_likelihood_job(const Options& options, const opened_model::OpenedModel& model,
                                              cli::Streams& streams) {
  return std::make_unique<LikelihoodJob>(options, model, streams);
}

}  // namespace seq_embed
