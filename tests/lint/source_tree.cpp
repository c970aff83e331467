#include "source_tree.h"

#include <algorithm>
#include <regex>
#include <set>
#include <sstream>

#include "support/temp_dir.h"

namespace seqlens::lint {
namespace {

namespace fs = std::filesystem;

bool is_text_of_ours(const fs::path& path) {
  static const std::set<std::string> extensions{".h", ".cpp", ".cmake", ".md", ".txt", ".json", ".sh"};
  return extensions.contains(path.extension().string()) ||
         (path.extension().empty() && path.begin()->string() == "scripts");
}

// Skips a literal or comment that starts at `at`, blanking what is inside; returns the position behind it.
std::size_t blank_until(std::string& text, std::size_t at, std::string_view end, bool escapes) {
  while (at < text.size() && text.compare(at, end.size(), end) != 0) {
    if (escapes && text[at] == '\\' && at + 1 < text.size()) text[at++] = ' ';
    if (text[at] != '\n') text[at] = ' ';
    ++at;
  }
  return std::min(text.size(), at + end.size());
}

std::size_t blank_raw_string(std::string& text, std::size_t at) {
  const auto open = text.find('(', at);
  std::string end(1, ')');
  end.append(text, at, open - at).push_back('"');
  return blank_until(text, open + 1, end, false);
}

// A quote after a letter or digit separates digits (1'000).
bool separates_digits(const std::string& text, std::size_t at) {
  return at > 0 && std::isalnum(static_cast<unsigned char>(text[at - 1])) != 0;
}

}  // namespace

std::vector<SourceFile> read_tree(const fs::path& root) {
  std::vector<SourceFile> files;
  const auto add = [&](const fs::path& path) {
    const auto relative = fs::relative(path, root);
    if (is_text_of_ours(relative)) files.push_back({relative, test::read_file(path)});
  };
  for (const auto& entry : fs::directory_iterator(root)) {
    if (entry.is_regular_file()) add(entry.path());
  }
  for (const char* folder : {"lib", "apps", "tests", "scripts", "data"}) {
    if (!fs::exists(root / folder)) continue;
    for (const auto& entry : fs::recursive_directory_iterator(root / folder)) {
      if (entry.is_regular_file()) add(entry.path());
    }
  }
  std::sort(files.begin(), files.end(), [](const auto& a, const auto& b) { return a.path < b.path; });
  return files;
}

bool is_header(const SourceFile& file) {
  const std::string name = file.path.filename().string();
  return name.ends_with(".h") && !name.ends_with("-inl.h");
}

bool is_cpp(const SourceFile& file) {
  return file.path.extension() == ".h" || file.path.extension() == ".cpp";
}

std::string module_of(const SourceFile& file) {
  auto part = file.path.begin();
  if (part == file.path.end() || (*part != "lib" && *part != "apps")) return "";
  const auto folder = ++part;
  return ++part == file.path.end() ? "" : folder->string();
}

std::vector<Include> includes_of(const SourceFile& file) {
  static const std::regex pattern(R"(^\s*#\s*include\s*[<"]([^>"]+)[>"])");
  std::vector<Include> found;
  std::istringstream lines(file.text);
  std::size_t number = 0;
  for (std::string line; std::getline(lines, line);) {
    ++number;
    std::smatch match;
    if (std::regex_search(line, match, pattern)) found.push_back({number, match[1]});
  }
  return found;
}

std::string code_only(std::string_view source) {
  std::string text(source);
  for (std::size_t at = 0; at < text.size();) {
    if (text.compare(at, 2, "//") == 0) {
      at = blank_until(text, at + 2, "\n", false);
    } else if (text.compare(at, 2, "/*") == 0) {
      at = blank_until(text, at + 2, "*/", false);
    } else if (text.compare(at, 2, "R\"") == 0) {
      at = blank_raw_string(text, at + 2);
    } else if (text[at] == '"') {
      at = blank_until(text, at + 1, "\"", true);
    } else if (text[at] == '\'' && !separates_digits(text, at)) {
      at = blank_until(text, at + 1, "'", true);
    } else {
      ++at;
    }
  }
  return text;
}

}  // namespace seqlens::lint
