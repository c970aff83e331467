#include "seq-embed/batch_job.h"
#include "seq-embed/record_outputs.h"
#include "seq-embed/result_writer.h"

namespace seq_embed {
namespace {

class OutputJob final : public BatchJob {
 public:
  OutputJob(const Options& options, const seqlens::opened_model::OpenedModel& model,
            seqlens::cli::Streams& streams)
      : request_(make_request(options, model)),
        outputs_(model, request_),
        writer_(make_writer(options, request_, model, streams)) {}

  bool needs_whole_record() const override { return request_.needs_whole_record(); }
  std::size_t floats_held(const TokenRecord& record) const override { return outputs_.floats_held(record); }

  void run(std::span<const TokenRecord> batch) override {
    std::vector<RecordResult> results(batch.size());
    std::vector<std::string> texts(batch.size());
    outputs_.compute(batch, [&](std::size_t i, RecordResult result) {
      texts[i] = writer_->text_of(result);
      results[i] = std::move(result);
    });
    for (std::size_t i = 0; i < batch.size(); ++i) writer_->write(results[i], texts[i]);
    writer_->flush();
  }

  void finish() override { writer_->finish(); }
  std::uint64_t renamed() const override { return writer_->renamed(); }

 private:
  Request request_;
  RecordOutputs outputs_;
  std::unique_ptr<ResultWriter> writer_;
};

}  // namespace

std::unique_ptr<BatchJob> make_output_job(const Options& options,
                                          const seqlens::opened_model::OpenedModel& model,
                                          seqlens::cli::Streams& streams) {
  return std::make_unique<OutputJob>(options, model, streams);
}

}  // namespace seq_embed
