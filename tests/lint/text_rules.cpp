#include <algorithm>
#include <regex>
#include <sstream>

#include "rules.h"

namespace seqlens::lint {
namespace {

constexpr std::size_t kLongestLine = 110;

std::string line_fault(const SourceFile& file, const std::string& line) {
  static const std::regex home(R"((^|[^\w.$}])/(work|home|root|Users)/\w)");
  if (is_cpp(file) && letters(line) > kLongestLine) return "longer than 110 letters";
  if (is_cpp(file) && line.find('\t') != std::string::npos) return "has a tab";
  if (!line.empty() && (line.back() == ' ' || line.back() == '\r')) return "ends in a space";
  if (std::regex_search(line, home)) return "names a path of somebody's machine";
  return "";
}

bool starts_with_guard(const std::string& text) {
  std::istringstream lines(text);
  for (std::string line; std::getline(lines, line);) {
    if (line.empty() || line.starts_with("//")) continue;
    return line == "#pragma once";
  }
  return false;
}

}  // namespace

std::size_t letters(const std::string& line) {
  return static_cast<std::size_t>(
      std::count_if(line.begin(), line.end(), [](char c) { return (c & 0xC0) != 0x80; }));
}

Complaints check_text(const std::vector<SourceFile>& files) {
  Complaints complaints;
  for (const SourceFile& file : files) {
    if (is_header(file) && !starts_with_guard(file.text))
      complaints.push_back(file.path.string() + ":1: starts without #pragma once");
    std::istringstream lines(file.text);
    std::size_t number = 0;
    for (std::string line; std::getline(lines, line);) {
      ++number;
      const std::string fault = line_fault(file, line);
      if (!fault.empty())
        complaints.push_back(file.path.string() + ":" + std::to_string(number) + ": " + fault);
    }
  }
  return complaints;
}

}  // namespace seqlens::lint
