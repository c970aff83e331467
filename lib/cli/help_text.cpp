#include "help_text.h"

#include <sstream>
#include <utility>

#include <fmt/format.h>

#include "exit_status.h"

namespace seqlens::cli {
namespace {

constexpr std::size_t kLineWidth = 80;
constexpr std::string_view kUsage = "Usage: ";
constexpr std::size_t kDescriptionColumn = 30;

std::string usage_lines(const ProgramText& program) {
  const auto lines = wrap(fmt::format("{} {}", program.name, program.usage), kLineWidth - kUsage.size());
  return fmt::format("{}{}\n\n", kUsage, fmt::join(lines, "\n" + std::string(kUsage.size(), ' ')));
}

// A list of choices may be longer than a line; it goes on behind a comma.
std::string fitted(std::string usage) {
  constexpr std::string_view kNextLine = "\n      ";
  for (std::size_t begin = 0; usage.size() - begin > kLineWidth;) {
    const std::size_t comma = usage.rfind(',', begin + kLineWidth - 1);
    if (comma == std::string::npos || comma <= begin) break;
    usage.insert(comma + 1, kNextLine);
    begin = comma + 2;
  }
  return usage;
}

std::string option_lines(const OptionDoc& option) {
  const std::string usage = "  " + option.usage();
  const bool own_line = usage.size() + 2 > kDescriptionColumn;
  std::string text = own_line ? fitted(usage) + "\n" : usage;
  std::size_t filled = own_line ? 0 : usage.size();
  for (const std::string& line : wrap(full_description(option), kLineWidth - kDescriptionColumn)) {
    text += std::string(kDescriptionColumn - filled, ' ') + line + "\n";
    filled = 0;
  }
  return text;
}

std::string group_lines(const std::string& title, const std::vector<OptionDoc>& options, bool positional) {
  std::string text;
  for (const OptionDoc& option : options) {
    const bool belongs =
        positional ? !option.positional.empty() : option.positional.empty() && option.group == title;
    if (belongs) text += option_lines(option);
  }
  return text.empty() ? text : title + ":\n" + text + "\n";
}

std::string command_lines(const std::string& command) {
  constexpr std::string_view kGoesOn = " \\";
  return fmt::format("  {}\n", fmt::join(wrap(command, kLineWidth - 4 - kGoesOn.size()), " \\\n    "));
}

std::string example_lines(const std::vector<Example>& examples) {
  std::string text = examples.empty() ? "" : "Examples:\n";
  for (const Example& example : examples)
    text += fmt::format("  # {}\n", fmt::join(wrap(example.purpose, kLineWidth - 4), "\n  # ")) +
            command_lines(example.command);
  return examples.empty() ? text : text + "\n";
}

std::string exit_status_lines() {
  std::string text = "Exit codes:\n";
  for (const auto& [code, meaning] : kExitStatusTexts) text += fmt::format("  {:<10}{}\n", code, meaning);
  return text;
}

}  // namespace

std::string help_text(const ProgramText& program, const std::vector<OptionDoc>& options) {
  const auto paragraph_lines = [](std::string_view paragraph) {
    return fmt::format("{}\n\n", fmt::join(wrap(paragraph, kLineWidth), "\n"));
  };
  std::string text = paragraph_lines(fmt::format("{}: {}", program.name, program.summary));
  text += usage_lines(program);
  for (const std::string& paragraph : paragraphs(program.description)) text += paragraph_lines(paragraph);
  text += group_lines("Arguments", options, true);
  for (const std::string& group : option_groups(options)) text += group_lines(group, options, false);
  text += example_lines(program.examples);
  text += exit_status_lines();
  return text;
}

std::vector<std::string> wrap(std::string_view text, std::size_t width) {
  std::vector<std::string> lines(1);
  std::istringstream words{std::string(text)};
  for (std::string word; words >> word;) {
    std::string& line = lines.back();
    if (line.empty()) {
      line = word;
    } else if (line.size() + 1 + word.size() <= width) {
      line += " " + word;
    } else {
      lines.push_back(word);
    }
  }
  return lines;
}

std::vector<std::string> paragraphs(std::string_view text) {
  std::vector<std::string> found;
  std::string current;
  std::istringstream lines{std::string(text)};
  for (std::string line; std::getline(lines, line);) {
    if (line.empty() && !current.empty()) found.push_back(std::exchange(current, ""));
    if (!line.empty()) current += current.empty() ? line : " " + line;
  }
  if (!current.empty()) found.push_back(current);
  return found;
}

}  // namespace seqlens::cli
