#pragma once

#include <cstddef>
#include <stdexcept>
#include <string>
#include <string_view>

namespace seqlens {

/// Base of all errors that the library throws on purpose. what() is one line, complete, for a user to read.
class Error : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

/// Something in the input is wrong. `place` is "file", "file:line" or "file: record 'name'"; the text says
/// what was found, what was expected and what to do. what() is "place: text".
class InputError : public Error {
 public:
  InputError(std::string_view place, std::string_view text);
  /// "file:line" (1-based line) as the place.
  InputError(std::string_view file, std::size_t line, std::string_view text);
};

/// The command line asks for something that makes no sense. Exit code 2.
class UsageError : public Error {
 public:
  using Error::Error;
};

/// Sizes of arrays given to a function disagree. Names the sizes.
class ShapeError : public Error {
 public:
  using Error::Error;
};

/// The run was interrupted (Ctrl-C, SIGTERM).
class Cancelled : public Error {
 public:
  Cancelled() : Error("interrupted") {}
};

/// "cannot open 'path': No such file or directory", from errno.
std::string errno_text(std::string_view action, std::string_view path, int errno_value);

}  // namespace seqlens
