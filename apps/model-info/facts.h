#pragma once

#include <vector>

#include "seqlens/report/provenance.h"
#include "seqlens/report/table.h"

#include "model-info/origin.h"
#include "model-info/subject.h"

namespace model_info {

/// Everything that is told about a model: single facts, and lists (files, labels, where it comes from,
/// ignored tensors). Lists that would be empty are left out.
struct ModelFacts {
  seqlens::report::Provenance facts;
  std::vector<seqlens::report::Table> lists;
};

/// @param digests  with SHA-256 of the files, which reads every byte of them
/// @throws InputError when something stored beside the weights cannot be read.
[[nodiscard]] ModelFacts facts_of(const seqlens::opened_model::OpenedModel& subject, bool digests);

/// For people: facts one a line, aligned, then the lists.
[[nodiscard]] std::string to_text(const ModelFacts& facts);

}  // namespace model_info
