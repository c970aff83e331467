#pragma once

#include <span>

namespace seqlens::tokenize {

/// Follows a text letter by letter, and knows which letters spell a special token ("<mask>", "[MASK]") and
/// are neither residues nor to be made upper case. A bracket that is not closed ends after 16 letters.
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

/// Makes the letters that spell no special token upper case; `special` is where the text is.
inline void make_upper_case(std::span<char> letters, SpecialText& special) {
  for (char& letter : letters)
    if (!special.holds(letter) && letter >= 'a' && letter <= 'z')
      letter = static_cast<char>(letter - 'a' + 'A');
}

}  // namespace seqlens::tokenize
