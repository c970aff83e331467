#include <catch2/catch.hpp>

#include "seqlens/seqio/reference_path.h"

using seqlens::seqio::local_reference_path;

TEST_CASE("addresses go from a reference path, folders stay") {
  CHECK(local_reference_path("/refs/%2s/%s") == "/refs/%2s/%s");
  CHECK(local_reference_path("/a/%s:/b/%s:c/%s") == "/a/%s:/b/%s:c/%s");
  CHECK(local_reference_path("http://www.ebi.ac.uk/ena/cram/md5/%s") == ":");
  CHECK(local_reference_path("/a/%s:https://host:8080/md5/%s:/b/%s") == "/a/%s:/b/%s");
  CHECK(local_reference_path("URL=http://host/%s:ftp://host/%s:s3://bucket/%s:/b/%s") == "/b/%s");
  CHECK(local_reference_path(":") == ":");
  CHECK(local_reference_path("") == ":");
}
