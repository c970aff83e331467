// The rules, held against the project itself.
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>

#include <catch2/catch.hpp>

#include "rules.h"
#include "support/shared_data.h"
#include "support/temp_dir.h"

using namespace seqlens;
using namespace seqlens::lint;

namespace {

const std::vector<SourceFile>& project() {
  static const auto files = read_tree(test::source_dir());
  return files;
}

IncludeTable table() {
  return read_include_table(test::read_file(test::source_dir() / "scripts/cmake/IncludeTable.cmake"));
}

std::string joined(const Complaints& complaints) {
  std::string text;
  for (const auto& complaint : complaints) text += complaint + "\n";
  return text;
}

}  // namespace

TEST_CASE("the tree was found") {
  CHECK(project().size() > 50);
}
TEST_CASE("include table points down") {
  CHECK(joined(check_table(table())) == "");
}
TEST_CASE("includes follow the table") {
  CHECK(joined(check_includes(project(), table())) == "");
}
TEST_CASE("third-party headers stay where they belong") {
  CHECK(joined(check_third_party(project(), table())) == "");
}
TEST_CASE("reserved words stay where they belong") {
  CHECK(joined(check_words(project())) == "");
}
TEST_CASE("names and folders") {
  CHECK(joined(check_names(project(), table())) == "");
}
TEST_CASE("lines and guards") {
  CHECK(joined(check_text(project())) == "");
}

TEST_CASE("documents and their links") {
  CHECK(joined(check_documents(test::source_dir(), project())) == "");
}
TEST_CASE("help fits a terminal of 80 columns") {
  // What the programs print is compared with these files by the cases of the same name.
  const auto cases = test::source_dir() / "tests" / "cli";
  int texts = 0;
  for (const auto& program : std::filesystem::directory_iterator(cases)) {
    std::ifstream text(program.path() / "help" / "stdout");
    texts += text ? 1 : 0;
    for (std::string line; std::getline(text, line);) {
      INFO(program.path().filename() << ": " << line);
      CHECK(line.size() <= 80);
    }
  }
  CHECK(texts >= 8);
}
TEST_CASE("headers compile alone") {
  CHECK(joined(check_headers_alone(test::source_dir(), SEQLENS_CXX_COMPILER, project())) == "");
}

TEST_CASE("clang-format changes nothing") {
  CHECK(joined(check_format(test::source_dir(), project())) == "");
}
