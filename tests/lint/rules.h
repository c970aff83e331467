#pragma once

#include <filesystem>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "source_tree.h"

namespace seqlens::lint {

/// One line each: "lib/core/dna.cpp:12: what is wrong". Empty: the rule holds.
using Complaints = std::vector<std::string>;

/// scripts/cmake/IncludeTable.cmake, read back.
struct IncludeTable {
  std::vector<std::string> modules;                  ///< in level order
  std::map<std::string, std::set<std::string>> may;  ///< module -> modules that it may include
  std::map<std::string, std::set<std::string>>
      packages;  ///< module -> third-party packages that it may include
};
IncludeTable read_include_table(const std::string& cmake_text);

/// The modules are known, and each table line names only modules that come earlier.
Complaints check_table(const IncludeTable& table);

/// #include "seqlens/M/..." only where the table allows; nothing in lib includes apps or tests; no app
/// includes another.
Complaints check_includes(const std::vector<SourceFile>& files, const IncludeTable& table);

/// <htslib/...>, <tbb/...> and so on only in the modules that own them; htslib never in a public header;
/// CLI11 in apps only in options.cpp.
Complaints check_third_party(const std::vector<SourceFile>& files, const IncludeTable& table);

/// Words that only one place may use: printing, leaving the process, intrinsics, loose number parsing, random
/// numbers of the standard library.
Complaints check_words(const std::vector<SourceFile>& files);

/// No utils, common, misc; each module and program has the files it must have; test folders are named after
/// modules.
Complaints check_names(const std::vector<SourceFile>& files, const IncludeTable& table);

/// Headers start with #pragma once or a comment and then it; no line is longer than 110 letters; no tab, no
/// space at the end of a line; no path of somebody's machine.
Complaints check_text(const std::vector<SourceFile>& files);

/// Letters, not bytes: the second and later bytes of a UTF-8 letter do not count.
std::size_t letters(const std::string& line);

/// Markdown: links to files of the project lead somewhere; lines of prose have at most 130 letters and no two
/// spaces in a row.
Complaints check_documents(const std::filesystem::path& root, const std::vector<SourceFile>& files);

/// Each header compiles as the only #include. `compiler` is run once for each that no source of its own
/// module or program includes first: those are proven by the build.
Complaints check_headers_alone(const std::filesystem::path& root, const std::string& compiler,
                               const std::vector<SourceFile>& files);

/// clang-format would change nothing.
Complaints check_format(const std::filesystem::path& root, const std::vector<SourceFile>& files);

}  // namespace seqlens::lint
