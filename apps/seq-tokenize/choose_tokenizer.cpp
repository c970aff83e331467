#include "seq-tokenize/choose_tokenizer.h"

#include <filesystem>

#include <fmt/format.h>

#include "seqlens/core/errors.h"
#include "seqlens/opened_model/stored_texts.h"
#include "seqlens/tokenize/base_tokenizer.h"
#include "seqlens/tokenize/kmer_tokenizer.h"
#include "seqlens/tokenize/load_tokenizer.h"
#include "seqlens/tokenize/longest_match_tokenizer.h"

namespace seq_tokenize {
namespace {

using namespace seqlens;
using tokenize::KmerTokenizer;
using tokenize::LongestMatchTokenizer;
using TokenizerPointer = std::unique_ptr<const tokenize::Tokenizer>;

/// Nothing for a name that is no built-in one.
TokenizerPointer built_in(const std::string& name, int k) {
  if (name == "base") return std::make_unique<tokenize::BaseTokenizer>();
  if (name == "kmer") return std::make_unique<KmerTokenizer>(KmerTokenizer::with_all_kmers(k));
  if (name == "nt")
    return std::make_unique<LongestMatchTokenizer>(LongestMatchTokenizer::nucleotide_transformer(k, 2));
  if (name == "nt-v1")
    return std::make_unique<LongestMatchTokenizer>(LongestMatchTokenizer::nucleotide_transformer(k, 1));
  if (name == "protein") return std::make_unique<LongestMatchTokenizer>(LongestMatchTokenizer::esm());
  return nullptr;
}

TokenizerPointer named(const std::string& name, int k) {
  if (auto tokenizer = built_in(name, k)) return tokenizer;
  const std::filesystem::path path(name);
  if (!std::filesystem::exists(path))
    throw InputError(
        name, "no such file or folder, and no tokenizer of this name: base, kmer, nt, nt-v1 or protein");
  return path.extension() == ".safetensors" ? opened_model::tokenizer_of_file(path)
                                            : tokenize::load_tokenizer(path);
}

std::string_view alphabet_name(tokenize::Alphabet alphabet) {
  return alphabet == tokenize::Alphabet::dna ? "dna" : "protein";
}

}  // namespace

TokenizerPointer choose_tokenizer(const Options& options) {
  const std::string usual = options.alphabet == "protein" ? "protein" : "base";
  auto tokenizer = named(options.tokenizer.empty() ? usual : options.tokenizer, options.k.value_or(6));
  const std::string_view alphabet = alphabet_name(tokenizer->alphabet());
  if (options.alphabet != "auto" && options.alphabet != alphabet)
    throw UsageError(fmt::format("--alphabet {}: the tokenizer '{}' is for {}", options.alphabet,
                                 options.tokenizer, alphabet));
  return tokenizer;
}

}  // namespace seq_tokenize
