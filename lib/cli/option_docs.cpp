#include "option_docs.h"

#include <algorithm>

#include <CLI/CLI.hpp>
#include <fmt/format.h>

namespace seqlens::cli {
namespace {

// "TEXT:{bed,tsv}" -> "{bed,tsv}": the choices say more than the type.
std::string value_text(const CLI::Option& option) {
  if (option.get_items_expected_max() == 0) return {};
  std::string type = option.get_type_name();
  const auto brace = type.find('{');
  if (brace != std::string::npos) type.erase(0, brace);
  return type;
}

std::vector<std::string> listed_choices(const std::string& value) {
  if (!value.starts_with('{') || !value.ends_with('}')) return {};
  return CLI::detail::split(value.substr(1, value.size() - 2), ',');
}

std::string default_text(const CLI::Option& option) {
  if (option.get_items_expected_max() == 0 || option.get_required()) return {};
  const std::string text = option.get_default_str();
  return text == "[]" || text == "{}" ? "" : text;
}

OptionDoc describe(const CLI::Option& option) {
  OptionDoc doc;
  doc.short_names = option.get_snames();
  doc.long_names = option.get_lnames();
  if (option.get_positional()) doc.positional = option.get_name(true);
  doc.value = value_text(option);
  doc.choices = listed_choices(doc.value);
  doc.description = option.get_description();
  doc.default_value = default_text(option);
  doc.environment = option.get_envname();
  doc.group = option.get_group();
  return doc;
}

}  // namespace

std::string OptionDoc::usage() const {
  if (!positional.empty()) return positional;
  std::vector<std::string> names;
  for (const auto& name : short_names) names.push_back("-" + name);
  for (const auto& name : long_names) names.push_back("--" + name);
  std::string text = fmt::format("{}", fmt::join(names, ", "));
  return value.empty() ? text : text + " " + value;
}

std::vector<OptionDoc> describe_options(const CLI::App& app) {
  std::vector<OptionDoc> docs;
  for (const CLI::Option* option : app.get_options()) {
    if (!option->get_group().empty()) docs.push_back(describe(*option));
  }
  return docs;
}

std::string full_description(const OptionDoc& option) {
  std::string extra;
  if (!option.default_value.empty()) extra = "default " + option.default_value;
  if (!option.environment.empty())
    extra += (extra.empty() ? "variable " : "; variable ") + option.environment;
  return extra.empty() ? option.description : option.description + " (" + extra + ")";
}

std::vector<std::string> option_groups(const std::vector<OptionDoc>& options) {
  std::vector<std::string> groups;
  for (const OptionDoc& option : options) {
    if (!option.positional.empty()) continue;
    if (std::find(groups.begin(), groups.end(), option.group) == groups.end()) groups.push_back(option.group);
  }
  return groups;
}

}  // namespace seqlens::cli
