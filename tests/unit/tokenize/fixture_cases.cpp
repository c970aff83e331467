#include "fixture_cases.h"

#include <nlohmann/json.hpp>

#include "support/temp_dir.h"

namespace seqlens::test {
namespace {

using nlohmann::json;

std::string expanded(const std::string& text) {
  if (!text.starts_with("'A' * ")) return text;
  return std::string(std::stoul(text.substr(6)), 'A');
}

template <class T>
void read_optional(const json& entry, const char* name, T& value) {
  if (entry.contains(name) && !entry[name].is_null()) entry[name].get_to(value);
}

}  // namespace

std::vector<BatchCase> read_batch_cases(const std::filesystem::path& cases_json) {
  std::vector<BatchCase> batches;
  const json document = json::parse(read_file(cases_json));
  for (const json& entry : document.at("batches")) {
    BatchCase batch{entry.at("name"), entry.at("sequences"), {}};
    read_optional(entry, "masked_positions", batch.masked_positions);
    batches.push_back(std::move(batch));
  }
  return batches;
}

std::vector<TokenizerCase> read_tokenizer_cases(const std::filesystem::path& cases_json) {
  std::vector<TokenizerCase> cases;
  const json document = json::parse(read_file(cases_json));
  for (const json& entry : document.at("tokenizer")) {
    TokenizerCase one;
    one.text = expanded(entry.at("text"));
    read_optional(entry, "ids", one.ids);
    read_optional(entry, "tokens", one.tokens);
    read_optional(entry, "n_ids", one.id_count);
    read_optional(entry, "positions_of_cls", one.cls_at);
    read_optional(entry, "positions_of_sep", one.sep_at);
    cases.push_back(std::move(one));
  }
  return cases;
}

}  // namespace seqlens::test
