#include "model-train/molecule_check.h"

#include <fmt/format.h>

#include "seqlens/tokenize/letter_counts.h"

namespace model_train {

void MoleculeCheck::add(const std::string& place, const std::string& letters) {
  ++records_;
  if (tokenizer_.alphabet() != seqlens::tokenize::Alphabet::protein)
    return;  // other letters are errors there
  seqlens::tokenize::LetterCounts counts;
  counts.add(letters);
  if (seqlens::tokenize::alphabet_warning(counts, tokenizer_.alphabet()).empty()) return;
  if (misfits_++ == 0) first_ = place;
}

void MoleculeCheck::warn(std::vector<std::string>& warnings) const {
  if (misfits_ == 0) return;
  warnings.push_back(
      fmt::format("{} of {} records look like DNA, but the tokenizer is for protein; the first is {}",
                  misfits_, records_, first_));
}

}  // namespace model_train
