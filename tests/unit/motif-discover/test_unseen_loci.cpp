#include <catch2/catch.hpp>

#include "motif-discover/unseen_loci.h"

using namespace motif_discover;

TEST_CASE("loci inside regions that training left out are unseen, all others are not") {
  const UnseenLoci unseen("X.fa.gz:X:101-200 20.fa.gz:HLA:B:1-30 positives  c:Y:a-b");
  CHECK(unseen.holds({"X", {100, 200}, ""}));
  CHECK(unseen.holds({"X", {150, 160}, ""}));
  CHECK_FALSE(unseen.holds({"X", {99, 200}, ""}));
  CHECK_FALSE(unseen.holds({"X", {150, 201}, ""}));
  CHECK_FALSE(unseen.holds({"Y", {150, 160}, ""}));
  CHECK_FALSE(unseen.holds({"X", {0, 0}, ""}));  // place unknown
  CHECK_FALSE(unseen.holds({"", {150, 160}, ""}));
  CHECK_FALSE(UnseenLoci().holds({"X", {150, 160}, ""}));
}
