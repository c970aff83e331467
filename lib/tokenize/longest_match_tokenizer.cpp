#include "seqlens/tokenize/longest_match_tokenizer.h"

#include <algorithm>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "seqlens/core/errors.h"

#include "kmer_order.h"
#include "special_ids.h"
#include "token_trie.h"
#include "vocabulary.h"
#include "white_space.h"

namespace seqlens::tokenize {
namespace {

constexpr int kLongestK = 8;

bool is_dna(std::string_view token) {
  return token.find_first_not_of("ACGTNU") == std::string_view::npos;
}

bool is_letters(std::string_view token) {
  return std::all_of(token.begin(), token.end(), [](char letter) { return letter >= 'A' && letter <= 'Z'; });
}

/// Protein when any token of letters is more than A, C, G, T, N, U.
Alphabet alphabet_of(const std::vector<std::string>& tokens) {
  const bool dna = std::none_of(tokens.begin(), tokens.end(),
                                [](const std::string& token) { return is_letters(token) && !is_dna(token); });
  return dna ? Alphabet::dna : Alphabet::protein;
}

void require_letters(const std::vector<std::string>& tokens, std::string_view place) {
  if (std::none_of(tokens.begin(), tokens.end(), is_letters))
    throw InputError(place, "no token of the vocabulary is made of upper-case letters");
}

}  // namespace

struct LongestMatchTokenizer::Tables {
  Vocabulary vocabulary;
  Special special;
  std::int32_t unk;
  std::optional<std::int32_t> cls, eos, pad, mask;
  Alphabet alphabet;
  TokenTrie trie;

  Tables(std::vector<std::string> tokens, Special names, std::string_view place)
      : vocabulary(std::move(tokens), place),
        special(std::move(names)),
        unk(special_id(vocabulary, special.unk, "unk", place)),
        cls(special_id(vocabulary, special.cls, "cls", place)),
        eos(special_id(vocabulary, special.eos, "eos", place)),
        pad(special_id(vocabulary, special.pad, "pad", place)),
        mask(special_id(vocabulary, special.mask, "mask", place)),
        alphabet(alphabet_of(vocabulary.tokens())) {
    require_letters(vocabulary.tokens(), place);
    for (std::size_t id = 0; id < vocabulary.size(); ++id)
      trie.add(vocabulary.tokens()[id], static_cast<std::int32_t>(id));
  }
};

/// Looks at a place only when the longest token would fit, or the record has ended; the letters after it
/// wait.
class LongestMatchStream final : public TokenStream {
 public:
  explicit LongestMatchStream(const LongestMatchTokenizer::Tables& tables) : tables_(tables) {}

  void add(std::string_view text, Tokens& out) override {
    begin(out);
    if (waiting_.empty()) {
      waiting_ = text.substr(take(text, false, out));
      return;
    }
    waiting_ += text;
    waiting_.erase(0, take(waiting_, false, out));
  }

  void finish(Tokens& out) override {
    begin(out);
    take(waiting_, true, out);
    end_unknown(out);
    if (tables_.eos) put(*tables_.eos, position_, out);
  }

 private:
  void begin(Tokens& out) {
    if (begun_) return;
    begun_ = true;
    if (tables_.cls) put(*tables_.cls, position_, out);
  }

  /// How many letters of `text` were dealt with.
  std::size_t take(std::string_view text, bool is_end, Tokens& out) {
    std::size_t done = 0;
    while (done < text.size() && (is_end || text.size() - done >= tables_.trie.longest())) {
      const TokenTrie::Match match = tables_.trie.longest_at(text, done);
      if (match.length > 0)
        put_match(match, out);
      else
        skip(text[done], out);
      done += std::max<std::size_t>(match.length, 1);
    }
    return done;
  }

  void put_match(const TokenTrie::Match& match, Tokens& out) {
    end_unknown(out);
    const std::int64_t begin = position_;
    position_ += static_cast<std::int64_t>(match.length);
    put(match.id, begin, out);
  }

  void skip(char letter, Tokens& out) {
    if (is_white(letter))
      end_unknown(out);
    else if (!unknown_begin_)
      unknown_begin_ = position_;
    ++position_;
  }

  void end_unknown(Tokens& out) {
    if (unknown_begin_) put(tables_.unk, *unknown_begin_, out);
    unknown_begin_.reset();
  }

  void put(std::int32_t id, std::int64_t begin, Tokens& out) const {
    out.ids.push_back(id);
    out.map.push_back({begin, position_});
  }

  const LongestMatchTokenizer::Tables& tables_;
  bool begun_ = false;
  std::string waiting_;
  std::int64_t position_ = 0;
  std::optional<std::int64_t> unknown_begin_;
};

LongestMatchTokenizer LongestMatchTokenizer::esm() {
  std::vector<std::string> tokens{"<cls>", "<pad>", "<eos>", "<unk>"};
  for (const char residue : std::string_view("LAGVSERTIDPKQNFYMHWCXBUZO.-")) tokens.emplace_back(1, residue);
  tokens.insert(tokens.end(), {"<null_1>", "<mask>"});
  return {std::move(tokens), Special{}, "built-in protein tokens"};
}

LongestMatchTokenizer LongestMatchTokenizer::nucleotide_transformer(int k, int version) {
  require_k(k, kLongestK);
  if (version != 1 && version != 2)
    throw UsageError(fmt::format("Nucleotide Transformer version is {}, expected 1 or 2", version));
  std::vector<std::string> tokens{"<unk>", "<pad>", "<mask>", "<cls>"};
  if (version == 2) tokens.insert(tokens.end(), {"<eos>", "<bos>"});
  if (k > 1) append_all_kmers(k, tokens);
  for (const char letter : std::string_view("ATCGN")) tokens.emplace_back(1, letter);
  Special special;
  special.eos.reset();
  return {std::move(tokens), std::move(special), "built-in k-mers"};
}

LongestMatchTokenizer::LongestMatchTokenizer(std::vector<std::string> tokens, Special special,
                                             std::string_view place)
    : tables_(std::make_unique<Tables>(std::move(tokens), std::move(special), place)) {}
LongestMatchTokenizer::LongestMatchTokenizer(LongestMatchTokenizer&&) noexcept = default;
LongestMatchTokenizer::~LongestMatchTokenizer() = default;

Tokens LongestMatchTokenizer::encode(std::string_view text) const {
  Tokens tokens;
  LongestMatchStream whole(*tables_);
  whole.add(text, tokens);
  whole.finish(tokens);
  return tokens;
}

std::unique_ptr<TokenStream> LongestMatchTokenizer::stream() const {
  return std::make_unique<LongestMatchStream>(*tables_);
}

std::size_t LongestMatchTokenizer::vocabulary_size() const {
  return tables_->vocabulary.size();
}
std::string_view LongestMatchTokenizer::token(std::int32_t id) const {
  return tables_->vocabulary.token(id);
}
std::optional<std::int32_t> LongestMatchTokenizer::find(std::string_view token) const {
  return tables_->vocabulary.find(token);
}
Alphabet LongestMatchTokenizer::alphabet() const {
  return tables_->alphabet;
}
std::string_view LongestMatchTokenizer::kind() const {
  return tables_->alphabet == Alphabet::dna ? "nonoverlapping-kmer" : "protein";
}
std::int32_t LongestMatchTokenizer::unk_id() const {
  return tables_->unk;
}
std::optional<std::int32_t> LongestMatchTokenizer::mask_id() const {
  return tables_->mask;
}
std::optional<std::int32_t> LongestMatchTokenizer::pad_id() const {
  return tables_->pad;
}

std::string LongestMatchTokenizer::to_json() const {
  nlohmann::json description{{"kind", kind()}, {"tokens", tables_->vocabulary.tokens()}};
  const Special& special = tables_->special;
  description["unk"] = special.unk;
  if (special.cls) description["cls"] = *special.cls;
  if (special.eos) description["eos"] = *special.eos;
  if (special.pad) description["pad"] = *special.pad;
  if (special.mask) description["mask"] = *special.mask;
  return description.dump();
}

}  // namespace seqlens::tokenize
