#include "reference_contacts.h"

#include <cmath>
#include <utility>

namespace seqlens::test {

namespace {

Rows zeros(std::size_t n) {
  return Rows(n, std::vector<double>(n));
}

class Contacts {
 public:
  Contacts(const ReferenceOutput& output, const model::Parameters& parameters, ContactMistake mistake)
      : output_(output), parameters_(parameters), mistake_(mistake) {}

  [[nodiscard]] Rows run() const {
    const std::size_t layers = output_.attentions.size();
    const std::size_t heads = output_.attentions[0].size();
    Rows sum = zeros(cut(output_.attentions[0][0]).size());
    for (std::size_t l = 0; l < layers; ++l) {
      for (std::size_t h = 0; h < heads; ++h) {
        const bool swapped = mistake_ == ContactMistake::heads_first;
        const double weight = parameters_.vector("contact.weight")[swapped ? h * layers + l : l * heads + h];
        add(sum, corrected_unless(ContactMistake::corrected_sum, symmetric(cut(output_.attentions[l][h]))),
            weight);
      }
    }
    if (mistake_ == ContactMistake::corrected_sum) sum = corrected(sum);
    return probabilities(std::move(sum));
  }

 private:
  [[nodiscard]] Rows cut(const Rows& attention) const {
    const std::size_t first = mistake_ == ContactMistake::cls_kept ? 0 : 1;
    const std::size_t size = attention.size() - (mistake_ == ContactMistake::eos_kept ? 1 : 2);
    Rows part = zeros(size);
    for (std::size_t i = 0; i < size; ++i)
      for (std::size_t j = 0; j < size; ++j) part[i][j] = attention[first + i][first + j];
    return part;
  }

  [[nodiscard]] Rows symmetric(Rows a) const {
    if (mistake_ == ContactMistake::not_symmetrised) return a;
    Rows sum = a;
    for (std::size_t i = 0; i < a.size(); ++i)
      for (std::size_t j = 0; j < a.size(); ++j) sum[i][j] += a[j][i];
    return sum;
  }

  [[nodiscard]] Rows corrected_unless(ContactMistake mistake, const Rows& a) const {
    return mistake_ == mistake || mistake_ == ContactMistake::no_correction ? a : corrected(a);
  }

  [[nodiscard]] Rows corrected(const Rows& a) const {
    const std::size_t n = a.size();
    std::vector<double> rows(n);
    std::vector<double> columns(n);
    double total = 0;
    for (std::size_t i = 0; i < n; ++i) {
      for (std::size_t j = 0; j < n; ++j) {
        if (mistake_ == ContactMistake::without_diagonal && i == j) continue;
        rows[i] += a[i][j];
        columns[j] += a[i][j];
        total += a[i][j];
      }
    }
    Rows result = a;
    for (std::size_t i = 0; i < n; ++i)
      for (std::size_t j = 0; j < n; ++j) result[i][j] -= rows[i] * columns[j] / total;
    return result;
  }

  static void add(Rows& sum, const Rows& a, double weight) {
    for (std::size_t i = 0; i < a.size(); ++i)
      for (std::size_t j = 0; j < a.size(); ++j) sum[i][j] += weight * a[i][j];
  }

  [[nodiscard]] Rows probabilities(Rows logits) const {
    const double bias = *parameters_.vector("contact.bias");
    for (auto& row : logits)
      for (double& value : row)
        value = mistake_ == ContactMistake::no_sigmoid ? value + bias : 1 / (1 + std::exp(-(value + bias)));
    return logits;
  }

  const ReferenceOutput& output_;
  const model::Parameters& parameters_;
  ContactMistake mistake_;
};

}  // namespace

Rows reference_contacts(const ReferenceOutput& output, const model::Parameters& parameters,
                        ContactMistake mistake) {
  return Contacts(output, parameters, mistake).run();
}

}  // namespace seqlens::test
