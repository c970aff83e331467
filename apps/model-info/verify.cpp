#include "model-info/verify.h"

#include <algorithm>
#include <cstdint>
#include <map>

#include <fmt/format.h>

#include "seqlens/core/errors.h"
#include "seqlens/model/encoder.h"
#include "seqlens/model/reference_comparison.h"

namespace model_info {
namespace {

using namespace seqlens;
using model::OutputDifference;
using model::ReferenceCase;

/// One kind of output over all cases.
struct Kind {
  OutputDifference total;
  double worst = -1;
  std::string worst_case;
  bool is_missing = false;  // from what the model gives in some case
};

bool is_known_kind(const std::string& output) {
  return output == "logits" || output == "last_hidden_state" || output == "attentions" ||
         output == "contacts" || output.starts_with("hidden_states.");
}

/// "f16." when the weights are of that type and the file holds outputs of such weights.
std::string prefix_for(const checkpoint::SafetensorsView& file, const std::string& weights) {
  std::string prefix = weights + ".";
  std::ranges::transform(prefix, prefix.begin(),
                         [](char c) { return c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c; });
  const bool held =
      std::ranges::any_of(file.tensors(), [&](const auto& t) { return t.name.starts_with(prefix); });
  return held ? prefix : "";
}

std::map<std::string, OutputDifference> compare(const model::Encoder& encoder,
                                                const model::WeightSource& weights,
                                                const ReferenceCase& reference, const std::string& place) {
  try {
    return compare_with_reference(encoder, weights, reference);
  } catch (const InputError&) {
    throw;
  } catch (const Error& error) {  // a sequence that the encoder does not take
    throw InputError(fmt::format("{}: case '{}'", place, reference.name()), error.what());
  }
}

void take(const ReferenceCase& reference, const std::map<std::string, OutputDifference>& differences,
          std::map<std::string, Kind>& kinds) {
  for (const std::string& output : reference.outputs()) {
    Kind& kind = kinds[output];
    const auto found = differences.find(output);
    if (found == differences.end()) {
      kind.is_missing = true;
      continue;
    }
    kind.total.add(found->second);
    if (found->second.largest > kind.worst) {
      kind.worst = found->second.largest;
      kind.worst_case = reference.name();
    }
  }
}

std::string verdict_on(const std::string& output, const Kind& kind, double tolerance) {
  if (kind.is_missing) return is_known_kind(output) ? "missing" : "not compared";
  return kind.total.is_within(tolerance) ? "ok" : "differs";
}

void add_row(const std::string& output, const Kind& kind, double tolerance, Verification& result) {
  const std::string verdict = verdict_on(output, kind, tolerance);
  if (verdict == "differs" || verdict == "missing") ++result.differing;
  using report::Cell;
  const bool compared = kind.total.values > 0;
  result.table.add_row({output, compared ? Cell(kind.total.largest) : Cell(),
                        static_cast<std::int64_t>(kind.total.values),
                        compared ? Cell(kind.worst_case) : Cell(), verdict});
}

}  // namespace

Verification verify(const opened_model::OpenedModel& subject, const Origin& origin,
                    const std::filesystem::path& reference, double tolerance) {
  const checkpoint::SafetensorsFile file(reference);
  const std::string prefix = prefix_for(file.view(), origin.weights);
  const auto cases = model::reference_cases(file.view(), reference.string(), prefix);
  const model::Encoder& encoder = subject.encoder();
  std::map<std::string, Kind> kinds;
  for (const ReferenceCase& one : cases)
    take(one, compare(encoder, subject.stored(), one, reference.string()), kinds);

  Verification result{
      {"outputs", {"output", "largest_difference", "values", "case", "verdict"}, {}}, prefix, 0};
  for (const auto& [output, kind] : kinds) add_row(output, kind, tolerance, result);
  const auto is_compared = [](const auto& kind) { return kind.second.total.values > 0; };
  if (std::ranges::none_of(kinds, is_compared))
    throw InputError(reference.string(), "holds no output that this model gives: nothing was compared");
  return result;
}

}  // namespace model_info
