#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace seqlens::labelled {

/// What the label of a table's line may say, and which class that is: by itself 1 and 0 alone. A name comes
/// before a number: a class that is called "1" is meant by it.
class LabelNames {
 public:
  /// A class is its name, or its number from 0; of one label it is 1, and 0 what is not.
  [[nodiscard]] static LabelNames of_classes(const std::vector<std::string>& labels);
  /// 1 is the class `positive`, 0 the other; their names too, of one or two classes.
  [[nodiscard]] static LabelNames of_positive(const std::vector<std::string>& labels,
                                              std::size_t positive = 0);

  /// The class; nothing for what is neither a name nor a number.
  [[nodiscard]] std::optional<int> target(const std::string& text) const;
  /// "label 'x', expected 1 ('promoter') or 0 ('background')"
  [[nodiscard]] std::string unknown_text(const std::string& text) const;

 private:
  std::vector<std::pair<std::string, int>> names_;
  int classes_ = 2;
  std::string what_ = ", expected 1 or 0";  // a label may be
};

}  // namespace seqlens::labelled
