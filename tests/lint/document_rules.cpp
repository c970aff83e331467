#include <algorithm>
#include <regex>
#include <sstream>

#include "rules.h"

namespace seqlens::lint {
namespace {

constexpr std::size_t kLongestProseLine = 130;

bool is_prose(const std::string& line) {
  return !line.starts_with("    ") && !line.starts_with('|');  // no code, no row of a table
}

std::string prose_fault(const std::string& line) {
  static const std::regex code("`[^`]*`"), gap(R"(\S {2,}\S)");
  if (letters(line) > kLongestProseLine)
    return "longer than " + std::to_string(kLongestProseLine) + " letters";
  if (std::regex_search(std::regex_replace(line, code, "``"), gap)) return "has two spaces in a row";
  return "";
}

// Links to files of the project that are not there.
std::vector<std::string> broken_links(const std::filesystem::path& folder, const std::string& line) {
  static const std::regex link(R"(\]\(([^)#\s]+)[^)]*\))");
  std::vector<std::string> broken;
  for (auto match = std::sregex_iterator(line.begin(), line.end(), link); match != std::sregex_iterator();
       ++match) {
    const std::string target = (*match)[1];
    if (target.find("://") == std::string::npos && !std::filesystem::exists(folder / target))
      broken.push_back(target);
  }
  return broken;
}

}  // namespace

Complaints check_documents(const std::filesystem::path& root, const std::vector<SourceFile>& files) {
  Complaints complaints;
  for (const SourceFile& file : files) {
    if (file.path.extension() != ".md") continue;
    const auto complain = [&](std::size_t number, const std::string& fault) {
      complaints.push_back(file.path.string() + ":" + std::to_string(number) + ": " + fault);
    };
    std::istringstream lines(file.text);
    std::size_t number = 0;
    bool in_fence = false;
    for (std::string line; std::getline(lines, line);) {
      ++number;
      if (line.starts_with("```")) in_fence = !in_fence;
      if (in_fence) continue;
      for (const std::string& target : broken_links(root / file.path.parent_path(), line))
        complain(number, "links to '" + target + "', which is not there");
      const std::string fault = is_prose(line) ? prose_fault(line) : "";
      if (!fault.empty()) complain(number, fault);
    }
  }
  return complaints;
}

}  // namespace seqlens::lint
