#include "seqlens/tokenize/base_tokenizer.h"

#include <array>

#include "seqlens/core/dna.h"

#include "vocabulary.h"

namespace seqlens::tokenize {
namespace {

const Vocabulary& vocabulary() {
  static const Vocabulary shared({"A", "C", "G", "T", "N", "[MASK]"}, "base tokenizer");
  return shared;
}

std::int32_t id_of_canonical(char base) {
  switch (base) {
    case 'A':
      return kBaseA;
    case 'C':
      return kBaseC;
    case 'G':
      return kBaseG;
    case 'T':
      return kBaseT;
    default:
      return kBaseN;
  }
}

std::array<std::int32_t, 256> make_ids() {
  std::array<std::int32_t, 256> ids{};
  for (std::size_t letter = 0; letter < ids.size(); ++letter)
    ids[letter] = id_of_canonical(canonical_base(static_cast<char>(letter)));
  return ids;
}

class BaseStream final : public TokenStream {
 public:
  void add(std::string_view text, Tokens& out) override {
    out.ids.reserve(out.ids.size() + text.size());
    out.map.reserve(out.map.size() + text.size());
    for (const char letter : text) {
      out.ids.push_back(base_id(letter));
      out.map.push_back({position_, position_ + 1});
      ++position_;
    }
  }
  void finish(Tokens&) override {}

 private:
  std::int64_t position_ = 0;
};

}  // namespace

std::int32_t base_id(char letter) {
  static const std::array<std::int32_t, 256> ids = make_ids();
  return ids[static_cast<unsigned char>(letter)];
}

Tokens BaseTokenizer::encode(std::string_view text) const {
  Tokens tokens;
  BaseStream().add(text, tokens);
  return tokens;
}

std::unique_ptr<TokenStream> BaseTokenizer::stream() const {
  return std::make_unique<BaseStream>();
}

std::size_t BaseTokenizer::vocabulary_size() const {
  return vocabulary().size();
}
std::string_view BaseTokenizer::token(std::int32_t id) const {
  return vocabulary().token(id);
}
std::optional<std::int32_t> BaseTokenizer::find(std::string_view token) const {
  return vocabulary().find(token);
}
std::string BaseTokenizer::to_json() const {
  return R"({"kind":"base"})";
}

}  // namespace seqlens::tokenize
