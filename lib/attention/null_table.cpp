#include "seqlens/attention/null_table.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include <fmt/format.h>

#include "seqlens/core/errors.h"

namespace seqlens::attention {
namespace {

constexpr std::size_t kFewestWindows = 30;
constexpr float kHighestZ = 1000;

using Samples = std::vector<const NullTable::Sample*>;

/// Mean, standard deviation (n - 1) and quantiles (the smallest value that so many are not above).
void summarise(std::vector<float>& values, float* numbers) {
  std::sort(values.begin(), values.end());
  const auto count = static_cast<double>(values.size());
  double sum = 0;
  for (const float value : values) sum += value;
  const double mean = sum / count;
  double squares = 0;
  for (const float value : values) squares += (value - mean) * (value - mean);
  numbers[0] = static_cast<float>(mean);
  numbers[1] = static_cast<float>(std::sqrt(squares / std::max(1.0, count - 1)));
  for (std::size_t q = 0; q < NullTable::kQuantiles.size(); ++q) {
    const auto rank = static_cast<std::size_t>(std::ceil(NullTable::kQuantiles[q] * count));
    numbers[2 + q] = values[std::clamp<std::size_t>(rank, 1, values.size()) - 1];
  }
}

std::size_t common_positions(std::span<const NullTable::Sample> samples) {
  for (const auto& sample : samples)
    if (sample.positions != samples.front().positions) return 1;
  return samples.front().positions;
}

/// The windows that stand for a bin: its own, those of the nearest bin that has enough, or all.
Samples windows_of(std::span<const NullTable::Sample> samples, std::size_t bin) {
  std::array<Samples, kGcBins> bins;
  Samples all;
  for (const auto& sample : samples) {
    bins[sample.gc_bin].push_back(&sample);
    all.push_back(&sample);
  }
  for (std::size_t distance = 0; distance < kGcBins; ++distance) {
    if (distance <= bin && bins[bin - distance].size() >= kFewestWindows) return bins[bin - distance];
    if (bin + distance < kGcBins && bins[bin + distance].size() >= kFewestWindows)
      return bins[bin + distance];
  }
  return all;
}

std::vector<float> values_of(const Samples& samples, std::size_t track, std::size_t positions,
                             std::size_t position) {
  std::vector<float> values;
  for (const auto* sample : samples) {
    const auto row = std::span(sample->values).subspan(track * sample->positions, sample->positions);
    if (positions == sample->positions) {
      values.push_back(row[position]);
    } else {
      values.insert(values.end(), row.begin(), row.end());
    }
  }
  return values;
}

std::string tensor_name(const ReductionPlan& plan) {
  return std::string(model::kNullTablePrefix) + plan.name();
}

}  // namespace

NullTable::NullTable(std::span<const Sample> samples, std::size_t tracks)
    : NullTable(tracks, samples.empty() ? 0 : common_positions(samples)) {
  if (samples.size() < kFewestWindows)
    throw Error(fmt::format("a null needs {} windows, there are {}", kFewestWindows, samples.size()));
  float* numbers = values_.data();
  for (std::size_t bin = 0; bin < kGcBins; ++bin) {
    const Samples windows = windows_of(samples, bin);
    for (std::size_t track = 0; track < tracks; ++track) {
      for (std::size_t position = 0; position < positions_; ++position, numbers += kNumbers) {
        auto values = values_of(windows, track, positions_, position);
        summarise(values, numbers);
      }
    }
  }
}

NullTable::NullTable(std::span<const std::size_t> shape, std::vector<float> values)
    : tracks_(shape.size() == 4 ? shape[1] : 0),
      positions_(shape.size() == 4 ? shape[2] : 0),
      values_(std::move(values)) {
  if (tracks_ == 0 || positions_ == 0 || shape[0] != kGcBins || shape[3] != kNumbers)
    throw Error(fmt::format("a null table is ({}, tracks, positions, {})", kGcBins, kNumbers));
}

float NullTable::z_of(float value, float mean, float sd) {
  const float z = (value - mean) / sd;
  if (sd > 0) return std::clamp(z, -kHighestZ, kHighestZ);
  if (value == mean) return 0;
  return value > mean ? kHighestZ : -kHighestZ;
}

NullTable NullTable::of_heads(const std::vector<HeadId>& heads, int heads_per_layer) const {
  NullTable result(heads.size(), positions_);
  const std::size_t row = positions_ * kNumbers;
  auto out = result.values_.begin();
  for (std::size_t bin = 0; bin < kGcBins; ++bin) {
    for (const HeadId& id : heads) {
      const auto track = static_cast<std::size_t>(id.layer * heads_per_layer + id.head);
      out =
          std::copy_n(values_.begin() + static_cast<std::ptrdiff_t>((bin * tracks_ + track) * row), row, out);
    }
  }
  return result;
}

std::optional<NullTable> stored_null(const model::StoredTables& tables, const ReductionPlan& plan) {
  const auto found = tables.find(tensor_name(plan));
  if (found == tables.end()) return std::nullopt;
  const NullTable table(found->second.shape, found->second.values);
  if (plan.one_track()) return table;
  if (table.tracks() != static_cast<std::size_t>(plan.layers * plan.heads_per_layer))
    throw Error(fmt::format("'{}' has {} tracks, the model has {} heads", found->first, table.tracks(),
                            plan.layers * plan.heads_per_layer));
  return table.of_heads(plan.heads, plan.heads_per_layer);
}

void store_null(model::ModelFile& file, const ReductionPlan& plan, const NullTable& table) {
  const auto values = table.values();
  file.tables[tensor_name(plan)] = {table.shape(), {values.begin(), values.end()}};
}

void store_null_origin(model::ModelFile& file, std::string json) {
  file.metadata["seqlens.attention_null"] = std::move(json);
}

}  // namespace seqlens::attention
