#include "seqlens/tokenize/kmer_tokenizer.h"

#include <algorithm>
#include <array>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "seqlens/core/errors.h"

#include "kmer_order.h"
#include "special_ids.h"
#include "vocabulary.h"

namespace seqlens::tokenize {
namespace {

constexpr int kNoLetter = 4;

/// 0..3 for upper-case A, C, G, T; kNoLetter for the rest.
constexpr std::array<std::uint8_t, 256> make_codes() {
  std::array<std::uint8_t, 256> codes{};
  codes.fill(kNoLetter);
  codes['A'] = 0;
  codes['C'] = 1;
  codes['G'] = 2;
  codes['T'] = 3;
  return codes;
}

constexpr auto kCodes = make_codes();

std::size_t code_of(char letter) {
  return kCodes[static_cast<unsigned char>(letter)];
}

/// The code of a k-mer as a number in base 4; nothing when a letter is no base.
std::optional<std::size_t> code_of(std::string_view kmer) {
  std::size_t code = 0;
  for (const char letter : kmer) {
    if (code_of(letter) == kNoLetter) return std::nullopt;
    code = code << 2 | code_of(letter);
  }
  return code;
}

}  // namespace

struct KmerTokenizer::Tables {
  Vocabulary vocabulary;
  Special special;
  std::int32_t unk, cls, sep;
  std::optional<std::int32_t> pad, mask;
  std::size_t k = 0;
  std::vector<std::int32_t> id_of_code;  // 4^k entries, unk where the vocabulary lacks the k-mer

  Tables(std::vector<std::string> tokens, Special names, std::string_view place)
      : vocabulary(std::move(tokens), place),
        special(std::move(names)),
        unk(special_id(vocabulary, special.unk, "unk", place)),
        cls(special_id(vocabulary, special.cls, "cls", place)),
        sep(special_id(vocabulary, special.sep, "sep", place)),
        pad(special_id(vocabulary, special.pad, "pad", place)),
        mask(special_id(vocabulary, special.mask, "mask", place)) {
    for (std::size_t id = 0; id < vocabulary.size(); ++id) add(static_cast<std::int32_t>(id), place);
    if (k == 0) throw InputError(place, "the vocabulary holds no k-mer");
  }

 private:
  [[nodiscard]] bool is_special(std::int32_t id) const {
    return id == unk || id == cls || id == sep || id == pad || id == mask;
  }

  void add(std::int32_t id, std::string_view place) {
    if (is_special(id)) return;
    const std::string_view text = vocabulary.token(id);
    if (k == 0) start_table(text, place);
    const auto code = code_of(text);
    if (text.size() != k || !code)
      throw InputError(place, fmt::format("token '{}' is no {}-mer of A, C, G, T", text, k));
    id_of_code[*code] = id;
  }

  void start_table(std::string_view first_kmer, std::string_view place) {
    if (first_kmer.size() > static_cast<std::size_t>(kLongestK) || !code_of(first_kmer))
      throw InputError(
          place, fmt::format("token '{}' is no k-mer of A, C, G, T with k 1 to {}", first_kmer, kLongestK));
    k = first_kmer.size();
    id_of_code.assign(std::size_t{1} << (2 * k), unk);
  }
};

/// Keeps the code of the last k letters and how many of them are bases.
class KmerStream final : public TokenStream {
 public:
  explicit KmerStream(const KmerTokenizer::Tables& tables) : tables_(tables) {}

  void add(std::string_view text, Tokens& out) override {
    begin(out);
    for (const char letter : text) next(letter, out);
  }

  void finish(Tokens& out) override {
    begin(out);
    if (in_piece_ == KmerTokenizer::kPieceKmers) start_piece(position_, position_, out);
    special(tables_.sep, position_, out);
  }

 private:
  void begin(Tokens& out) {
    if (begun_) return;
    begun_ = true;
    special(tables_.cls, 0, out);
  }

  void next(char letter, Tokens& out) {
    const std::size_t code = code_of(letter);
    bases_ = code == kNoLetter ? 0 : std::min(bases_ + 1, tables_.k);
    code_ = (code_ << 2 | (code & 3)) & (tables_.id_of_code.size() - 1);
    ++position_;
    const std::int64_t first = position_ - static_cast<std::int64_t>(tables_.k);
    if (first < 0) return;
    if (in_piece_ == KmerTokenizer::kPieceKmers) start_piece(position_ - 1, first, out);
    ++in_piece_;
    out.ids.push_back(bases_ == tables_.k ? tables_.id_of_code[code_] : tables_.unk);
    out.map.push_back({first, position_});
  }

  /// The old piece ends and the new one begins at these places of the text.
  void start_piece(std::int64_t end, std::int64_t begin, Tokens& out) {
    special(tables_.sep, end, out);
    special(tables_.cls, begin, out);
    in_piece_ = 0;
  }

  static void special(std::int32_t id, std::int64_t place, Tokens& out) {
    out.ids.push_back(id);
    out.map.push_back({place, place});
  }

  const KmerTokenizer::Tables& tables_;
  bool begun_ = false;
  std::size_t code_ = 0;
  std::size_t bases_ = 0;
  std::int64_t position_ = 0;
  std::int64_t in_piece_ = 0;
};

KmerTokenizer KmerTokenizer::with_all_kmers(int k) {
  require_k(k, kLongestK);
  std::vector<std::string> tokens{"[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"};
  append_all_kmers(k, tokens);
  return {std::move(tokens), Special{}, "built-in k-mers"};
}

KmerTokenizer::KmerTokenizer(std::vector<std::string> tokens, Special special, std::string_view place)
    : tables_(std::make_unique<Tables>(std::move(tokens), std::move(special), place)) {}
KmerTokenizer::KmerTokenizer(KmerTokenizer&&) noexcept = default;
KmerTokenizer::~KmerTokenizer() = default;

int KmerTokenizer::k() const {
  return static_cast<int>(tables_->k);
}

Tokens KmerTokenizer::encode(std::string_view text) const {
  Tokens tokens;
  tokens.ids.reserve(text.size() + 2);
  tokens.map.reserve(text.size() + 2);
  KmerStream whole(*tables_);
  whole.add(text, tokens);
  whole.finish(tokens);
  return tokens;
}

std::unique_ptr<TokenStream> KmerTokenizer::stream() const {
  return std::make_unique<KmerStream>(*tables_);
}
std::size_t KmerTokenizer::vocabulary_size() const {
  return tables_->vocabulary.size();
}
std::string_view KmerTokenizer::token(std::int32_t id) const {
  return tables_->vocabulary.token(id);
}
std::optional<std::int32_t> KmerTokenizer::find(std::string_view token) const {
  return tables_->vocabulary.find(token);
}
std::int32_t KmerTokenizer::unk_id() const {
  return tables_->unk;
}
std::optional<std::int32_t> KmerTokenizer::mask_id() const {
  return tables_->mask;
}
std::optional<std::int32_t> KmerTokenizer::pad_id() const {
  return tables_->pad;
}

std::string KmerTokenizer::to_json() const {
  nlohmann::json description{{"kind", "kmer"}, {"tokens", tables_->vocabulary.tokens()}};
  const Special& special = tables_->special;
  description["unk"] = special.unk;
  description["cls"] = special.cls;
  description["sep"] = special.sep;
  if (special.pad) description["pad"] = *special.pad;
  if (special.mask) description["mask"] = *special.mask;
  return description.dump();
}

}  // namespace seqlens::tokenize
