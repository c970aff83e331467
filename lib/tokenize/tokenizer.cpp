#include "seqlens/tokenize/tokenizer.h"

namespace seqlens::tokenize {
namespace {

class WholeTextStream final : public TokenStream {
 public:
  explicit WholeTextStream(const Tokenizer& tokenizer) : tokenizer_(tokenizer) {}

  void add(std::string_view text, Tokens&) override { text_ += text; }
  void finish(Tokens& out) override {
    const Tokens tokens = tokenizer_.encode(text_);
    out.ids.insert(out.ids.end(), tokens.ids.begin(), tokens.ids.end());
    out.map.insert(out.map.end(), tokens.map.begin(), tokens.map.end());
  }

 private:
  const Tokenizer& tokenizer_;
  std::string text_;
};

}  // namespace

std::unique_ptr<TokenStream> Tokenizer::stream() const {
  return std::make_unique<WholeTextStream>(*this);
}

bool reads_special_text(const Tokenizer& tokenizer) {
  return tokenizer.kind() != "base" && tokenizer.kind() != "kmer";
}

}  // namespace seqlens::tokenize
