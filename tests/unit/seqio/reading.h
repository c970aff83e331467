#pragma once

#include <string>
#include <utility>
#include <vector>

#include "seqlens/core/errors.h"
#include "seqlens/seqio/record_reader.h"

#include "support/temp_dir.h"

namespace seqlens::seqio {

inline std::vector<Record> read_all(const std::string& path, ReaderOptions options = {}) {
  RecordReader reader(path, std::move(options));
  std::vector<Record> records;
  for (Record record; reader.read(record);) records.push_back(record);
  return records;
}

/// The text of the error that `action` throws, with the folder of `dir` taken off its front; "no error"
/// otherwise.
template <class Action>
std::string error_of(const test::TempDir& dir, Action action) {
  try {
    action();
  } catch (const Error& error) {
    std::string text = error.what();
    const std::string folder = dir.path().string() + "/";
    for (auto at = text.find(folder); at != std::string::npos; at = text.find(folder))
      text.erase(at, folder.size());
    return text;
  }
  return "no error";
}

/// The same for reading a whole file "x" of these bytes.
inline std::string reading_error(const test::TempDir& dir, std::string_view bytes) {
  const std::string path = dir.write("x", bytes).string();
  return error_of(dir, [&] { read_all(path); });
}

}  // namespace seqlens::seqio
