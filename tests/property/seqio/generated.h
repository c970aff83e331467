#pragma once

#include <string>
#include <string_view>
#include <vector>

#include <catch2/catch.hpp>

#include "seqlens/core/random.h"
#include "seqlens/seqio/text_output.h"

#include "support/temp_dir.h"

namespace seqlens::seqio {

/// `length` letters of `alphabet`.
inline std::string random_letters(Random& random, std::size_t length, std::string_view alphabet) {
  std::string letters(length, '\0');
  for (char& letter : letters) letter = alphabet[random.below(alphabet.size())];
  return letters;
}

struct NamedBases {
  std::string name;
  std::string bases;
};

/// Records named r0, r1, ... of 0 to `longest` bases.
inline std::vector<NamedBases> random_records(Random& random, std::size_t count, std::size_t longest) {
  std::vector<NamedBases> records;
  for (std::size_t i = 0; i < count; ++i) {
    const std::size_t length = random.below(4) == 0 ? random.below(4) : random.below(longest + 1);
    NamedBases& record = records.emplace_back();
    record.name = std::to_string(i);
    record.bases = random_letters(random, length, "ACGTacgtNRYn");
  }
  return records;
}

/// `bytes` in a file of `dir`, bgzip or plain.
inline std::string write_file(const test::TempDir& dir, const std::string& name, std::string_view bytes,
                              bool bgzip) {
  if (!bgzip) return dir.write(name, bytes).string();
  const std::string path = (dir.path() / name).string();
  BgzfOutput out(path);
  out.write(bytes);
  out.commit();
  return path;
}

}  // namespace seqlens::seqio

/// A new seed for each of `count` rounds, shown when a check fails.
#define SEQLENS_EACH_SEED(seed, count)                                     \
  const auto seed = static_cast<std::uint64_t>(GENERATE(range(0, count))); \
  INFO("seed " << seed)
