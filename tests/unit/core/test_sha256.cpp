#include <string>

#include <catch2/catch.hpp>

#include "seqlens/core/errors.h"
#include "seqlens/core/sha256.h"

#include "support/temp_dir.h"

using namespace seqlens;

namespace {

std::span<const std::byte> bytes_of(const std::string& text) {
  return std::as_bytes(std::span(text));
}

}  // namespace

TEST_CASE("SHA-256 of the published examples") {
  const auto digest = [](const std::string& text) { return sha256_of_bytes(bytes_of(text)); };
  CHECK(digest("") == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  CHECK(digest("abc") == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  CHECK(digest("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq") ==
        "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1");
  CHECK(digest(std::string(1000000, 'a')) ==
        "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0");
}

TEST_CASE("SHA-256 does not depend on the pieces") {
  for (const std::size_t size : {55U, 56U, 63U, 64U, 65U, 119U, 120U, 200U}) {
    const std::string text(size, 'x');
    Sha256 pieces;
    pieces.update(bytes_of(text.substr(0, size / 3)));
    pieces.update(bytes_of(text.substr(size / 3)));
    CHECK(pieces.hex_digest() == sha256_of_bytes(bytes_of(text)));
  }
}

TEST_CASE("SHA-256 of a file") {
  const test::TempDir dir;
  CHECK(sha256_of_file(dir.write("abc", "abc")) ==
        "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  CHECK_THROWS_AS(sha256_of_file(dir.path() / "absent"), Error);
}
