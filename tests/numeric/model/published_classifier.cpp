#include "published_classifier.h"

#include "published_variant.h"

namespace seqlens::test {
namespace {

bool is_other_head(const std::string& name) {
  return name.starts_with("lm_head.") || name.starts_with("cls.") ||
         name.find("contact_head") != std::string::npos;
}

}  // namespace

void write_classifier(const std::filesystem::path& fixture, std::size_t logits, const std::string& id2label,
                      const TempDir& folder) {
  PublishedVariant variant(fixture);
  variant.drop(is_other_head);
  const bool is_esm = variant.tensors().begin()->first.starts_with("esm.");
  const std::string table = is_esm ? "esm" : "bert";
  const std::size_t width = variant.tensors().at(table + ".embeddings.word_embeddings.weight").shape[1];
  const std::string dense = is_esm ? "classifier.dense" : "bert.pooler.dense";
  const std::string out = is_esm ? "classifier.out_proj" : "classifier";
  variant.add(dense + ".weight", {width, width}, 1);
  variant.add(dense + ".bias", {width}, 2);
  variant.add(out + ".weight", {logits, width}, 3);
  variant.add(out + ".bias", {logits}, 4);
  if (!id2label.empty()) variant.configure("id2label", id2label);
  variant.write(folder);
  for (const char* name : {"vocab.txt", "tokenizer.json", "tokenizer_config.json", "special_tokens_map.json"})
    if (std::filesystem::exists(fixture / name)) folder.write(name, read_file(fixture / name));
}

}  // namespace seqlens::test
