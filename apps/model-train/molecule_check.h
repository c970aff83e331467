#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "seqlens/tokenize/tokenizer.h"

namespace model_train {

/// Notices DNA among the records of a protein model: its letters are amino acids too, so nothing else does.
class MoleculeCheck {
 public:
  explicit MoleculeCheck(const seqlens::tokenize::Tokenizer& tokenizer) : tokenizer_(tokenizer) {}

  void add(const std::string& place, const std::string& letters);
  /// Adds a line if a record looked like DNA.
  void warn(std::vector<std::string>& warnings) const;

 private:
  const seqlens::tokenize::Tokenizer& tokenizer_;
  std::size_t records_ = 0;
  std::size_t misfits_ = 0;
  std::string first_;
};

}  // namespace model_train
