#pragma once

#include <string>
#include <vector>

#include "seqlens/tokenize/tokenizer.h"

namespace seq_tokenize {

/// The texts of all tokens as they are written (json_escaped), made once: most of the time goes into writing.
class TokenTexts {
 public:
  explicit TokenTexts(const seqlens::tokenize::Tokenizer& tokenizer);
  [[nodiscard]] const std::string& of(std::int32_t id) const { return texts_[static_cast<std::size_t>(id)]; }

 private:
  std::vector<std::string> texts_;
};

}  // namespace seq_tokenize
