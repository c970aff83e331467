#pragma once

#include <cstddef>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace seqlens::test {

/// Commands that a document shows, with the output it shows for them.
struct DocStep {
  std::size_t line = 0;  ///< of the opening fence, 1-based
  std::string commands;
  std::optional<std::string> expected;
};

/// The fenced blocks of a Markdown text that open with "```sh run", in order. A block "```text" that follows
/// with nothing but empty lines between is the expected standard output.
std::vector<DocStep> doc_steps(std::string_view markdown);

/// True when the output is as shown. A line "..." in the document stands for any number of lines.
bool matches_shown(std::string_view shown, std::string_view output);

/// Runs the steps one after another in one temporary folder that has the project's `data`, programs on PATH,
/// by bash, which ends a step at the first command that fails, also inside a pipe.
/// Returns a complaint for each that exits with other than 0 or prints something else; later steps still run.
std::vector<std::string> run_doc_steps(const std::vector<DocStep>& steps,
                                       const std::filesystem::path& programs,
                                       const std::filesystem::path& data);

}  // namespace seqlens::test
