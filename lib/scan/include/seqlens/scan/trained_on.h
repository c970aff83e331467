#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "seqlens/model/model_view.h"

namespace seqlens::scan {

/// The lengths of some records.
struct RecordLengths {
  std::uint64_t records = 0;
  std::int64_t shortest = 0;
  std::int64_t longest = 0;
  std::int64_t usual = 0;      ///< the most frequent one; of equally frequent ones the shortest
  std::uint64_t of_usual = 0;  ///< records of that length
  bool operator==(const RecordLengths&) const = default;

  /// The usual length, when 95 of 100 records or more have it.
  [[nodiscard]] std::optional<std::int64_t> agreed() const;
  /// "70 bases", or "20 to 300 bases, 45 of 100 records 70".
  [[nodiscard]] std::string text() const;
};

[[nodiscard]] RecordLengths lengths_of(std::span<const std::int64_t> lengths);

/// What a classifier was trained on, and so what it may be asked: metadata `seqlens.trained_on` of a model
/// file. Written by model-train, obeyed by every program that scans. Its label names are those of its
/// classification head.
struct TrainedOn {
  static constexpr std::string_view metadata_key = "seqlens.trained_on";

  RecordLengths lengths = {};       ///< of the training records
  std::string strand = "as given";  ///< which strand of a record was read
  std::string score_label = {};     ///< the label that a score speaks for; empty: not said
  std::string note = {};            ///< organism, data: what the trainer wanted to be known

  bool operator==(const TrainedOn&) const = default;
};

/// {"records": 900, "shortest": 70, "longest": 70, "usual": 70, "of_usual": 900, "strand": "as given",
///  "score_label": "promoter", "note": ""}
[[nodiscard]] std::string to_json(const TrainedOn& trained);
/// @throws Error naming the key that is missing, of the wrong type or out of range.
[[nodiscard]] TrainedOn trained_on_from_json(std::string_view text);

/// What a model file holds; nothing: it does not say. @param place  what error texts call the model.
/// @throws InputError for a text that is none.
[[nodiscard]] std::optional<TrainedOn> stored_trained_on(const model::ModelView& model,
                                                         const std::string& place);

}  // namespace seqlens::scan
