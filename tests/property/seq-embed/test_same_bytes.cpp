// Results depend on the records alone: not on threads, batches or neighbours.
#include <sstream>

#include <catch2/catch.hpp>

#include "seqlens/core/random.h"
#include "seqlens/parallel/thread_budget.h"
#include "seqlens/seqio/record_reader.h"

#include "seq-embed/run.h"
#include "support/shared_data.h"
#include "support/temp_dir.h"
#include "support/tiny_promoter_model.h"
#include "support/tiny_protein_model.h"

using namespace seqlens;

namespace {

std::string save(const test::TempDir& folder, const model::ModelFile& file) {
  const auto path = folder.path() / "model.safetensors";
  model::save_model_file(path, file.config, file.parameters, file.metadata);
  return path.string();
}

/// Pieces of the X chromosome, 1 to 700 bases.
std::string real_records(std::uint64_t seed) {
  seqio::RecordReader reader((test::source_dir() / "data/example/GRCh37.chrX_excerpt.fa.gz").string());
  seqio::Record record;
  REQUIRE(reader.read(record));
  Random random(seed);
  std::string fasta;
  for (int i = 0; i < 40; ++i)
    fasta += ">r" + std::to_string(i) + '\n' +
             record.bases.substr(random.below(record.bases.size() - 700), 1 + random.below(700)) + '\n';
  return fasta;
}

/// Proteins of 0 to 29 residues, some of them masked.
std::string proteins(std::uint64_t seed) {
  Random random(seed);
  std::string fasta;
  for (int i = 0; i < 30; ++i) {
    fasta += ">p" + std::to_string(i) + '\n';
    for (std::uint64_t left = random.below(30); left > 0; --left)
      fasta += random.below(20) == 0 ? "<mask>" : std::string(1, "ACDEFGHIKLMNPQRSTVWY"[random.below(20)]);
    fasta += '\n';
  }
  return fasta;
}

std::string output_of(seq_embed::Options options, const test::TempDir& folder) {
  std::istringstream in;
  std::ostringstream out, err;
  cli::Streams streams(in, out, err, "seq-embed");
  options.output = (folder.path() / "out").string();
  REQUIRE(seq_embed::run(options, streams) == 0);
  return test::read_file(options.output);
}

void check_same_bytes(const seq_embed::Options& options, const test::TempDir& folder) {
  seq_embed::Options plain = options;
  plain.batch_tokens = 1;
  std::string expected;
  {
    const parallel::ThreadBudget one(1);
    expected = output_of(plain, folder);
  }
  REQUIRE(expected.size() > 200);
  for (const int threads : {1, 2, 5}) {
    const parallel::ThreadBudget budget(threads);
    for (const int batch : {1, 333, 16384}) {
      INFO(options.what << ", " << threads << " threads, batches of " << batch);
      seq_embed::Options other = options;
      other.batch_tokens = batch;
      CHECK((output_of(other, folder) == expected));
    }
  }
}

}  // namespace

TEST_CASE("real DNA gives the same bytes for any threads and batch") {
  constexpr std::uint64_t kSeed = 11;
  INFO("seed " << kSeed);
  const test::TempDir folder;
  seq_embed::Options options;
  options.model = save(folder, test::tiny_promoter_file());
  options.inputs = {folder.write("in.fa", real_records(kSeed)).string()};
  options.long_rule = "split";
  options.format = "safetensors";
  for (const auto* what : {"embedding", "hidden_states"}) {
    options.what = what;
    check_same_bytes(options, folder);
  }
  options.long_rule = "skip";
  options.what = "attentions";
  check_same_bytes(options, folder);
  options.what = "logits";
  options.format = "tsv";
  check_same_bytes(options, folder);
}

TEST_CASE("proteins give the same bytes for any threads and batch") {
  constexpr std::uint64_t kSeed = 12;
  INFO("seed " << kSeed);
  const test::TempDir folder;
  seq_embed::Options options;
  options.model = save(folder, test::tiny_protein_file());
  options.inputs = {folder.write("in.fa", proteins(kSeed)).string()};
  options.format = "safetensors";
  for (const auto* what : {"logits", "contacts"}) {
    options.what = what;
    check_same_bytes(options, folder);
  }
  options.format = "tsv";
  options.pseudo_likelihood = true;
  options.per_position = true;
  check_same_bytes(options, folder);
}
