#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <mutex>
#include <span>
#include <vector>

#include "seqlens/model/config.h"
#include "seqlens/model/encoder.h"
#include "seqlens/model/head_sink.h"
#include "seqlens/model/weight_source.h"

namespace seqlens::model {

/// The logistic regression of ESM's contact prediction.
struct ContactHead {
  std::vector<float> weights;  ///< of attention head layer * H + head
  float bias = 0;
};

/// Copies it out of a model's weights. @throws Error when the model has none
[[nodiscard]] ContactHead contact_head(const EncoderConfig& config, const WeightSource& weights);

/// ESM's contact prediction (Rao et al. 2021), fed by the encoder while it runs: of each head's attention,
/// rows and columns of <eos> are zeroed, the first and last token are cut, the matrix is added to its
/// transpose and freed of its average product (row sum times column sum over the total); a logistic
/// regression over all heads gives the probability.
///
/// Holds at most the heads of one layer of each sequence. Heads are added in the order layer * H + head, so
/// the result has the same bytes for any number of threads.
class ContactSink : public HeadSink {
 public:
  /// @param sequences  those of the run that this sink watches, in its order; first and last token are <cls>
  /// and <eos>
  ContactSink(const EncoderConfig& config, ContactHead head, std::span<const TokenIds> sequences,
              std::int32_t eos_token = 2);

  void on_rows(std::size_t sequence, int layer, int head, std::size_t first,
               kernels::ConstMatrix rows) override;

  /// After the run: probabilities of the sequence, (T - 2, T - 2), symmetric. Empty for T < 3.
  [[nodiscard]] std::vector<float> probabilities(std::size_t sequence) const;

 private:
  struct Head {
    std::vector<float> attention;  // (T - 2, T - 2)
    bool complete = false;
  };
  struct Sequence {
    std::size_t size = 0;  // T - 2
    std::vector<bool> zeroed;
    std::map<std::size_t, Head> waiting;  // by layer * H + head
    std::size_t next = 0;                 // the head to be added next
    std::vector<double> logits;
    std::mutex mutex;
  };

  Head& head_of(Sequence& sequence, std::size_t channel);
  void complete(Sequence& sequence, std::size_t channel);
  void add(Sequence& sequence, const std::vector<float>& attention, double weight) const;

  std::size_t heads_;
  ContactHead regression_;
  std::vector<Sequence> sequences_;
};

}  // namespace seqlens::model
