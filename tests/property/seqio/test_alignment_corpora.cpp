#include <algorithm>
#include <cstdlib>
#include <sstream>

#include <catch2/catch.hpp>

#include "seqlens/core/errors.h"
#include "seqlens/seqio/record_reader.h"

#include "support/shared_data.h"
#include "support/temp_dir.h"

namespace seqlens::seqio {
namespace {

namespace fs = std::filesystem;

// htslib's and hts-specs' test files, unpacked.
class Corpus {
 public:
  // "hts-specs.tar.gz" holds "hts-specs/test/...".
  explicit Corpus(const fs::path& archive) : root_(dir_.path() / archive.stem().stem() / "test") {
    const std::string command = "tar xzf '" + archive.string() + "' -C '" + dir_.path().string() + "'";
    REQUIRE(std::system(command.c_str()) == 0);
  }

  [[nodiscard]] const fs::path& root() const { return root_; }

  // Regular files whose folder has this name, sorted; every file for an empty name.
  [[nodiscard]] std::vector<fs::path> files_in(std::string_view folder) const {
    std::vector<fs::path> files;
    for (const auto& entry : fs::recursive_directory_iterator(root())) {
      const bool wanted = folder.empty() || entry.path().parent_path().filename() == folder;
      if (entry.is_regular_file() && wanted) files.push_back(entry.path());
    }
    std::sort(files.begin(), files.end());
    return files;
  }

 private:
  test::TempDir dir_;
  fs::path root_;
};

bool is_alignment(const fs::path& path) {
  return path.extension() == ".sam" || path.extension() == ".bam" || path.extension() == ".cram";
}

struct Outcome {
  std::string error;  // empty: read to the end
  std::uint64_t records = 0;
  std::uint64_t bases = 0;
};

Outcome read_through(const fs::path& path, const fs::path& reference) {
  ReaderOptions options;
  options.primary_only = false;
  if (path.extension() == ".cram") options.reference = reference.string();
  try {
    RecordReader reader(path.string(), options);
    for (Record record; reader.read(record);) {
    }
    return {"", reader.counts().records, reader.counts().bases};
  } catch (const Error& error) {
    return {error.what(), 0, 0};
  }
}

bool samtools_reads(const fs::path& path, const fs::path& reference) {
  const std::string command =
      "REF_PATH=: samtools view -T '" + reference.string() + "' '" + path.string() + "' >/dev/null 2>&1";
  return std::system(command.c_str()) == 0;
}

bool has_samtools() {
  return std::system("samtools --version >/dev/null 2>&1") == 0;
}

// One line a file: path, records, bases.
std::string listing(const Corpus& corpus, const std::vector<fs::path>& files, const fs::path& reference) {
  std::ostringstream text;
  for (const fs::path& path : files) {
    const Outcome outcome = read_through(path, reference);
    if (!outcome.error.empty()) continue;
    text << fs::relative(path, corpus.root()).string() << '\t' << outcome.records << '\t' << outcome.bases
         << '\n';
  }
  return text.str();
}

std::string without_comments(const std::string& text) {
  std::istringstream in(text);
  std::string kept;
  for (std::string line; std::getline(in, line);) {
    if (!line.starts_with('#')) kept += line + '\n';
  }
  return kept;
}

TEST_CASE("passed entries of hts-specs are read to the end") {
  SEQLENS_REQUIRE_SHARED(archive, "data/alignments/hts-specs.tar.gz");
  const Corpus corpus(archive);
  const auto files = corpus.files_in("passed");
  std::size_t read = 0;
  for (const fs::path& path : files) {
    if (!is_alignment(path)) continue;
    INFO(path);
    CHECK(read_through(path, corpus.root() / "cram/ce.fa").error.empty());
    ++read;
  }
  CHECK(read > 150);
}

TEST_CASE("of the failed entries of hts-specs only the listed ones are accepted") {
  SEQLENS_REQUIRE_SHARED(archive, "data/alignments/hts-specs.tar.gz");
  const Corpus corpus(archive);
  const std::string found = listing(corpus, corpus.files_in("failed"), corpus.root() / "cram/ce.fa");
  const auto golden = test::source_dir() / "tests/property/seqio/accepted_failed_entries.tsv";
  CHECK(found == without_comments(test::read_file(golden)));
}

TEST_CASE("wherever htslib errs we err") {
  SEQLENS_REQUIRE_SHARED(hts_specs, "data/alignments/hts-specs.tar.gz");
  SEQLENS_REQUIRE_SHARED(htslib, "data/alignments/htslib.tar.gz");
  if (!has_samtools()) {
    WARN("[SKIPPED] samtools is not installed");
    return;
  }
  const bool specs = GENERATE(true, false);
  const Corpus corpus(specs ? hts_specs : htslib);
  const fs::path reference = corpus.root() / (specs ? "cram/ce.fa" : "ce.fa");
  std::size_t errors = 0;
  for (const fs::path& path : corpus.files_in("")) {
    const bool empty = fs::file_size(path) == 0;  // an error to samtools, no records to us
    if (!is_alignment(path) || empty || samtools_reads(path, reference)) continue;
    INFO(path);
    CHECK_FALSE(read_through(path, reference).error.empty());
    ++errors;
  }
  CHECK(errors >= (specs ? 30 : 2));
}

TEST_CASE("no file of the htslib corpus crashes or hangs a reader") {
  SEQLENS_REQUIRE_SHARED(archive, "data/alignments/htslib.tar.gz");
  const Corpus corpus(archive);
  std::size_t accepted = 0;
  for (const fs::path& path : corpus.files_in("")) {
    accepted += read_through(path, corpus.root() / "ce.fa").error.empty();
  }
  CHECK(accepted > 150);
}

}  // namespace
}  // namespace seqlens::seqio
