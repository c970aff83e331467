#include "published_fixture.h"

#include <algorithm>
#include <cmath>
#include <stdexcept>

#include "seqlens/model/reference_comparison.h"

namespace seqlens::test {

using namespace seqlens::model;

namespace {

std::vector<float> floats_of(const Rows& rows) {
  std::vector<float> values;
  for (const auto& row : rows)
    for (const double value : row) values.push_back(static_cast<float>(value));
  return values;
}

OutputDifference compare_rows(const ReferenceCase& reference, const std::string& what, std::size_t b,
                              const Rows& rows) {
  if (!reference.has(what)) return {};
  const std::vector<float> values = floats_of(rows);
  return reference.compare(what, b, {values.data(), rows.size(), rows[0].size()});
}

double checked(const OutputDifference& total) {
  if (total.values == 0) throw std::logic_error("nothing was compared");
  return total.largest;
}

}  // namespace

PublishedFixture::PublishedFixture(const std::filesystem::path& folder)
    : file_(folder / "ref_outputs.safetensors"),
      cases_(reference_cases(file_.view(), (folder / "ref_outputs.safetensors").string())),
      model_(StoredModel(folder).load()) {}

const ReferenceCase& PublishedFixture::at(const std::string& name) const {
  const auto found = std::ranges::find(cases_, name, &ReferenceCase::name);
  if (found == cases_.end()) throw std::logic_error("no case " + name);
  return *found;
}

double difference_of(const ModelFile& model, const ReferenceCase& reference) {
  const Encoder encoder(model.config, model.parameters);
  OutputDifference total;
  for (const auto& [what, difference] : compare_with_reference(encoder, model.parameters, reference))
    total.add(difference);
  return checked(total);
}

double difference_of(const ModelFile& model, const ReferenceCase& reference, Mistake mistake) {
  OutputDifference total;
  for (std::size_t b = 0; b < reference.sequences().size(); ++b) {
    const ReferenceOutput out =
        reference_encoder(model.config, model.parameters, reference.sequences()[b], mistake);
    total.add(compare_rows(reference, "logits", b, out.masked_lm_logits));
    total.add(compare_rows(reference, "last_hidden_state", b, out.last_hidden_state));
    for (std::size_t l = 0; l < out.hidden_states.size(); ++l)
      total.add(compare_rows(reference, "hidden_states." + std::to_string(l), b, out.hidden_states[l]));
  }
  return checked(total);
}

double difference_of(const ModelFile& model, const ReferenceCase& reference, ContactMistake mistake) {
  OutputDifference total;
  for (std::size_t b = 0; b < reference.sequences().size(); ++b) {
    const TokenIds tokens = reference.sequences()[b];
    const Rows contacts = reference_contacts(reference_encoder(model.config, model.parameters, tokens),
                                             model.parameters, mistake);
    const std::vector<float> values = floats_of(contacts);
    // Of a map that is one token too large, the part that the original has.
    const std::size_t residues = tokens.size() - 2;
    total.add(reference.compare_contacts(
        b, kernels::ConstMatrix(values.data(), residues, residues, contacts.size())));
  }
  return checked(total);
}

ModelFile with_config(const ModelFile& model, const EncoderConfig& config) {
  ModelFile changed{.config = config, .parameters = Parameters(config), .metadata = model.metadata};
  for (const TensorSpec& spec : changed.parameters.layout().tensors()) {
    const TensorSpec* old = model.parameters.layout().find(spec.name);
    if (!old || old->rows != spec.rows || old->cols != spec.cols) continue;
    std::copy_n(model.parameters.values().begin() + static_cast<std::ptrdiff_t>(old->offset),
                spec.rows * spec.cols,
                changed.parameters.values().begin() + static_cast<std::ptrdiff_t>(spec.offset));
  }
  return changed;
}

}  // namespace seqlens::test
