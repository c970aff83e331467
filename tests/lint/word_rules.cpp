#include <algorithm>
#include <regex>
#include <sstream>

#include "rules.h"

namespace seqlens::lint {
namespace {

struct WordRule {
  std::string what;
  std::regex pattern;
  std::vector<std::string> folders;  // where the rule holds
  std::vector<std::string> except;   // paths that may, each with its reason beside it
  bool in_literals = false;          // looks into texts and comments too
};

// clang-format off
const std::vector<WordRule>& word_rules() {
  static const std::vector<WordRule> rules{
      {"prints, though only lib/cli talks to the user",
       std::regex(R"(\b(std::)?(cout|cerr|clog|printf|puts|putchar|perror)\b)"
                  R"(|\b(stdout|stderr|STDOUT_FILENO|STDERR_FILENO)\b|\bfmt::print\b)"),
       {"lib/", "apps/"},
       {"lib/cli/",                     // the place itself
        "lib/core/output_target.cpp"}},  // "-" is standard output
      {"leaves the process, though only main may",
       std::regex(R"(\b(std::)?(exit|_exit|_Exit|quick_exit|abort|terminate)\s*\()"),
       {"lib/", "apps/"},
       {"lib/cli/signals.cpp"}},        // a handler of SIGBUS has nowhere to return to
      {"uses intrinsics, though only lib/kernels may",
       std::regex(R"(\b_mm\d*_\w+|\b__m(128|256|512)[di]?\b|\bvld1q_\w+)"),
       {"lib/", "apps/"},
       {"lib/kernels/"}},
      {"parses numbers loosely; use core/parse_number.h",
       std::regex(R"(\b(std::)?(stoi|stol|stoll|stoul|stoull|stof|stod|)"
                  R"(atoi|atol|atof|strtol|strtoll|strtoul|strtod|strtof|sscanf)\s*\()"),
       {"lib/", "apps/"},
       {"lib/core/parse_number.cpp"}},  // the place itself
      {"draws random numbers that differ between libraries; use core/random.h",
       std::regex(R"(\bstd::(mt19937(_64)?|random_device|minstd_rand0?|default_random_engine)\b)"
                  R"(|\bstd::(shuffle|sample|\w+_distribution)\b|\b(s?rand|drand48)\s*\()"),
       {"lib/", "apps/", "tests/"},
       {"tests/lint/"}},                // names them
      {"runs a command or reaches the network",
       std::regex(R"(\b(std::)?(system|popen|execl|execv|execvp|socket|connect)\s*\()"),
       {"lib/", "apps/"},
       {}},
      {"opens a model by itself; lib/opened_model does, once",
       std::regex(R"(\b(Encoder|StoredModel)(\s+\w+)?\s*[({])"
                  R"(|\bmake_(unique|shared)<[^>]*\b(Encoder|StoredModel)>|\bmetadata_key\b)"),
       {"apps/"},
       {"apps/attention-lab/"}},        // trains the models that it looks at, and opens none
      {"reads regions by itself; input/named_regions.h does, in one way",
       std::regex(R"(\bparse_region\s*\()"),
       {"apps/"},
       {"apps/model-train/exclusion.cpp",      // FILE:REGION, two words in one
        "apps/attention-tracks/request.cpp"}},  // --reduce from, before the contigs are known
      {"is a key of a model file's metadata; ask lib/opened_model, or the module whose text it is",
       std::regex(R"("seqlens\.[a-z_.]+")"),
       {"apps/"},
       {},
       true},
  };
  return rules;
}
// clang-format on

bool starts_with_any(const std::string& path, const std::vector<std::string>& prefixes) {
  return std::any_of(prefixes.begin(), prefixes.end(),
                     [&](const auto& prefix) { return path.starts_with(prefix); });
}

void apply(const WordRule& rule, const SourceFile& file, const std::string& code, Complaints& complaints) {
  std::istringstream lines(code);
  std::size_t number = 0;
  for (std::string line; std::getline(lines, line);) {
    ++number;
    std::smatch match;
    if (!std::regex_search(line, match, rule.pattern)) continue;
    complaints.push_back(file.path.string() + ":" + std::to_string(number) + ": '" + match.str() + "' " +
                         rule.what);
  }
}

}  // namespace

Complaints check_words(const std::vector<SourceFile>& files) {
  Complaints complaints;
  for (const SourceFile& file : files) {
    if (!is_cpp(file)) continue;
    const std::string path = file.path.string();
    const std::string code = code_only(file.text);
    for (const WordRule& rule : word_rules()) {
      if (starts_with_any(path, rule.folders) && !starts_with_any(path, rule.except))
        apply(rule, file, rule.in_literals ? file.text : code, complaints);
    }
  }
  return complaints;
}

}  // namespace seqlens::lint
