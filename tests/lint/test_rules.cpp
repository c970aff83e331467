// Each rule must see a planted violation, and must not see one in what is allowed.
#include <catch2/catch.hpp>

#include "rules.h"
#include "support/shared_data.h"
#include "support/temp_dir.h"

using namespace seqlens;
using namespace seqlens::lint;

namespace {

const IncludeTable kTable = read_include_table(
    "set(SEQLENS_MODULES\n  core seqio kernels cli)\n"
    "set(SEQLENS_MAY_INCLUDE_core \"\")\nset(SEQLENS_MAY_INCLUDE_seqio core)\n"
    "set(SEQLENS_MAY_INCLUDE_kernels core)\nset(SEQLENS_MAY_INCLUDE_cli core)\n"
    "set(SEQLENS_THIRD_PARTY_seqio htslib)\nset(SEQLENS_THIRD_PARTY_cli CLI11 spdlog)\n");

struct Case {
  SourceFile file;
  std::string complaint;  // "" for none
};

template <class Rule>
void check_cases(const std::vector<Case>& cases, const Rule& rule) {
  for (const Case& one : cases) {
    INFO(one.file.path.string() << ": " << one.file.text);
    const Complaints complaints = rule(std::vector<SourceFile>{one.file});
    CHECK(complaints == (one.complaint.empty() ? Complaints{} : Complaints{one.complaint}));
  }
}

bool any_contains(const Complaints& complaints, const std::string& part) {
  for (const auto& complaint : complaints) {
    if (complaint.find(part) != std::string::npos) return true;
  }
  return false;
}

}  // namespace

TEST_CASE("the include table is read and must point down") {
  CHECK(kTable.modules == std::vector<std::string>{"core", "seqio", "kernels", "cli"});
  CHECK(kTable.may.at("core").empty());
  CHECK(kTable.packages.at("cli") == std::set<std::string>{"CLI11", "spdlog"});
  CHECK(check_table(kTable).empty());
  auto upside_down = kTable;
  upside_down.may["core"] = {"cli"};
  CHECK(check_table(upside_down) == Complaints{"include table: core names cli, which is not below it"});
  auto gap = kTable;
  gap.may.erase("seqio");
  CHECK(check_table(gap) == Complaints{"include table: no line for seqio"});
}

TEST_CASE("rule of includes") {
  check_cases(
      {
          {{"lib/seqio/a.cpp",
            "#include \"seqlens/core/dna.h\"\n#include \"seqlens/seqio/b.h\"\n#include \"own.h\"\n"},
           ""},
          {{"lib/core/a.cpp", "\n#include \"seqlens/seqio/b.h\"\n"},
           "lib/core/a.cpp:2: core may not include seqio"},
          {{"lib/seqio/a.h", "#include \"seqlens/cli/streams.h\"\n"},
           "lib/seqio/a.h:1: seqio may not include cli"},
          {{"lib/core/a.cpp", "#include \"seqlens/nowhere/b.h\"\n"},
           "lib/core/a.cpp:1: 'nowhere' is no module"},
          {{"lib/core/a.cpp", "#include \"support/temp_dir.h\"\n"},
           "lib/core/a.cpp:1: includes a test's header"},
          {{"lib/core/a.cpp", "#include \"../seqio/own.h\"\n"}, "lib/core/a.cpp:1: includes upwards by '..'"},
          {{"apps/seq-embed/run.cpp", "#include \"seq-embed/run.h\"\n#include \"seqlens/cli/streams.h\"\n"},
           ""},
          {{"apps/seq-embed/run.cpp", "#include \"model-info/run.h\"\n"},
           "apps/seq-embed/run.cpp:1: includes program model-info"},
      },
      [](const auto& files) { return check_includes(files, kTable); });
}

TEST_CASE("rule of third-party headers") {
  check_cases(
      {
          {{"lib/seqio/a.cpp", "#include <htslib/sam.h>\n#include <fmt/format.h>\n"}, ""},
          {{"lib/seqio/include/a.h", "#include <htslib/sam.h>\n"},
           "lib/seqio/include/a.h:1: htslib is not for this file"},
          {{"lib/core/a.cpp", "#include <tbb/parallel_for.h>\n"},
           "lib/core/a.cpp:1: oneTBB is not for this file"},
          {{"lib/core/a.cpp", "#include <immintrin.h>\n"}, "lib/core/a.cpp:1: highway is not for this file"},
          {{"lib/cli/a.cpp", "#include <CLI/CLI.hpp>\n"}, ""},
          {{"apps/seq-embed/options.cpp", "#include <CLI/CLI.hpp>\n"}, ""},
          {{"apps/seq-embed/run.cpp", "#include <CLI/CLI.hpp>\n"},
           "apps/seq-embed/run.cpp:1: CLI11 is not for this file"},
          {{"apps/seq-embed/run.cpp", "#include <htslib/sam.h>\n"},
           "apps/seq-embed/run.cpp:1: htslib is not for this file"},
          {{"tests/unit/seqio/test_a.cpp", "#include <htslib/sam.h>\n"}, ""},
      },
      [](const auto& files) { return check_third_party(files, kTable); });
}

TEST_CASE("rule of reserved words") {
  check_cases(
      {
          {{"lib/core/a.cpp",
            "// std::cout\nauto x = \"exit(1)\"; snprintf(b, 1, \"\"); int rank(int); /* abort() */\n"},
           ""},
          {{"lib/core/a.cpp", "std::cout << 1;\n"},
           "lib/core/a.cpp:1: 'std::cout' prints, though only lib/cli talks to the user"},
          {{"apps/x/run.cpp", "\nprintf(\"a\");\n"},
           "apps/x/run.cpp:2: 'printf' prints, though only lib/cli talks to the user"},
          {{"lib/cli/a.cpp", "std::cerr << 1;\n"}, ""},
          {{"lib/core/a.cpp", "std::exit(1);\n"},
           "lib/core/a.cpp:1: 'std::exit(' leaves the process, though only main may"},
          {{"lib/core/a.cpp", "__m256 v;\n"},
           "lib/core/a.cpp:1: '__m256' uses intrinsics, though only lib/kernels may"},
          {{"lib/kernels/a.cpp", "__m256 v = _mm256_setzero_ps();\n"}, ""},
          {{"lib/core/a.cpp", "int n = std::stoi(s);\n"},
           "lib/core/a.cpp:1: 'std::stoi(' parses numbers loosely; use core/parse_number.h"},
          {{"tests/unit/core/test_a.cpp", "std::mt19937 r;\n"},
           "tests/unit/core/test_a.cpp:1: 'std::mt19937' draws random numbers that differ between libraries; "
           "use core/random.h"},
          {{"lib/core/a.cpp", "std::system(\"ls\");\n"},
           "lib/core/a.cpp:1: 'std::system(' runs a command or reaches the network"},
          {{"apps/x/run.cpp",
            "const model::Encoder& encoder = model.encoder();\nTrainableEncoder encoder(config);\n"},
           ""},
          {{"apps/x/run.cpp", "const model::Encoder encoder(stored.config(), stored);\n"},
           "apps/x/run.cpp:1: 'Encoder encoder(' opens a model by itself; lib/opened_model does, once"},
          {{"apps/x/run.cpp", "auto encoder = std::make_shared<const model::Encoder>(config, weights);\n"},
           "apps/x/run.cpp:1: 'make_shared<const model::Encoder>' opens a model by itself; lib/opened_model "
           "does, once"},
          {{"apps/x/run.cpp", "const model::StoredModel stored(path);\n"},
           "apps/x/run.cpp:1: 'StoredModel stored(' opens a model by itself; lib/opened_model does, once"},
          {{"apps/x/run.cpp", "metadata.find(PromoterSettings::metadata_key);\n"},
           "apps/x/run.cpp:1: 'metadata_key' opens a model by itself; lib/opened_model does, once"},
          {{"lib/scan/a.cpp", "const model::Encoder encoder(stored.config(), stored);\n"}, ""},
          {{"apps/x/run.cpp", "regions.push_back(seqio::parse_region(text, contigs));\n"},
           "apps/x/run.cpp:1: 'parse_region(' reads regions by itself; input/named_regions.h does, in "
           "one way"},
          {{"lib/input/a.cpp", "regions.push_back(seqio::parse_region(text, contigs));\n"}, ""},
          {{"apps/x/run.cpp", "file.metadata[\"seqlens.provenance\"] = text;\n"},
           "apps/x/run.cpp:1: '\"seqlens.provenance\"' is a key of a model file's metadata; ask "
           "lib/opened_model, or the module whose text it is"},
          {{"apps/x/run.cpp",
            "#include \"seqlens/scan/calibration.h\"\n\"writes 'seqlens.promoter' there\";\n"},
           ""},
      },
      check_words);
}

TEST_CASE("code_only blanks comments and literals and keeps lines") {
  CHECK(code_only("a // b\nc") == "a //  \nc");
  CHECK(code_only("f(\"x\\\"y\", 'q', 1'000);") == "f(\"    \", ' ', 1'000);");
  CHECK(code_only("R\"(a\nb)\" c") == "R\"( \n )\" c");
  CHECK(code_only("/* a\nb */ c") == "/*  \n  */ c");
}

TEST_CASE("rule of names") {
  const auto check = [](const std::vector<SourceFile>& files) { return check_names(files, kTable); };
  check_cases(
      {
          {{"tests/unit/core/test_dna.cpp", ""}, ""},
          {{"tests/unit/core/dna.cpp", ""},
           "tests/unit/core/dna.cpp: a test is named test_*.cpp; another source has its header beside it"},
          {{"tests/unit/nowhere/test_a.cpp", ""}, "tests/unit/nowhere is named after no module or program"},
          {{"scripts/utils.cmake", ""},
           "scripts/utils.cmake: 'utils' says nothing; name it after what is in it"},
          {{"scripts/common_options.cmake", ""}, ""},
      },
      check);
  CHECK(check({{"tests/unit/core/dna.cpp", ""}, {"tests/unit/core/dna.h", ""}}).empty());
  CHECK(check({{"lib/core/a.cpp", ""}}) ==
        Complaints{"lib/core/README.md is missing", "lib/core/CMakeLists.txt is missing"});
  CHECK(check({{"apps/seq-embed/main.cpp", ""}}).size() == 6);
}

TEST_CASE("rule of lines and guards") {
  check_cases(
      {
          {{"lib/core/a.h", "// Why.\n#pragma once\n"}, ""},
          {{"lib/kernels/a-inl.h", "#if X\n#endif\n"}, ""},
          {{"lib/core/a.h", "#include <string>\n#pragma once\n"},
           "lib/core/a.h:1: starts without #pragma once"},
          {{"lib/core/a.cpp", std::string(111, 'x') + "\n"}, "lib/core/a.cpp:1: longer than 110 letters"},
          {{"lib/core/a.cpp", "\tint x;\n"}, "lib/core/a.cpp:1: has a tab"},
          {{"README.md", "text \n"}, "README.md:1: ends in a space"},
          {{"README.md",
            "see "
            "/home"
            "/me/x\n"},
           "README.md:1: names a path of somebody's machine"},
          {{"README.md", "see https://x.org/work/x and ../work/x\n"}, ""},
      },
      check_text);
}

TEST_CASE("rule of documents") {
  const test::TempDir folder;
  folder.write("data/README.md", "");
  const std::string long_line(131, 'x');
  const auto faults = [&](const std::string& text) {
    return check_documents(folder.path(), {{"data/bad.md", text}});
  };
  CHECK(faults("[a](README.md), [b](../data/README.md#top) and [c](https://x.org/y)\n").empty());
  CHECK(faults("[a](README.md)\nand [b](missing.md)\n") ==
        Complaints{"data/bad.md:2: links to 'missing.md', which is not there"});
  CHECK(faults("two  spaces\n") == Complaints{"data/bad.md:1: has two spaces in a row"});
  CHECK(faults(long_line) == Complaints{"data/bad.md:1: longer than 130 letters"});
  CHECK(faults("`a  b` is code\n- x\n  y\n    as  " + long_line + "\n| a  | b |\n```text\na  b\n" +
               long_line + "\n```\n")
            .empty());
}

TEST_CASE("a header that leans on others does not compile alone") {
  const test::TempDir dir;
  dir.write("lib/core/include/seqlens/core/good.h",
            "#pragma once\n#include <string>\ninline std::string f();\n");
  CHECK(check_headers_alone(dir.path(), SEQLENS_CXX_COMPILER, read_tree(dir.path())).empty());
  dir.write("lib/core/include/seqlens/core/bad.h",
            "#pragma once\n#include \"seqlens/core/good.h\"\nstd::vector<int> g();\n");
  const auto complaints = check_headers_alone(dir.path(), SEQLENS_CXX_COMPILER, read_tree(dir.path()));
  CHECK(any_contains(complaints, "bad.h:3"));
  CHECK_FALSE(any_contains(complaints, "good.h"));
  dir.write("lib/scan/bad.cpp", "#include \"seqlens/core/bad.h\"\n");
  dir.write("lib/core/other.cpp", "#include <vector>\n#include \"seqlens/core/bad.h\"\n");
  CHECK_FALSE(check_headers_alone(dir.path(), SEQLENS_CXX_COMPILER, read_tree(dir.path())).empty());
  dir.write("lib/core/bad.cpp", "#include \"seqlens/core/bad.h\"\n");  // the build says it
  CHECK(check_headers_alone(dir.path(), SEQLENS_CXX_COMPILER, read_tree(dir.path())).empty());
}

TEST_CASE("a file that is not formatted is seen") {
  const test::TempDir dir;
  dir.write(".clang-format", test::read_file(test::source_dir() / ".clang-format"));
  dir.write("lib/core/a.cpp", "int f() { return 1; }\n");
  CHECK_FALSE(check_format(dir.path(), read_tree(dir.path())).empty());
  dir.write("lib/core/a.cpp", "int g(int x) {\n  int y = x;\n  return y;\n}\n");
  CHECK(check_format(dir.path(), read_tree(dir.path())).empty());
}
