#include "attention-tracks/matrix_job.h"

#include <utility>
#include <vector>

#include <fmt/format.h>

#include "seqlens/checkpoint/safetensors.h"
#include "seqlens/core/dna.h"
#include "seqlens/core/errors.h"
#include "seqlens/core/memory.h"
#include "seqlens/tokenize/encode_sequence.h"
#include "seqlens/tracks/npy_writer.h"

#include "attention-tracks/head_matrices.h"

namespace attention_tracks {
namespace {

using namespace seqlens;

struct Matrices {
  std::string name;
  std::vector<std::size_t> shape;
  std::vector<float> values;
};

std::string read_record(input::BaseSource& source, std::size_t most) {
  std::string bases(most + 1, ' ');
  std::size_t have = 0;
  while (have < bases.size()) {
    const std::size_t got = source.read_bases(std::span(bases).subspan(have));
    if (got == 0) break;
    have += got;
  }
  bases.resize(have);
  return bases;
}

/// A promoter model reads windows of one length: N before the record, and in the flanks.
std::string whole_window(const std::string& bases, const scan::PromoterSettings& settings) {
  const auto flank = static_cast<std::size_t>(settings.seen_flank());
  const std::size_t before = flank + static_cast<std::size_t>(settings.window_bases) - bases.size();
  return std::string(before, 'N') + bases + std::string(flank, 'N');
}

}  // namespace

struct MatrixJob::State {
  const Options& options;
  const opened_model::OpenedModel& model;
  const Request& request;
  std::size_t window_bases = 0;
  std::size_t most_tokens = 0;
  std::uint64_t bytes = 0;
  std::vector<Matrices> records;
};

MatrixJob::MatrixJob(const Options& options, const opened_model::OpenedModel& model, const Request& request)
    : state_(new State{options, model, request, 0, 0, 0, {}}) {
  if (request.plan.one_track())
    throw UsageError("--format npy and safetensors: hold heads, not '" + request.plan.name() + "'");
  if (options.strand == "-")
    throw UsageError("--format npy and safetensors: the record is read as it is given");
  const auto windows = attention::default_windows(model.config(), *model.tokenizer());
  state_->window_bases =
      static_cast<std::size_t>(model.promoter() ? model.promoter()->window_bases : windows.window_bases);
  state_->most_tokens = windows.most_tokens;
}

MatrixJob::~MatrixJob() = default;

void MatrixJob::add(input::BaseSource& source) {
  for (input::SourceRecord record; source.begin_record(record);) {
    std::string bases = read_record(source, state_->window_bases);
    const auto refuse = [&](const std::string& why) {
      throw InputError("record '" + record.name + "'", why);
    };
    if (bases.size() > state_->window_bases)
      refuse(fmt::format("has more than {} bases; whole matrices are of one window: cut it with --region",
                         state_->window_bases));
    if (state_->model.promoter()) bases = whole_window(bases, *state_->model.promoter());
    const auto& tokenizer = *state_->model.tokenizer();
    const auto tokens = tokenize::encode_sequence(tokenizer, bases);
    if (tokens.ids.size() > state_->most_tokens)
      refuse(fmt::format("has {} tokens, a window {} at most", tokens.ids.size(), state_->most_tokens));
    const auto positions = static_cast<std::size_t>(
        state_->model.config().encoder_positions(static_cast<int>(tokens.ids.size())));
    if (positions == 0) refuse(fmt::format("has {} bases, too few for this model", bases.size()));
    const std::size_t heads = state_->request.plan.heads.size();
    state_->bytes += heads * positions * positions * sizeof(float);
    if (state_->bytes > kMostBytes)
      refuse(fmt::format("with it there are more than {} of matrices; choose --heads or fewer records",
                         memory_text(kMostBytes)));
    HeadMatrices keep(state_->request.plan);
    keep.begin(positions);
    const model::TokenIds ids(tokens.ids);
    model::Wanted wanted;
    wanted.heads = &keep;
    static_cast<void>(state_->model.encoder().run({&ids, 1}, wanted));
    state_->records.push_back({record.name, {heads, positions, positions}, keep.take()});
  }
}

void MatrixJob::commit() {
  const auto& records = state_->records;
  if (state_->options.has_format("npy")) {
    if (records.size() != 1)
      throw InputError("the input",
                       fmt::format("has {} records; npy holds one, safetensors any number", records.size()));
    const auto& shape = records.front().shape;
    tracks::NpyWriter writer(state_->options.output + ".npy", tracks::NpyType::float32, {shape[1], shape[2]});
    writer.write(records.front().values);
    writer.commit();
  }
  if (!state_->options.has_format("safetensors")) return;
  std::vector<checkpoint::Tensor> tensors;
  for (const Matrices& record : records)
    tensors.push_back(checkpoint::float_tensor(record.name, record.shape, record.values));
  checkpoint::write_safetensors(state_->options.output + ".safetensors", tensors,
                                {{"model_sha256", state_->model.digest()}});
}

}  // namespace attention_tracks
