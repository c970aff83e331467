#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>

#include "seqlens/cli/streams.h"
#include "seqlens/opened_model/opened_model.h"

#include "seq-embed/options.h"
#include "seq-embed/token_record.h"

namespace seq_embed {

/// Floats of outputs that are held at once: 256 MB.
inline constexpr std::size_t kMostFloats = std::size_t{1} << 26;

/// What the program does with its records, a batch at a time in the order of the input.
class BatchJob {
 public:
  virtual ~BatchJob() = default;
  /// Records in pieces cannot be taken.
  [[nodiscard]] virtual bool needs_whole_record() const = 0;
  /// Floats that the record's outputs take while a batch is worked on.
  [[nodiscard]] virtual std::size_t floats_held(const TokenRecord& record) const = 0;
  virtual void run(std::span<const TokenRecord> batch) = 0;
  virtual void finish() = 0;
  /// Records that were written under another name than theirs.
  [[nodiscard]] virtual std::uint64_t renamed() const { return 0; }
};

/// Both keep references, and open their output at once.
/// @throws UsageError when the model cannot do what the options ask for
[[nodiscard]] std::unique_ptr<BatchJob> make_output_job(const Options& options,
                                                        const seqlens::opened_model::OpenedModel& model,
                                                        seqlens::cli::Streams& streams);
[[nodiscard]] std::unique_ptr<BatchJob> make_likelihood_job(const Options& options,
                                                            const seqlens::opened_model::OpenedModel& model,
                                                            seqlens::cli::Streams& streams);

}  // namespace seq_embed
