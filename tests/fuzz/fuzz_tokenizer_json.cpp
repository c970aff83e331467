// The tokenizer of a stranger's model file.
#include "tokenizer_checks.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  return seqlens::fuzz::check_tokenizer_of(data, size, [](std::string_view text) {
    return seqlens::tokenize::tokenizer_from_json(text, "model");
  });
}
