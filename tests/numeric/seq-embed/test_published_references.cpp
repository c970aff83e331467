// What the program writes for the sequences of published models' fixtures, against outputs of the original
// code in double precision.
#include <algorithm>
#include <cmath>
#include <fstream>
#include <numeric>
#include <sstream>

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include "seqlens/checkpoint/safetensors.h"
#include "seqlens/tokenize/load_tokenizer.h"

#include "seq-embed/run.h"
#include "support/shared_data.h"
#include "support/temp_dir.h"

using namespace seqlens;
using checkpoint::SafetensorsView;
using checkpoint::Tensor;

namespace {

constexpr double kTolerance = 2e-4;

nlohmann::json batch_of(const std::filesystem::path& folder, const std::string& name) {
  std::ifstream stream(folder / "cases.json");
  const auto cases = nlohmann::json::parse(stream);
  for (const auto& batch : cases.at("batches"))
    if (batch.at("name") == name) return batch;
  throw std::runtime_error("cases.json has no batch " + name);
}

/// The record's text with the tokenizer's mask in place of the tokens at these places.
std::string masked_text(const tokenize::Tokenizer& tokenizer, const std::string& text,
                        const std::vector<std::size_t>& places) {
  const tokenize::Tokens tokens = tokenizer.encode(text);
  std::string masked;
  std::int64_t end = 0;
  for (const std::size_t place : places) {
    const Interval span = tokens.map.at(place);
    masked += text.substr(static_cast<std::size_t>(end), static_cast<std::size_t>(span.begin - end));
    masked += tokenizer.token(*tokenizer.mask_id());
    end = span.end;
  }
  return masked + text.substr(static_cast<std::size_t>(end));
}

/// The sequences of a case as FASTA, named 0, 1, ...
std::string fasta_of(const std::filesystem::path& folder, const std::string& name) {
  const auto tokenizer = tokenize::load_tokenizer(folder);
  const nlohmann::json batch = batch_of(folder, name);
  std::string fasta;
  for (std::size_t b = 0; b < batch.at("sequences").size(); ++b) {
    const std::string text = batch["sequences"][b];
    const auto places = batch.contains("masked_positions")
                            ? batch["masked_positions"][b].get<std::vector<std::size_t>>()
                            : std::vector<std::size_t>();
    fasta += '>' + std::to_string(b) + '\n' + masked_text(*tokenizer, text, places) + '\n';
  }
  return fasta;
}

std::size_t length_of(const SafetensorsView& reference, const std::string& name, std::size_t b) {
  const Tensor& tensor = reference.at(name + ".attention_mask");
  const auto mask = checkpoint::integers_of(tensor);
  const auto row = mask.begin() + static_cast<std::ptrdiff_t>(b * tensor.shape[1]);
  return static_cast<std::size_t>(
      std::accumulate(row, row + static_cast<std::ptrdiff_t>(tensor.shape[1]), 0LL));
}

/// Largest difference over the leading corner that both arrays have, in every dimension; infinity for NaN.
double difference(const Tensor& got, const Tensor& reference, std::size_t b) {
  const auto values = checkpoint::floats_of(got);
  const auto all = checkpoint::floats_of(reference);
  const std::vector<std::size_t> shape(reference.shape.begin() + 1, reference.shape.end());
  REQUIRE(got.shape.size() == shape.size());
  const std::size_t batch_size = all.size() / reference.shape[0];
  double largest = 0;
  for (std::size_t i = 0; i < values.size(); ++i) {
    std::size_t rest = i, offset = 0, stride = 1;
    bool inside = true;
    for (std::size_t d = shape.size(); d-- > 0; rest /= got.shape[d], stride *= shape[d]) {
      inside = inside && rest % got.shape[d] < shape[d];
      offset += rest % got.shape[d] * stride;
    }
    if (!inside) continue;
    const double distance = std::abs(values[i] - all[b * batch_size + offset]);
    if (!(distance <= largest)) largest = std::isnan(distance) ? INFINITY : distance;
  }
  return largest;
}

struct Run {
  std::filesystem::path model;
  std::string fasta;
  std::string what;
};

/// The program's output file, in `folder`.
std::filesystem::path output_of(const Run& run, const test::TempDir& folder) {
  seq_embed::Options options;
  options.model = run.model.string();
  options.inputs = {folder.write("in.fa", run.fasta).string()};
  options.what = run.what;
  options.format = "safetensors";
  options.output = (folder.path() / (run.what + ".safetensors")).string();
  std::istringstream in;
  std::ostringstream out, err;
  cli::Streams streams(in, out, err, "seq-embed");
  REQUIRE(seq_embed::run(options, streams) == 0);
  return options.output;
}

/// Largest difference of one kind of output over the case's records; nothing when the reference lacks it.
std::optional<double> case_difference(const std::filesystem::path& fixture, const std::string& name,
                                      const std::string& what, const std::string& fasta) {
  const checkpoint::SafetensorsFile reference(fixture / "ref_outputs.safetensors");
  const std::string key = name + '.' + what;
  const bool layered = what == "hidden_states";
  if (!reference.view().find(layered ? key + ".0" : key)) return std::nullopt;
  const test::TempDir folder;
  const checkpoint::SafetensorsFile got(output_of({fixture, fasta, what}, folder));
  double largest = 0;
  for (const Tensor& tensor : got.view().tensors()) {
    const auto dot = tensor.name.find('.');
    const std::size_t b = std::stoul(tensor.name.substr(0, dot));
    const Tensor* expected = reference.view().find(name + tensor.name.substr(dot));
    if (layered && !expected) continue;  // the last one is the reference's last_hidden_state
    REQUIRE(expected);
    const std::size_t length = length_of(reference.view(), name, b);
    CHECK(tensor.shape[tensor.shape.size() - 2] == (what == "contacts" ? length - 2 : length));
    largest = std::max(largest, difference(tensor, *expected, b));
  }
  return largest;
}

constexpr const char* kKinds[] = {"logits", "last_hidden_state", "hidden_states", "attentions", "contacts"};

}  // namespace

TEST_CASE("the program gives the original code's numbers for every fixture") {
  SEQLENS_REQUIRE_SHARED(fixtures, "fixtures");
  struct Fixture {
    const char* folder;
    std::vector<const char*> cases;
    int compared;  // kinds of output, all cases together
  };
  // DNABERT's text cannot spell a masked k-mer, so its masked case is left to the encoder's tests.
  for (const Fixture& fixture :
       {Fixture{"esm2_tiny", {"ubiquitin_1ubq", "bpti_5pti", "crambin_1crn", "masked_batch"}, 14},
        Fixture{"nt_v1_tiny", {"lacZ_start", "padded"}, 6},
        Fixture{"nt_v2_tiny", {"lacZ_start", "padded"}, 6}, Fixture{"dnabert_tiny", {"padded"}, 2},
        Fixture{"dnabert2_tiny", {"single", "padded"}, 4}}) {
    int compared = 0;
    for (const auto* name : fixture.cases) {
      const std::string fasta = fasta_of(fixtures / fixture.folder, name);
      for (const auto* what : kKinds) {
        INFO(fixture.folder << ", " << name << ", " << what);
        const auto found = case_difference(fixtures / fixture.folder, name, what, fasta);
        if (!found) continue;
        ++compared;
        CHECK(*found <= kTolerance);
      }
    }
    CHECK(compared == fixture.compared);
  }
}

TEST_CASE("the references notice another sequence") {
  SEQLENS_REQUIRE_SHARED(fixtures, "fixtures");
  std::string fasta = fasta_of(fixtures / "esm2_tiny", "bpti_5pti");
  std::swap(fasta[3], fasta[4]);  // the first two residues
  for (const auto* what : kKinds) {
    INFO(what);
    CHECK(case_difference(fixtures / "esm2_tiny", "bpti_5pti", what, fasta).value() > kTolerance);
  }
}
