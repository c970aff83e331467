#include "seqlens/tokenize/hugging_face_json.h"

#include <map>

#include <fmt/format.h>

#include "seqlens/core/errors.h"
#include "seqlens/tokenize/bpe_tokenizer.h"

#include "json_fields.h"

namespace seqlens::tokenize {
namespace {

using nlohmann::json;
using TextIds = std::map<std::string, std::int32_t, std::less<>>;

/// A part that is absent or null is fine; any other must be of one of the types that we do as the original
/// does.
void refuse_part(const JsonFields& fields, const char* name) {
  const json* part = fields.find(name);
  if (part == nullptr) return;
  const std::string type =
      part->is_object() ? JsonFields(*part, fields.place()).text("type") : part->type_name();
  throw InputError(fields.place(), fmt::format("{} '{}' is not supported; supported is none", name, type));
}

BpeTokenizer::Words words_of(const JsonFields& fields) {
  if (fields.find("pre_tokenizer") == nullptr) return BpeTokenizer::Words::whole_text;
  const std::string type = fields.object("pre_tokenizer").text("type");
  if (type == "Whitespace") return BpeTokenizer::Words::whitespace;
  if (type == "WhitespaceSplit") return BpeTokenizer::Words::white_split;
  throw InputError(fields.place(),
                   fmt::format("pre_tokenizer '{}' is not supported; supported are none, Whitespace "
                               "and WhitespaceSplit",
                               type));
}

void require_type_bpe(const JsonFields& model) {
  const std::string type = model.optional_text("type").value_or("BPE");
  if (type != "BPE")
    throw InputError(model.place(), fmt::format("model type '{}' is not supported; supported is BPE", type));
}

/// Settings of the original that change the tokens and that no genomic tokenizer we know of uses.
void refuse_bpe_variants(const JsonFields& model) {
  for (const char* flag : {"byte_fallback", "ignore_merges"})
    if (model.flag(flag, false)) model.fail(flag, "true", "false (not supported)");
  for (const char* name : {"continuing_subword_prefix", "end_of_word_suffix"})
    if (const auto text = model.optional_text(name); text && !text->empty())
      model.fail(name, fmt::format("'{}'", *text), "null (not supported)");
  const json* dropout = model.find("dropout");
  if (dropout != nullptr && !(dropout->is_number() && dropout->get<double>() == 0.0))
    model.fail("dropout", "set", "null (not supported: the tokens would be random)");
}

TextIds vocabulary_of(const JsonFields& model) {
  TextIds ids;
  for (const auto& [text, value] : model.object("vocab").raw().items()) {
    const auto id = as_int32(value);
    if (!id || *id < 0)
      model.fail(fmt::format("vocab.{}", text), value.type_name(), "a token id of 0 or more");
    ids.emplace(text, *id);
  }
  return ids;
}

struct AddedToken {
  std::string text;
  std::int32_t id;
};

AddedToken added_token(const JsonFields& fields, BpeTokenizer::Words words) {
  if (fields.flag("single_word", false)) fields.fail("single_word", "true", "false (not supported)");
  const bool strips = fields.flag("lstrip", false) || fields.flag("rstrip", false);
  if (strips && words == BpeTokenizer::Words::whole_text)  // with the others white space goes anyway
    fields.fail("lstrip", "true", "false (not supported without a pre_tokenizer)");
  return {fields.text("content"), fields.integer("id")};
}

std::vector<AddedToken> added_tokens(const JsonFields& fields, BpeTokenizer::Words words) {
  std::vector<AddedToken> found;
  if (fields.find("added_tokens") == nullptr) return found;
  for (const json& token : fields.array("added_tokens")) {
    const std::string name = fmt::format("added_tokens[{}]", found.size());
    if (!token.is_object()) fields.fail(name, token.type_name(), "an object");
    found.push_back(added_token(JsonFields(token, fields.place(), name + "."), words));
  }
  return found;
}

/// An added token may repeat one of the vocabulary, with the same id, or continue it.
void merge_added(const std::vector<AddedToken>& added, TextIds& ids, std::string_view place) {
  for (const AddedToken& token : added) {
    const auto [known, is_new] = ids.emplace(token.text, token.id);
    if (known->second != token.id)
      throw InputError(place, fmt::format("added token '{}' has id {}, in the vocabulary it has {}",
                                          token.text, token.id, known->second));
  }
}

std::vector<std::string> tokens_by_id(const TextIds& ids, std::string_view place) {
  std::vector<std::string> tokens(ids.size());
  for (const auto& [text, id] : ids) {
    const auto place_of_id = static_cast<std::size_t>(id);
    if (place_of_id >= tokens.size())
      throw InputError(
          place, fmt::format("token '{}' has id {}, but there are {} tokens: ids must be 0 to {}", text, id,
                             tokens.size(), tokens.size() - 1));
    if (!tokens[place_of_id].empty())
      throw InputError(place,
                       fmt::format("tokens '{}' and '{}' both have id {}", tokens[place_of_id], text, id));
    tokens[place_of_id] = text;
  }
  return tokens;
}

std::int32_t id_of(const TextIds& ids, const std::string& text, std::string_view role,
                   std::string_view place) {
  const auto found = ids.find(text);
  if (found == ids.end())
    throw InputError(place, fmt::format("{} '{}' is not in the vocabulary", role, text));
  return found->second;
}

/// "A B" (older files) or ["A", "B"].
std::pair<std::string, std::string> merge_parts(const JsonFields& model, const json& merge,
                                                std::size_t number) {
  if (merge.is_array() && merge.size() == 2 && merge[0].is_string() && merge[1].is_string())
    return {merge[0].get<std::string>(), merge[1].get<std::string>()};
  const std::string text = merge.is_string() ? merge.get<std::string>() : "";
  const std::size_t space = text.find(' ');
  if (space == std::string::npos || text.find(' ', space + 1) != std::string::npos)
    model.fail(fmt::format("merges[{}]", number),
               merge.is_string() ? fmt::format("'{}'", text) : merge.type_name(), "two tokens");
  return {text.substr(0, space), text.substr(space + 1)};
}

std::vector<std::pair<std::int32_t, std::int32_t>> merges_of(const JsonFields& model, const TextIds& ids) {
  std::vector<std::pair<std::int32_t, std::int32_t>> merges;
  for (const json& merge : model.array("merges")) {
    const auto [left, right] = merge_parts(model, merge, merges.size());
    const std::string role = fmt::format("part of merges[{}]", merges.size());
    merges.emplace_back(id_of(ids, left, role, model.place()), id_of(ids, right, role, model.place()));
  }
  return merges;
}

/// The ids of TemplateProcessing's "special_tokens" entry `name`.
void append_special(const JsonFields& processor, const std::string& name, std::vector<std::int32_t>& ids) {
  const auto found = processor.object("special_tokens").object(name.c_str()).integers("ids");
  ids.insert(ids.end(), found.begin(), found.end());
}

void read_template(const JsonFields& processor, BpeTokenizer::Settings& settings) {
  bool is_after = false;
  for (const json& piece : processor.array("single")) {
    if (!piece.is_object()) processor.fail("single", piece.type_name(), "objects");
    const JsonFields fields(piece, processor.place(), "post_processor.single.");
    if (fields.find("Sequence") != nullptr) {
      if (is_after) processor.fail("single", "a template with two sequences", "one sequence");
      is_after = true;
    } else {
      append_special(processor, fields.object("SpecialToken").text("id"),
                     is_after ? settings.after : settings.before);
    }
  }
  if (!is_after) processor.fail("single", "a template without the sequence", "one sequence");
}

/// BertProcessing holds ["[CLS]", 1] and ["[SEP]", 2].
std::int32_t bert_id(const JsonFields& processor, const char* name) {
  const json& pair = processor.array(name);
  const auto id = pair.size() == 2 ? as_int32(pair[1]) : std::nullopt;
  if (!id) processor.fail(name, "something else", "a token and its id");
  return *id;
}

void read_post_processor(const JsonFields& fields, BpeTokenizer::Settings& settings) {
  if (fields.find("post_processor") == nullptr) return;
  const JsonFields processor = fields.object("post_processor");
  const std::string type = processor.text("type");
  if (type == "TemplateProcessing") return read_template(processor, settings);
  if (type != "BertProcessing")
    throw InputError(fields.place(), fmt::format("post_processor '{}' is not supported; supported are none, "
                                                 "TemplateProcessing and BertProcessing",
                                                 type));
  settings.before = {bert_id(processor, "cls")};
  settings.after = {bert_id(processor, "sep")};
}

std::optional<std::int32_t> first_of(const TextIds& ids, std::initializer_list<std::string_view> names) {
  for (const std::string_view name : names)
    if (const auto found = ids.find(name); found != ids.end()) return found->second;
  return std::nullopt;
}

}  // namespace

std::unique_ptr<const Tokenizer> tokenizer_from_hugging_face_json(std::string_view text,
                                                                  std::string_view place) {
  const json document = JsonFields::parse_object(text, place);
  const JsonFields fields(document, place);
  refuse_part(fields, "normalizer");
  const JsonFields model = fields.object("model");
  require_type_bpe(model);
  refuse_bpe_variants(model);

  BpeTokenizer::Settings settings;
  settings.words = words_of(fields);
  TextIds ids = vocabulary_of(model);
  const std::vector<AddedToken> added = added_tokens(fields, settings.words);
  merge_added(added, ids, place);
  for (const AddedToken& token : added) settings.added.push_back(token.id);
  settings.tokens = tokens_by_id(ids, place);
  settings.merges = merges_of(model, ids);
  settings.unk = id_of(ids, model.text("unk_token"), "model.unk_token", place);
  settings.fuse_unk = model.flag("fuse_unk", false);
  settings.mask = first_of(ids, {"[MASK]", "<mask>"});
  settings.pad = first_of(ids, {"[PAD]", "<pad>"});
  read_post_processor(fields, settings);
  return std::make_unique<BpeTokenizer>(std::move(settings), place);
}

}  // namespace seqlens::tokenize
