#include "man_page.h"

#include <cctype>

#include <fmt/format.h>

#include "seqlens/core/version.h"

#include "exit_status.h"
#include "help_text.h"

namespace seqlens::cli {
namespace {

// roff reads '\' and '-' as its own, and '.' or '\'' at the start of a line as a request.
std::string escaped(std::string_view text) {
  std::string out;
  if (text.starts_with('.') || text.starts_with('\'')) out = "\\&";
  for (const char letter : text) {
    if (letter == '\\') {
      out += "\\e";
    } else if (letter == '-') {
      out += "\\-";
    } else {
      out += letter;
    }
  }
  return out;
}

std::string upper_case(std::string text) {
  for (char& letter : text) letter = static_cast<char>(std::toupper(static_cast<unsigned char>(letter)));
  return text;
}

std::string entry(std::string_view term, std::string_view text) {
  return fmt::format(".TP\n.B {}\n{}\n", escaped(term), escaped(text));
}

std::string arguments_section(const std::vector<OptionDoc>& options) {
  std::string text;
  for (const OptionDoc& option : options) {
    if (!option.positional.empty()) text += entry(option.usage(), full_description(option));
  }
  return text.empty() ? text : ".SH ARGUMENTS\n" + text;
}

std::string options_section(const std::vector<OptionDoc>& options) {
  std::string text = ".SH OPTIONS\n";
  for (const std::string& group : option_groups(options)) {
    text += fmt::format(".SS {}\n", escaped(group));
    for (const OptionDoc& option : options) {
      if (option.positional.empty() && option.group == group)
        text += entry(option.usage(), full_description(option));
    }
  }
  return text;
}

std::string examples_section(const std::vector<Example>& examples) {
  std::string text = examples.empty() ? "" : ".SH EXAMPLES\n";
  for (const Example& example : examples) {
    text += fmt::format(".PP\n{}:\n.PP\n.RS 4\n.nf\n{}\n.fi\n.RE\n", escaped(example.purpose),
                        escaped(example.command));
  }
  return text;
}

}  // namespace

std::string man_page(const ProgramText& program, const std::vector<OptionDoc>& options) {
  std::string text = fmt::format(".TH {} 1 \"\" \"seqlens {}\" \"seqlens manual\"\n",
                                 escaped(upper_case(program.name)), version());
  text += fmt::format(".SH NAME\n{} \\- {}\n", escaped(program.name), escaped(program.summary));
  text += fmt::format(".SH SYNOPSIS\n.B {}\n{}\n.SH DESCRIPTION\n", escaped(program.name),
                      escaped(program.usage));
  for (const std::string& paragraph : paragraphs(program.description))
    text += ".PP\n" + escaped(paragraph) + "\n";
  text += arguments_section(options) + options_section(options) + examples_section(program.examples);
  text += ".SH EXIT STATUS\n";
  for (const auto& [code, meaning] : kExitStatusTexts) text += entry(code, meaning);
  return text;
}

}  // namespace seqlens::cli
