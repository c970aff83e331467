#include "completion.h"

#include <fmt/format.h>

#include "seqlens/core/errors.h"

namespace seqlens::cli {
namespace {

std::vector<std::string> dashed_names(const OptionDoc& option) {
  std::vector<std::string> names;
  for (const auto& name : option.short_names) names.push_back("-" + name);
  for (const auto& name : option.long_names) names.push_back("--" + name);
  return names;
}

// Inside single quotes of a shell script.
std::string quoted(std::string_view text) {
  std::string out = "'";
  for (const char letter : text) {
    if (letter == '\'') {
      out += "'\\''";
    } else {
      out += letter;
    }
  }
  return out + "'";
}

std::string function_name(std::string program) {
  for (char& letter : program) {
    if (letter == '-') letter = '_';
  }
  return "_" + program;
}

// A name with a space in it is one completion: hence mapfile. Bash gives --option=value as three words.
std::string bash_script(const std::string& program, const std::vector<OptionDoc>& options) {
  std::vector<std::string> names, with_file;
  std::string cases;
  for (const OptionDoc& option : options) {
    const auto own = dashed_names(option);
    names.insert(names.end(), own.begin(), own.end());
    if (own.empty() || option.value.empty()) continue;
    if (option.choices.empty()) {
      with_file.insert(with_file.end(), own.begin(), own.end());
    } else {
      cases += fmt::format("    {}) found=(-W {});;\n", fmt::join(own, "|"),
                           quoted(fmt::format("{}", fmt::join(option.choices, " "))));
    }
  }
  return fmt::format(
      R"({0}() {{
  local word="${{COMP_WORDS[COMP_CWORD]}}" before="${{COMP_WORDS[COMP_CWORD-1]}}" found=(-f)
  if [[ $word == = ]]; then word=
  elif [[ $before == = ]]; then before="${{COMP_WORDS[COMP_CWORD-2]}}"; fi
  case "$before" in
{1}    {2});;
    *) if [[ $word == -* ]]; then found=(-W {3}); fi;;
  esac
  mapfile -t COMPREPLY < <(compgen "${{found[@]}}" -- "$word")
}}
complete -o filenames -F {0} {4}
)",
      function_name(program), cases, fmt::join(with_file, "|"),
      quoted(fmt::format("{}", fmt::join(names, " "))), program);
}

// '[', ']' and ':' are zsh's own inside a specification.
std::string zsh_escaped(std::string_view text) {
  std::string out;
  for (const char letter : text) {
    if (letter == '[' || letter == ']' || letter == ':') out += '\\';
    out += letter;
  }
  return out;
}

std::string zsh_script(const std::string& program, const std::vector<OptionDoc>& options) {
  std::string lines;
  for (const OptionDoc& option : options) {
    std::string action;
    if (!option.value.empty()) {
      action = option.choices.empty() ? ":value:_files"
                                      : fmt::format(":value:({})", fmt::join(option.choices, " "));
    }
    for (const std::string& name : dashed_names(option)) {
      lines += fmt::format(" \\\n  {}",
                           quoted(fmt::format("{}[{}]{}", name, zsh_escaped(option.description), action)));
    }
  }
  return fmt::format("#compdef {}\n_arguments{} \\\n  '*:file:_files'\n", program, lines);
}

std::string fish_script(const std::string& program, const std::vector<OptionDoc>& options) {
  std::string text;
  for (const OptionDoc& option : options) {
    if (!option.positional.empty()) continue;
    text += "complete -c " + program;
    for (const auto& name : option.short_names) text += " -s " + name;
    for (const auto& name : option.long_names) text += " -l " + name;
    if (!option.value.empty()) text += " -r";
    if (!option.choices.empty())
      text += fmt::format(" -f -a {}", quoted(fmt::format("{}", fmt::join(option.choices, " "))));
    text += " -d " + quoted(option.description) + "\n";
  }
  return text;
}

}  // namespace

std::string completion_script(std::string_view shell, const std::string& program,
                              const std::vector<OptionDoc>& options) {
  if (shell == "bash") return bash_script(program, options);
  if (shell == "zsh") return zsh_script(program, options);
  if (shell == "fish") return fish_script(program, options);
  throw UsageError(fmt::format("--completion: '{}' is none of bash, zsh, fish", shell));
}

}  // namespace seqlens::cli
