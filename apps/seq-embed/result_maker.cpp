#include "seq-embed/result_maker.h"

#include "seq-embed/kept_positions.h"

namespace seq_embed {

using namespace seqlens;
using model::EncoderOutput;

namespace {

/// The submatrices of the kept positions.
std::vector<float> keep_rows_and_columns(std::vector<float> matrices, std::size_t size,
                                         const std::vector<KeptPosition>& kept) {
  if (kept.size() == size) return matrices;
  std::vector<float> result;
  for (std::size_t begin = 0; begin < matrices.size(); begin += size * size)
    for (const KeptPosition& query : kept)
      for (const KeptPosition& key : kept) result.push_back(matrices[begin + query.place * size + key.place]);
  return result;
}

std::vector<TokenRow> rows_of(const std::vector<KeptPosition>& positions) {
  std::vector<TokenRow> rows;
  for (const KeptPosition& position : positions) rows.push_back(position.row);
  return rows;
}

}  // namespace

RecordResult ResultMaker::classes(const TokenRecord& record, const EncoderOutput& output) const {
  auto numbers = output.classify_logits;
  if (request_.what == What::class_probabilities)
    numbers = scan::class_probabilities(request_.class_outputs, numbers);
  return {record.name, {}, {{request_.name, std::nullopt, {width()}, std::move(numbers)}}};
}

RecordResult ResultMaker::attentions(const TokenRecord& record, std::size_t size,
                                     std::vector<float> matrices) const {
  const auto positions = kept_positions(record.pieces.front(), config_, request_.drop_special, 0);
  const std::size_t kept = positions.size();
  const auto heads = static_cast<std::size_t>(config_.heads);
  return {record.name,
          rows_of(positions),
          {{request_.name,
            std::nullopt,
            {request_.layers.size(), heads, kept, kept},
            keep_rows_and_columns(std::move(matrices), size, positions)}}};
}

/// A token between the first and the last stands where it begins in the record: letters that have no token of
/// their own may share one.
RecordResult ResultMaker::contacts(const TokenRecord& record, std::size_t size,
                                   std::vector<float> probabilities) const {
  std::vector<TokenRow> rows;
  for (std::size_t i = 1; i + 1 < size; ++i)
    rows.push_back({static_cast<std::int64_t>(i), record.pieces.front().map[i]});
  return {record.name,
          std::move(rows),
          {{request_.name, std::nullopt, {size - 2, size - 2}, std::move(probabilities)}}};
}

}  // namespace seq_embed
