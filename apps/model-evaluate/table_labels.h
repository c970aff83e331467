#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace model_evaluate {

/// What the column 'label' of a table may say: 1 for positive and 0 for negative, or a class label of the
/// model.
class TableLabels {
 public:
  /// 1 and 0 alone.
  TableLabels() = default;
  /// @param classes   labels of the model's classification head, one or two. A class that is called "1" or
  /// "0"
  ///                  is meant by it.
  /// @param positive  index of the one whose logit scores a record.
  TableLabels(const std::vector<std::string>& classes, std::size_t positive);

  /// 1 or 0; nothing for what is neither a number nor a name.
  [[nodiscard]] std::optional<std::uint8_t> target(const std::string& text) const;
  /// "1 ('promoter') or 0 ('background')", for messages.
  [[nodiscard]] std::string expected() const;

 private:
  std::string positive_;  // empty: has no name
  std::string negative_;
};

}  // namespace model_evaluate
