#include "parse_command_line.h"

#include <algorithm>

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include "seqlens/cli/spelling.h"
#include "seqlens/core/errors.h"
#include "seqlens/core/version.h"

#include "common_options.h"
#include "completion.h"
#include "help_text.h"
#include "man_page.h"
#include "option_docs.h"

namespace seqlens::cli {
namespace {

std::string version_text(const std::string& program) {
  return fmt::format("{} (seqlens) {}\n", program, version());
}

std::string citation_text() {
  return fmt::format(
      "The seqlens authors (2026). seqlens {0}: Transformer encoders for genomics on the CPU. Software.\n"
      "Please give the version and the digest of the model (see the header of the output).\n\n"
      "@software{{seqlens,\n"
      "  author  = {{{{The seqlens authors}}}},\n"
      "  title   = {{seqlens: Transformer encoders for genomics on the {{CPU}}}},\n"
      "  year    = {{2026}},\n"
      "  version = {{{0}}}\n"
      "}}\n",
      version());
}

// The arguments that may be options: up to "--".
std::vector<std::string> before_marker(const std::vector<std::string>& arguments) {
  return {arguments.begin(), std::find(arguments.begin(), arguments.end(), "--")};
}

// Answered before parsing, so that they need no INPUT.
std::optional<std::string> printed_instead(const std::vector<std::string>& arguments,
                                           const ProgramText& program, const CLI::App& app) {
  for (auto argument = arguments.begin(); argument != arguments.end(); ++argument) {
    if (*argument == "-h" || *argument == "--help") return help_text(program, describe_options(app));
    if (*argument == "--help-man") return man_page(program, describe_options(app));
    if (*argument == "-V" || *argument == "--version") return version_text(program.name);
    if (*argument == "--citation") return citation_text();
    if (argument->starts_with("--completion")) {
      const bool inside = argument->starts_with("--completion=");
      const std::string shell = inside                                   ? argument->substr(13)
                                : std::next(argument) != arguments.end() ? argument[1]
                                                                         : "";
      return completion_script(shell, program.name, describe_options(app));
    }
  }
  return std::nullopt;
}

std::vector<std::string> visible_long_names(const CLI::App& app) {
  std::vector<std::string> names;
  for (const OptionDoc& option : describe_options(app)) {
    for (const auto& name : option.long_names) names.push_back("--" + name);
  }
  return names;
}

// CLI11 reports an unknown option last and without a hint.
void reject_unknown_long_options(const std::vector<std::string>& arguments, const CLI::App& app) {
  for (const std::string& argument : arguments) {
    if (!argument.starts_with("--")) continue;
    const std::string name = argument.substr(0, argument.find('='));
    if (app.get_option_no_throw(name) != nullptr) continue;
    throw UsageError(fmt::format("unknown option '{}'{}", name, did_you_mean(name, visible_long_names(app))));
  }
}

std::string extras_text(const CLI::App& app) {
  const std::string first = app.remaining().front();
  const bool option = first.size() > 1 && first.front() == '-';
  return fmt::format("{} '{}'", option ? "unknown option" : "unexpected argument", first);
}

// CLI11 has words of its own: "--seed: 1 required N missing", "--seed: At Most 1 required but received 2".
std::string mismatch_text(const CLI::App& app, const std::string& text) {
  const std::string name = text.substr(0, text.find(':'));
  const CLI::Option* option = app.get_option_no_throw(name);
  if (option == nullptr) return text;
  if (text.ends_with(" missing"))
    return fmt::format("{} needs a value; see '{} --help'", name, app.get_name());
  return fmt::format("{} is given more than once ('{}'); give it once", name,
                     fmt::join(option->results(), "', '"));
}

// "-o ''" would mean what leaving the option out means, or fail late with a name that nobody sees.
void refuse_empty_values(CLI::App& app) {
  for (CLI::Option* option : app.get_options()) {
    option->check([](const std::string& value) {
      return value.empty() ? std::string("needs a value that is not empty") : std::string();
    });
  }
}

[[noreturn]] void throw_usage_error(const CLI::ParseError& error, const CLI::App& app) {
  if (dynamic_cast<const CLI::ExtrasError*>(&error)) throw UsageError(extras_text(app));
  if (dynamic_cast<const CLI::RequiredError*>(&error)) {
    throw UsageError(fmt::format("{}; see '{} --help'", error.what(), app.get_name()));
  }
  if (dynamic_cast<const CLI::ArgumentMismatch*>(&error)) throw UsageError(mismatch_text(app, error.what()));
  throw UsageError(error.what());
}

}  // namespace

std::optional<std::string> parse_command_line(const std::vector<std::string>& arguments,
                                              const detail::ErasedProgram& program) {
  CLI::App app(program.text.summary, program.text.name);
  app.set_help_flag();
  app.option_defaults()->always_capture_default();
  program.define(app);
  define_common_options(app, program.common);

  refuse_empty_values(app);

  const auto options = before_marker(arguments);
  if (auto text = printed_instead(options, program.text, app)) return text;
  reject_unknown_long_options(options, app);
  try {
    app.parse(
        std::vector<std::string>(arguments.rbegin(), arguments.rend()));  // CLI11 takes them back to front
  } catch (const CLI::ParseError& error) {
    throw_usage_error(error, app);
  }
  return std::nullopt;
}

}  // namespace seqlens::cli
