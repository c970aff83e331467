#include "protein-contacts/model_contacts.h"

#include <cmath>

#include <fmt/format.h>

#include "seqlens/core/errors.h"

namespace protein_contacts {

using namespace seqlens;

namespace {

opened_model::OpenedModel open_with_head(const std::string& wanted) {
  opened_model::OpenedModel opened(wanted);
  if (!opened.config().contact_head)
    throw UsageError(
        fmt::format("--model {}: has no contact head (ESM-2 has one); --family learns contacts "
                    "from an alignment",
                    opened.name()));
  return opened;
}

}  // namespace

ContactModel::ContactModel(const std::string& wanted)
    : model_(open_with_head(wanted)), head_(model::contact_head(model_.config(), model_.stored())) {
  static_cast<void>(model_.tokenizer());
  static_cast<void>(model_.encoder());
}

ContactMap ContactModel::contacts(const seqio::Record& record, const std::string& place) const {
  constexpr std::size_t kSpecial = 2;  // <cls> and <eos>
  const auto tokens = tokenizer().encode(record.bases);
  const std::size_t size = record.bases.size();
  if (size < 2) throw InputError(place, fmt::format("has {} residues; two at least may touch", size));
  if (tokens.ids.size() != size + kSpecial)
    throw InputError(place, fmt::format("is read as {} tokens for {} letters; every letter must be a residue",
                                        tokens.ids.size() - kSpecial, size));
  const std::vector<model::TokenIds> sequences = {tokens.ids};
  model::ContactSink sink(model_.config(), head_, sequences, tokens.ids.back());
  model::Wanted asked;
  asked.heads = &sink;
  static_cast<void>(model_.encoder().run(sequences, asked));

  ContactMap map{record.name, record.bases, {}, protein::PairScores(size)};
  const auto probabilities = sink.probabilities(0);
  for (std::size_t i = 0; i < size; ++i) {
    map.residues.push_back(i + 1);
    for (std::size_t j = 0; j < i; ++j) {
      const double value = double{probabilities[i * size + j]};
      if (!std::isfinite(value)) throw InputError(place, "the model gives NaN or infinity for it");
      map.probabilities.set(i, j, value);
    }
  }
  return map;
}

}  // namespace protein_contacts
