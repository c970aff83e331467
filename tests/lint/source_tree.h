#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace seqlens::lint {

/// A file of the project, with its path relative to the root: "lib/core/dna.cpp".
struct SourceFile {
  std::filesystem::path path;
  std::string text;
};

/// All files under lib, apps, tests, scripts and data, and those at the top, that are text we wrote: C++,
/// CMake, Markdown, scripts. In order of path.
std::vector<SourceFile> read_tree(const std::filesystem::path& root);

/// True for .h, but not for the -inl.h that kernels include once per instruction set.
bool is_header(const SourceFile& file);

/// True for .h and .cpp.
bool is_cpp(const SourceFile& file);

/// "core" for lib/core/..., "promoter-scan" for apps/promoter-scan/..., else "".
std::string module_of(const SourceFile& file);

struct Include {
  std::size_t line;  ///< 1-based
  std::string name;  ///< what stands between the quotes or brackets
};
std::vector<Include> includes_of(const SourceFile& file);

/// The C++ text with the insides of comments, string and character literals blanked, lines kept.
std::string code_only(std::string_view text);

}  // namespace seqlens::lint
