#include "man_page.h"

#include <array>
#include <cctype>
#include <utility>

#include <fmt/format.h>

#include "seqlens/core/version.h"

#include "exit_status.h"
#include "help_text.h"

namespace seqlens::cli {
namespace {

constexpr std::array<std::pair<std::string_view, std::string_view>, 6> kEnvironment{{
    {"SEQLENS_THREADS", "number of threads, where --threads is not given"},
    {"SEQLENS_MODEL", "name, file or folder of the model, where --model is not given"},
    {"SEQLENS_ISA", "scalar, avx2 or avx512: instructions to use; the bytes of the output are the same"},
    {"SLURM_CPUS_PER_TASK", "most threads, where neither --threads nor SEQLENS_THREADS is given"},
    {"REF_PATH", "where htslib looks for the references of CRAM files; nowhere, unless it is set"},
    {"TMPDIR", "folder for what waits on the disk while a pipe is written"},
}};

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
  std::string text = fmt::format(".TH {} 1 \"{}\" \"seqlens {}\" \"seqlens manual\"\n",
                                 escaped(upper_case(program.name)), release_date(), version());
  text += fmt::format(".SH NAME\n{} \\- {}\n", escaped(program.name), escaped(program.summary));
  text += fmt::format(".SH SYNOPSIS\n.B {}\n{}\n.SH DESCRIPTION\n", escaped(program.name),
                      escaped(program.usage));
  for (const std::string& paragraph : paragraphs(program.description))
    text += ".PP\n" + escaped(paragraph) + "\n";
  text += arguments_section(options) + options_section(options) + examples_section(program.examples);
  text += ".SH EXIT STATUS\n";
  for (const auto& [code, meaning] : kExitStatusTexts) text += entry(code, meaning);
  text += ".SH ENVIRONMENT\n";
  for (const auto& [name, meaning] : kEnvironment) text += entry(name, meaning);
  return text + ".SH SEE ALSO\n.BR seqlens (7),\n.BR samtools (1),\n.BR tabix (1)\n";
}

}  // namespace seqlens::cli
