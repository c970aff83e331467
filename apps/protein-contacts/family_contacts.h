#pragma once

#include <optional>
#include <string>

#include "seqlens/cli/streams.h"

#include "protein-contacts/contact_map.h"
#include "protein-contacts/options.h"

namespace protein_contacts {

struct FamilyResult {
  ContactMap map;
  std::optional<seqlens::protein::PairScores> mutual_information;  ///< corrected; with --evaluate alone
  std::size_t sequences = 0;
  double effective_sequences = 0;
};

/// Reads the alignment, trains the model and makes probabilities of its couplings.
/// @throws InputError as the alignment's reader does; Error when the model does not fit into memory
[[nodiscard]] FamilyResult family_contacts(const Options& options, seqlens::cli::Streams& streams);

/// "factored attention" or "Potts model"
[[nodiscard]] std::string family_method(const Options& options);

}  // namespace protein_contacts
