#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "seqlens/checkpoint/safetensors.h"
#include "seqlens/model/reference_case.h"
#include "seqlens/model/stored_model.h"

#include "reference_contacts.h"
#include "reference_encoder.h"

namespace seqlens::test {

/// The bound of every comparison with the outputs of an original.
constexpr double kReferenceTolerance = 2e-4;

/// A published model with random weights, and the outputs of its original code.
class PublishedFixture {
 public:
  explicit PublishedFixture(const std::filesystem::path& folder);

  [[nodiscard]] const std::vector<model::ReferenceCase>& cases() const { return cases_; }
  [[nodiscard]] const model::ReferenceCase& at(const std::string& name) const;
  [[nodiscard]] const model::ModelFile& model() const { return model_; }
  [[nodiscard]] const checkpoint::SafetensorsView& outputs() const { return file_.view(); }

 private:
  checkpoint::SafetensorsFile file_;
  std::vector<model::ReferenceCase> cases_;
  model::ModelFile model_;
};

/// Largest difference of our encoder's outputs over everything that the case holds.
double difference_of(const model::ModelFile& model, const model::ReferenceCase& reference);

/// The same of the double-precision encoder with a mistake: logits, hidden states, and with `contacts` those.
double difference_of(const model::ModelFile& model, const model::ReferenceCase& reference, Mistake mistake);
double difference_of(const model::ModelFile& model, const model::ReferenceCase& reference,
                     ContactMistake mistake);

/// The model under another configuration: tensors that both have keep their values, new ones are zero.
model::ModelFile with_config(const model::ModelFile& model, const model::EncoderConfig& config);

}  // namespace seqlens::test
