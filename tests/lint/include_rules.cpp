#include <array>
#include <regex>
#include <sstream>

#include "rules.h"

namespace seqlens::lint {
namespace {

std::vector<std::string> words_of(const std::string& text) {
  std::istringstream in(text);
  std::vector<std::string> words;
  for (std::string word; in >> word;) {
    if (word != "\"\"") words.push_back(word);
  }
  return words;
}

std::string place(const SourceFile& file, const Include& include) {
  return file.path.string() + ":" + std::to_string(include.line) + ": ";
}

// "core" for "seqlens/core/dna.h".
std::string included_module(const std::string& name) {
  constexpr std::string_view prefix = "seqlens/";
  if (!name.starts_with(prefix)) return "";
  return name.substr(prefix.size(), name.find('/', prefix.size()) - prefix.size());
}

bool is_app(const SourceFile& file) {
  return *file.path.begin() == "apps";
}
bool is_lib(const SourceFile& file) {
  return *file.path.begin() == "lib";
}

// What stands before the name of a package's headers. fmt is everybody's, through core.
struct Package {
  std::string_view prefix;
  std::string_view name;
};
constexpr std::array<Package, 11> kPackages{{{"htslib/", "htslib"},
                                             {"tbb/", "oneTBB"},
                                             {"oneapi/", "oneTBB"},
                                             {"hwy/", "highway"},
                                             {"immintrin.h", "highway"},
                                             {"x86intrin.h", "highway"},
                                             {"arm_neon.h", "highway"},
                                             {"nlohmann/", "nlohmann-json"},
                                             {"CLI/", "CLI11"},
                                             {"spdlog/", "spdlog"},
                                             {"bigWig.h", "libBigWig"}}};

std::string package_of(const std::string& include) {
  for (const auto& [prefix, name] : kPackages) {
    if (include.starts_with(prefix)) return std::string(name);
  }
  return "";
}

bool may_use_package(const SourceFile& file, const std::string& package, const IncludeTable& table) {
  if (is_app(file)) return package == "CLI11" && file.path.filename().string().ends_with("options.cpp");
  const auto owner = table.packages.find(module_of(file));
  if (owner == table.packages.end() || !owner->second.contains(package)) return false;
  const bool is_public = file.path.string().find("/include/") != std::string::npos;
  return package != "htslib" || !is_public;
}

// "model-info" for "model-info/run.h"; only programs have a dash in their name.
std::string included_program(const std::string& name) {
  const std::string folder = name.substr(0, name.find('/'));
  return folder.size() < name.size() && folder.find('-') != std::string::npos ? folder : "";
}

std::string include_fault(const SourceFile& file, const std::string& name, const IncludeTable& table) {
  const std::string self = module_of(file);
  if (name.starts_with("support/")) return "includes a test's header";
  if (name.find("..") != std::string::npos) return "includes upwards by '..'";
  const std::string program = included_program(name);
  if (!program.empty() && program != self) return "includes program " + program;
  const std::string module = included_module(name);
  if (module.empty() || module == self) return "";
  if (!table.may.contains(module)) return "'" + module + "' is no module";
  if (is_app(file)) return "";
  const auto row = table.may.find(self);
  const bool allowed = row != table.may.end() && row->second.contains(module);
  return allowed ? "" : self + " may not include " + module;
}

}  // namespace

IncludeTable read_include_table(const std::string& cmake_text) {
  static const std::regex line(R"(set\(SEQLENS_(MODULES|MAY_INCLUDE_(\w+)|THIRD_PARTY_(\w+))([^)]*)\))");
  IncludeTable table;
  for (std::sregex_iterator match(cmake_text.begin(), cmake_text.end(), line), end; match != end; ++match) {
    const auto words = words_of((*match)[4]);
    if ((*match)[1] == "MODULES") table.modules = words;
    if ((*match)[2].matched) table.may[(*match)[2]] = {words.begin(), words.end()};
    if ((*match)[3].matched) table.packages[(*match)[3]] = {words.begin(), words.end()};
  }
  return table;
}

Complaints check_table(const IncludeTable& table) {
  Complaints complaints;
  std::set<std::string> earlier;
  for (const auto& module : table.modules) {
    const auto row = table.may.find(module);
    if (row == table.may.end()) {
      complaints.push_back("include table: no line for " + module);
      continue;
    }
    for (const auto& other : row->second) {
      if (!earlier.contains(other))
        complaints.push_back("include table: " + module + " names " + other + ", which is not below it");
    }
    earlier.insert(module);
  }
  return complaints;
}

Complaints check_includes(const std::vector<SourceFile>& files, const IncludeTable& table) {
  Complaints complaints;
  for (const SourceFile& file : files) {
    if (!is_cpp(file) || (!is_lib(file) && !is_app(file))) continue;
    for (const Include& include : includes_of(file)) {
      const std::string fault = include_fault(file, include.name, table);
      if (!fault.empty()) complaints.push_back(place(file, include) + fault);
    }
  }
  return complaints;
}

Complaints check_third_party(const std::vector<SourceFile>& files, const IncludeTable& table) {
  Complaints complaints;
  for (const SourceFile& file : files) {
    if (!is_cpp(file) || (!is_lib(file) && !is_app(file))) continue;
    for (const Include& include : includes_of(file)) {
      const std::string package = package_of(include.name);
      if (package.empty() || may_use_package(file, package, table)) continue;
      complaints.push_back(place(file, include) + package + " is not for this file");
    }
  }
  return complaints;
}

}  // namespace seqlens::lint
