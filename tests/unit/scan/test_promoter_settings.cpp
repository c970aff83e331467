#include <string>

#include <catch2/catch.hpp>

#include "seqlens/core/errors.h"
#include "seqlens/scan/promoter_settings.h"

using namespace seqlens;
using namespace seqlens::scan;

namespace {

PromoterSettings example() {
  PromoterSettings settings;
  settings.first_stage_threshold = -2.5;
  settings.min_logit = 1.25;
  settings.scan_probability = CalibrationCurve({{0, 0.25}, {4, 0.875}});
  settings.record_probability = CalibrationCurve({{-4, 0.01}, {0, 0.5}});
  settings.score_table = {{0, 0.75, 0.5, 20}, {1, 0.625, 0.75, 10}, {2, 0.5, 0.875, 5}};
  return settings;
}

/// The JSON of the example with one piece of text replaced by another.
std::string edited(const std::string& from, const std::string& to) {
  std::string text = to_json(example());
  const auto at = text.find(from);
  REQUIRE(at != std::string::npos);
  return text.replace(at, from.size(), to);
}

}  // namespace

TEST_CASE("promoter settings survive writing and reading") {
  CHECK(promoter_settings_from_json(to_json(example())) == example());
  CHECK(promoter_settings_from_json(to_json(PromoterSettings{})) == PromoterSettings{});
}

TEST_CASE("flanks are written when there are any") {
  PromoterSettings flanked = example();
  flanked.flank_bases = 200;
  CHECK(flanked.seen_bases() == 700);
  CHECK(promoter_settings_from_json(to_json(flanked)) == flanked);
  CHECK(to_json(example()).find("flank") == std::string::npos);
}

TEST_CASE("a curve of both strands stands beside the one of one strand") {
  PromoterSettings settings = example();
  CHECK(settings.record_curve(true) == settings.record_probability);
  CHECK(to_json(settings).find("unstranded") == std::string::npos);
  settings.unstranded_record_probability = CalibrationCurve({{-3, 0.01}, {1, 0.5}});
  CHECK(settings.record_curve(true) == settings.unstranded_record_probability);
  CHECK(settings.record_curve(false) == settings.record_probability);
  CHECK(promoter_settings_from_json(to_json(settings)) == settings);
}

TEST_CASE("a second threshold is lower") {
  PromoterSettings settings = example();
  CHECK(to_json(settings).find("sensitive") == std::string::npos);
  settings.sensitive_min_logit = 0.5;
  CHECK(promoter_settings_from_json(to_json(settings)) == settings);
  settings.sensitive_min_logit = 1.5;
  CHECK_THROWS_WITH(promoter_settings_from_json(to_json(settings)),
                    "model metadata 'seqlens.promoter': 'sensitive_min_logit' exceeds 'min_logit'");
}

TEST_CASE("the TSS lies where the strand puts it") {
  CHECK(example().tss_offset(false) == 249);
  CHECK(example().tss_offset(true) == 50);
}

TEST_CASE("settings of a model of positions say how its windows lie") {
  CHECK(to_json(example()).find("positions") == std::string::npos);
  PromoterSettings settings = example();
  settings.first_stage_threshold.reset();
  settings.scan_stride = 4;
  settings.positions = PositionWindows{1536, 1024};
  CHECK(to_json(settings).find("pooled_bases") == std::string::npos);
  settings.positions->pooled_bases = 60;
  CHECK(promoter_settings_from_json(to_json(settings)) == settings);
  settings.positions->pooled_bases = 0;
  CHECK(promoter_settings_from_json(to_json(settings)) == settings);
  const PositionGrid grid = settings.position_grid();
  CHECK(grid == PositionGrid{1536, 1024, 4});
  CHECK(grid.margin() == 256);
  CHECK(grid.bins() == 256);
  CHECK(settings.seen_flank() == 618);
  CHECK(settings.seen_bases() == 1536);

  const auto rejects = [&](const PromoterSettings& broken, const std::string& message) {
    CHECK_THROWS_WITH(promoter_settings_from_json(to_json(broken)),
                      "model metadata 'seqlens.promoter': " + message);
  };
  PromoterSettings broken = settings;
  broken.positions = PositionWindows{1536, 200};
  rejects(broken, "'kept_bases' must be a whole number from 300 to 1048576, not 200");
  broken.positions = PositionWindows{1000, 1024};
  rejects(broken, "'window_bases' must be a whole number from 1024 to 1048576, not 1000");
  broken.positions = PositionWindows{1537, 1024};
  rejects(broken, "'positions': 1024 kept bases do not lie in the middle of 1537");
  broken.positions = PositionWindows{1537, 1025};
  rejects(broken, "'positions': a window of 300 bases does not lie in the middle of 1537");
  broken.positions = PositionWindows{1536, 1024, 1537};
  rejects(broken, "'pooled_bases' must be a whole number from 1 to 1536, not 1537");
  broken.positions = PositionWindows{1536, 1022};
  rejects(broken, "'positions': 1022 kept bases are no multiple of 'scan_stride' 4");
  broken = settings;
  broken.flank_bases = 10;
  rejects(broken, "'positions' leave no room for 'flank_bases'");
  broken = settings;
  broken.first_stage_threshold = 1;
  rejects(broken, "'positions' know no 'first_stage_threshold'");
}

TEST_CASE("promoter settings from a newer file are read") {
  CHECK(promoter_settings_from_json(edited("{\"label\"", "{\"of_the_future\":1,\"label\"")) == example());
}

TEST_CASE("broken promoter settings name the key") {
  const std::string place = "model metadata 'seqlens.promoter': ";
  const auto rejects = [&](const std::string& text, const std::string& message) {
    CHECK_THROWS_WITH(promoter_settings_from_json(text), place + message);
  };
  rejects("", "is not a JSON object");
  rejects("[1]", "is not a JSON object");
  rejects(edited("\"window_bases\":300,", ""), "'window_bases' is missing");
  rejects(edited("\"window_bases\":300", "\"window_bases\":0"),
          "'window_bases' must be a whole number from 1 to 1048576, not 0");
  rejects(edited("\"tss_index\":249", "\"tss_index\":300"),
          "'tss_index' must be a whole number from 0 to 299, not 300");
  rejects(edited("\"scan_stride\":48", "\"scan_stride\":4.5"),
          "'scan_stride' must be a whole number from 1 to 300, not 4.5");
  rejects(edited("\"min_logit\":1.25", "\"min_logit\":\"high\""), "'min_logit' must hold numbers");
  rejects(edited("\"label\":\"promoter\"", "\"label\":\"\""), "'label' must be a text");
  rejects(edited("[4.0,0.875]", "[4.0]"), "'scan_probability' must be a list of [logit, probability]");
  rejects(edited("{\"logit\":1.0", "{\"logit\":0.0"), "'score_table' must increase in 'logit'");
  rejects(edited("\"recall\":0.75", "\"recal\":0.75"), "'recall' is missing");
}

TEST_CASE("calls per Mb pick the logit of the table and between its thresholds") {
  CHECK(min_logit_for_calls_per_mb(example(), 100) == 0);
  CHECK(min_logit_for_calls_per_mb(example(), 10) == 1);
  CHECK(min_logit_for_calls_per_mb(example(), 9) == Approx(1.2));
  CHECK(min_logit_for_calls_per_mb(example(), 17.5) == Approx(0.25));
  CHECK(min_logit_for_calls_per_mb(example(), 5) == 2);
  CHECK_THROWS_WITH(min_logit_for_calls_per_mb(example(), 1),
                    "the model's score table ends at 5 calls per Mb; ask for at least that");
  CHECK_THROWS_WITH(min_logit_for_calls_per_mb(PromoterSettings{}, 1),
                    "the model has no score table (it was never evaluated on a scan)");
}
