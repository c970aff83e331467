#pragma once

namespace seq_tokenize {

/// Follows a text letter by letter, and knows which letters spell a special token ("<mask>", "[MASK]") and
/// are neither residues nor to be made upper case. A bracket that is not closed within 16 letters is none.
class SpecialText {
 public:
  [[nodiscard]] bool holds(char letter) {
    if (letter == '<' || letter == '[') left_ = kLongest;
    if (left_ == 0) return false;
    left_ = letter == '>' || letter == ']' ? 0 : left_ - 1;
    return true;
  }

 private:
  static constexpr int kLongest = 16;

  int left_ = 0;  // letters that may still belong to it
};

}  // namespace seq_tokenize
