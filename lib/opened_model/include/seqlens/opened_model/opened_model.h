#pragma once

#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "seqlens/default_model/find_model.h"
#include "seqlens/model/encoder.h"
#include "seqlens/model/stored_model.h"
#include "seqlens/report/table.h"
#include "seqlens/scan/class_outputs.h"
#include "seqlens/scan/promoter_settings.h"
#include "seqlens/scan/scan_model.h"
#include "seqlens/scan/trained_on.h"
#include "seqlens/scan/window_classifier.h"
#include "seqlens/tokenize/tokenizer.h"

namespace seqlens::opened_model {

enum class ModelKind {
  promoter,    ///< one of ours that scans: scan::is_promoter_model
  classifier,  ///< any other with a classification head
  encoder,     ///< names nothing: masked LM, embeddings, contacts
};

/// The model that a program was given: what it is, and its parts, each made when it is first asked for and
/// shared by all that ask (the weights are packed once). Immutable; parts are asked for before work is spread
/// over threads.
class OpenedModel {
 public:
  /// @param wanted   --model; empty: SEQLENS_MODEL, else the first model inside the program.
  /// @param choices  what the user says of a classifier's windows and classes; heeded by scan() alone.
  /// @param precision  of the encoder's products (precision_choice.h).
  /// Reads headers. @throws UsageError when there is no such model; InputError when it is broken.
  explicit OpenedModel(const std::string& wanted, scan::ClassifierChoices choices = {},
                       kernels::Precision precision = kernels::Precision::f32);
  /// The same of a place that was found already.
  explicit OpenedModel(default_model::ModelLocation location, scan::ClassifierChoices choices = {},
                       kernels::Precision precision = kernels::Precision::f32);
  ~OpenedModel();
  OpenedModel(OpenedModel&&) noexcept;
  OpenedModel& operator=(OpenedModel&&) noexcept;

  [[nodiscard]] const default_model::ModelLocation& location() const;
  [[nodiscard]] const std::string& name() const { return location().name; }  ///< for messages
  /// SHA-256 of the file. Reads it to its end: ask when the model is known to be one and to fit into memory.
  [[nodiscard]] const std::string& digest() const;

  /// Weights as they lie in the file, tables, what is ignored.
  [[nodiscard]] const model::StoredModel& stored() const;
  [[nodiscard]] const model::EncoderConfig& config() const { return stored().config(); }
  [[nodiscard]] ModelKind kind() const;
  /// Of the encoder's products.
  [[nodiscard]] kernels::Precision precision() const;
  /// The published family ("ESM-2"), also of a model that was trained or converted from one; empty: never
  /// published. @throws InputError when the stored provenance is none.
  [[nodiscard]] std::string family() const;
  /// Where the weights come from, as the file says; empty for published folders.
  /// @throws InputError when the stored provenance is none.
  [[nodiscard]] std::vector<std::pair<std::string, report::Cell>> provenance() const;

  /// What the file says of scans, of a promoter model or a classifier; null: nothing.
  /// @throws InputError for settings that are broken.
  [[nodiscard]] const scan::PromoterSettings* settings() const;
  /// What the numbers of the classification head are. @throws InputError for a word that is none.
  [[nodiscard]] scan::ClassOutputs class_outputs() const;
  /// What a classifier was trained on; null: it does not say. @throws InputError for a text that is none.
  [[nodiscard]] const scan::TrainedOn* trained_on() const;
  /// The settings of a promoter model, which fit it; null for every other kind.
  /// @throws InputError when they do not fit.
  [[nodiscard]] const scan::PromoterSettings* promoter() const;
  /// The same, where nothing else will do. @throws InputError saying why the model is none.
  [[nodiscard]] const scan::PromoterSettings& required_promoter() const;

  /// @throws InputError when there is none, it is broken, or it has more or fewer tokens than the model.
  [[nodiscard]] std::shared_ptr<const tokenize::Tokenizer> tokenizer() const;
  /// @throws InputError for weights that are no numbers, or do not fit into memory.
  [[nodiscard]] const model::Encoder& encoder() const;
  /// What scores windows of bases, with the encoder of encoder().
  /// @throws InputError for a model that scores none; UsageError for choices that do not fit it.
  [[nodiscard]] const scan::ScanModel& scan() const;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

/// Opens a model and makes its tokenizer and encoder: what is wrong with them is said before a run reads or
/// writes.
/// @throws as the constructor, tokenizer() and encoder() do.
[[nodiscard]] OpenedModel open_to_run(const std::string& wanted, scan::ClassifierChoices choices = {},
                                      kernels::Precision precision = kernels::Precision::f32);

}  // namespace seqlens::opened_model
