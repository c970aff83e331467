#include "protein-contacts/family_contacts.h"

#include <numeric>
#include <vector>

#include <fmt/format.h>

#include "seqlens/core/memory.h"
#include "seqlens/protein/alignment.h"
#include "seqlens/protein/contact_probability.h"
#include "seqlens/protein/factored_attention.h"
#include "seqlens/protein/mutual_information.h"
#include "seqlens/protein/potts_model.h"
#include "seqlens/protein/residue.h"
#include "seqlens/protein/sequence_weights.h"

#include "protein-contacts/text_lines_of.h"

namespace protein_contacts {

using namespace seqlens;

namespace {

std::string residues_of(const protein::AlignmentRow& row) {
  std::string letters;
  for (const char letter : row.text) {
    const bool lower = letter >= 'a' && letter <= 'z';
    if (protein::residue_code(letter) != protein::kGap)
      letters.push_back(lower ? static_cast<char>(letter - 'a' + 'A') : letter);
  }
  return letters;
}

void require_room(const Options& options, const protein::Alignment& alignment) {
  const std::uint64_t bytes = options.family_model == "potts"
                                  ? protein::potts_bytes(alignment.columns, alignment.rows)
                                  : protein::factored_attention_bytes(alignment.columns, alignment.rows);
  require_memory(
      fmt::format("{}: the {} of {} columns", options.family, family_method(options), alignment.columns),
      bytes);
}

protein::PairScores train(const Options& options, const protein::Alignment& alignment,
                          const std::vector<float>& weights, const protein::Observations& observations,
                          cli::Streams& streams) {
  const auto advance = [&](std::uint64_t done) { streams.progress.advance(done); };
  if (options.family_model == "potts") {
    streams.progress.start("fitting", alignment.columns, "columns");
    return protein::potts_norms(observations, {}, advance);
  }
  protein::FactoredAttentionOptions attention;
  attention.seed = options.common.seed;
  streams.progress.start("training", static_cast<std::uint64_t>(attention.steps), "steps");
  return protein::factored_attention_norms(alignment, weights, attention, advance);
}

}  // namespace

std::string family_method(const Options& options) {
  return options.family_model == "potts" ? "Potts model" : "factored attention";
}

FamilyResult family_contacts(const Options& options, cli::Streams& streams) {
  const auto text = protein::read_alignment(text_lines_of(options.family));
  const std::size_t reference = protein::find_reference(text, options.reference);
  const auto alignment = protein::encode(text);
  require_room(options, alignment);
  streams.log.detail(fmt::format("{}: {}, {} rows, {} columns; reference {}", text.file,
                                 protein::to_string(text.format), alignment.rows, alignment.columns,
                                 text.rows[reference].name));

  const auto weights = protein::sequence_weights(alignment);
  std::vector<std::size_t> rows(alignment.rows);
  std::iota(rows.begin(), rows.end(), std::size_t{0});
  const protein::Observations observations(alignment, weights, rows);
  const auto norms = train(options, alignment, weights, observations, streams);
  streams.progress.finish();

  const auto& calibration =
      options.family_model == "potts" ? protein::kPottsCalibration : protein::kAttentionCalibration;
  FamilyResult result{
      {text.rows[reference].name, residues_of(text.rows[reference]),
       protein::residue_numbers(text, reference),
       protein::contact_probabilities(protein::average_product_corrected(norms), calibration)},
      std::nullopt,
      alignment.rows,
      protein::effective_sequences(weights)};
  if (options.evaluate)
    result.mutual_information = protein::average_product_corrected(protein::mutual_information(observations));
  return result;
}

}  // namespace protein_contacts
