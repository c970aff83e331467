#include <catch2/catch.hpp>

#include "seqlens/core/errors.h"
#include "seqlens/tokenize/load_tokenizer.h"
#include "seqlens/tokenize/vocabulary_text.h"

#include "support/temp_dir.h"

using namespace seqlens;
using namespace seqlens::tokenize;

namespace {

constexpr const char* kProtein = "<cls>\n<pad>\n<eos>\n<unk>\nM\nK\n<mask>\n";
constexpr const char* kTransformer = "<unk>\n<cls>\n<eos>\nAC\nGT\nA\nC\nG\nT\nN";
constexpr const char* kKmers = "[UNK]\r\n[CLS]\r\n[SEP]\r\nAC\r\nCG\r\n";

using Ids = std::vector<std::int32_t>;

}  // namespace

TEST_CASE("a vocab.txt alone says which tokenizer it is for") {
  const auto protein = tokenizer_from_vocabulary(kProtein, "vocab.txt");
  CHECK(protein->kind() == "protein");
  CHECK(protein->encode("MK").ids == Ids{0, 4, 5, 2});
  const auto transformer = tokenizer_from_vocabulary(kTransformer, "vocab.txt");
  CHECK(transformer->kind() == "nonoverlapping-kmer");
  CHECK(transformer->encode("ACA").ids == Ids{1, 3, 5});  // DNA: no <eos>, though it is in the vocabulary
  const auto kmers = tokenizer_from_vocabulary(kKmers, "vocab.txt");
  CHECK(kmers->kind() == "kmer");
  CHECK(kmers->encode("ACG").ids == Ids{1, 3, 4, 2});
}

TEST_CASE("malformed vocab.txt files are refused by line") {
  struct Case {
    std::string text;
    std::string error;
  };
  const std::vector<Case> cases{
      {"", "v.txt: the file is empty, expected one token a line"},
      {"<cls>\n\nA\n", "v.txt:2: the line is empty, expected a token"},
      {"<cls>\nA\nA\n", "v.txt:3: token 'A' is already in line 2"},
      {"A\nC\n",
       "v.txt: has neither [CLS] and [SEP] (DNABERT) nor <cls> (ESM, Nucleotide Transformer); other "
       "vocabularies are "
       "not supported"},
      {"<cls>\nA\n", "v.txt: the unk token '<unk>' is not in the vocabulary"},
      {"[CLS]\n[SEP]\nAC\n", "v.txt: the unk token '[UNK]' is not in the vocabulary"},
      {"[CLS]\n[SEP]\n[UNK]\nthe\n", "v.txt: token 'the' is no k-mer of A, C, G, T with k 1 to 8"},
  };
  for (const Case& one : cases) {
    INFO(one.text);
    CHECK_THROWS_WITH(tokenizer_from_vocabulary(one.text, "v.txt"), one.error);
  }
}

TEST_CASE("special tokens come from the folder's files") {
  const test::TempDir folder;
  folder.write("vocab.txt", kTransformer);
  folder.write("tokenizer_config.json",
               R"({"tokenizer_class":"EsmTokenizer","eos_token":{"content":"<eos>"}})");
  CHECK(load_tokenizer(folder.path())->encode("AC").ids == Ids{1, 3, 2});
  folder.write("tokenizer_config.json", R"({"tokenizer_class":"EsmTokenizer","eos_token":null})");
  CHECK(load_tokenizer(folder.path())->encode("AC").ids == Ids{1, 3});
  folder.write("special_tokens_map.json", R"({"eos_token":"<eos>"})");
  CHECK(load_tokenizer(folder.path())->encode("AC").ids == Ids{1, 3, 2});
  folder.write("tokenizer_config.json",
               R"({"tokenizer_class":"EsmTokenizer","eos_token":null,"added_tokens_decoder":{}})");
  CHECK(load_tokenizer(folder.path())->encode("AC").ids == Ids{1, 3});
}

TEST_CASE("folders that cannot be used are refused") {
  const test::TempDir folder;
  const std::string at = folder.path().string();
  CHECK_THROWS_WITH(load_tokenizer(folder.path()),
                    at + ": holds neither vocab.txt nor a tokenizer.json that can be used");
  folder.write("vocab.txt", kProtein);
  folder.write("tokenizer_config.json", R"({"tokenizer_class":"T5Tokenizer"})");
  CHECK_THROWS_WITH(
      load_tokenizer(folder.path()),
      at + "/tokenizer_config.json: tokenizer_class 'T5Tokenizer' is not supported; supported are "
           "EsmTokenizer, DNATokenizer, BertTokenizer over k-mers, and PreTrainedTokenizerFast of type BPE");
  folder.write("tokenizer_config.json", R"({"tokenizer_class":"DNATokenizer"})");
  CHECK_THROWS_WITH(
      load_tokenizer(folder.path()),
      at + ": tokenizer_config.json says DNATokenizer, but vocab.txt is that of a protein tokenizer");
  folder.write("tokenizer_config.json", R"({"tokenizer_class":"EsmTokenizer","eos_token":"</s>"})");
  CHECK_THROWS_WITH(load_tokenizer(folder.path()),
                    at + "/vocab.txt: the eos token '</s>' is not in the vocabulary");
  folder.write("tokenizer_config.json", R"({"tokenizer_class":"EsmTokenizer","unk_token":null})");
  CHECK_THROWS_WITH(load_tokenizer(folder.path()),
                    at + "/vocab.txt: unk_token is null, but this tokenizer needs one");
  folder.write("tokenizer_config.json", "{");
  CHECK_THROWS_WITH(load_tokenizer(folder.path()), at + "/tokenizer_config.json: no valid JSON at byte 2");
  CHECK_THROWS_WITH(load_tokenizer(folder.path() / "none.txt"),
                    "cannot open '" + at + "/none.txt': No such file or directory");
}
