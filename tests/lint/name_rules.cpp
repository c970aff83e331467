#include <algorithm>

#include "rules.h"

namespace seqlens::lint {
namespace {

namespace fs = std::filesystem;

const std::set<std::string> kNamesThatSayNothing{"util", "utils",  "utility", "utilities", "common",
                                                 "misc", "helper", "helpers", "tools",     "stuff"};

void check_parts(const SourceFile& file, Complaints& complaints) {
  for (const fs::path& part : file.path) {
    if (!kNamesThatSayNothing.contains(part.stem().string())) continue;
    complaints.push_back(file.path.string() + ": '" + part.stem().string() +
                         "' says nothing; name it after what is in it");
  }
}

using Names = std::set<std::string>;

// The names directly below a folder, as "lib/core" -> "lib".
Names folders_in(const std::vector<SourceFile>& files, const fs::path& parent) {
  Names names;
  for (const SourceFile& file : files) {
    const auto relative = file.path.lexically_relative(parent);
    if (relative.empty() || *relative.begin() == ".." || std::distance(relative.begin(), relative.end()) < 2)
      continue;
    names.insert(relative.begin()->string());
  }
  return names;
}

void require_files(const fs::path& folder, const std::vector<std::string>& names, const Names& present,
                   Complaints& complaints) {
  for (const std::string& name : names) {
    const auto path = (folder / name).string();
    if (!present.contains(path)) complaints.push_back(path + " is missing");
  }
}

// test_*.cpp, or a source that tests share, with its header.
bool is_test_file(const fs::path& path, const Names& present) {
  const std::string name = path.filename().string();
  if (path.extension() != ".cpp") return path.extension() == ".h" || name == "libraries.cmake";
  return name.starts_with("test_") || present.contains(fs::path(path).replace_extension(".h").string());
}

void check_test_folder(const std::vector<SourceFile>& files, const std::string& kind, const Names& known,
                       const Names& present, Complaints& complaints) {
  const fs::path folder = fs::path("tests") / kind;
  for (const std::string& name : folders_in(files, folder)) {
    if (!known.contains(name))
      complaints.push_back((folder / name).string() + " is named after no module or program");
  }
  for (const SourceFile& file : files) {
    const auto relative = file.path.lexically_relative(folder);
    if (relative.empty() || *relative.begin() == "..") continue;
    if (is_test_file(file.path, present)) continue;
    complaints.push_back(file.path.string() +
                         ": a test is named test_*.cpp; another source has its header beside it");
  }
}

}  // namespace

Complaints check_names(const std::vector<SourceFile>& files, const IncludeTable& table) {
  Complaints complaints;
  Names present;
  for (const SourceFile& file : files) {
    present.insert(file.path.string());
    check_parts(file, complaints);
  }
  for (const auto& module : folders_in(files, "lib"))
    require_files(fs::path("lib") / module, {"README.md", "CMakeLists.txt"}, present, complaints);
  const Names programs = folders_in(files, "apps");
  for (const auto& program : programs) {
    require_files(fs::path("apps") / program,
                  {"README.md", "CMakeLists.txt", "main.cpp", "options.h", "options.cpp", "run.h", "run.cpp"},
                  present, complaints);
  }
  Names known(table.modules.begin(), table.modules.end());
  known.insert(programs.begin(), programs.end());
  for (std::string program : programs) {
    std::replace(program.begin(), program.end(), '-', '_');  // or as its namespace is called
    known.insert(program);
  }
  known.insert("test_support");
  for (const char* kind : {"unit", "numeric", "property"})
    check_test_folder(files, kind, known, present, complaints);
  return complaints;
}

}  // namespace seqlens::lint
