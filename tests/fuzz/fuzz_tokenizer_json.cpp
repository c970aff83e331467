// The tokenizer of a stranger's model file: an Error, or one that works and survives being stored.
#include <cstddef>
#include <cstdint>

#include "seqlens/core/errors.h"
#include "seqlens/tokenize/tokenizer_json.h"

#include "tokenizer_checks.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace seqlens;
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  std::string stored;
  try {
    const auto tokenizer = tokenize::tokenizer_from_json(text, "model");
    fuzz::check_tokenizer(*tokenizer);
    stored = tokenizer->to_json();
  } catch (const Error&) {
    return 0;  // malformed or not supported, and said so
  }
  fuzz::check_tokenizer(*tokenize::tokenizer_from_json(stored));  // an Error here is a defect
  return 0;
}
