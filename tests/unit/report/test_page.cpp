#include <catch2/catch.hpp>

#include "seqlens/core/errors.h"
#include "seqlens/report/page.h"
#include "seqlens/report/page_frame.h"

using namespace seqlens;
using namespace seqlens::report;

namespace {

Page page() {
  return {"A & B", {"program", "1.0", {{"model", std::string("<m>")}}}};
}

std::size_t count(const std::string& text, std::string_view part) {
  std::size_t found = 0;
  for (std::size_t at = text.find(part); at != std::string::npos; at = text.find(part, at + 1)) ++found;
  return found;
}

}  // namespace

TEST_CASE("every text of a page is shown as it is") {
  Page made = page();
  const std::string evil = "</script><i>\"&";
  made.lead(evil);
  made.section(evil);
  made.text(evil);
  made.list({{evil, evil}});
  Table table{"t", {evil}, {}};
  table.add_row({evil});
  made.table(table, evil);
  const std::string html = made.html();
  CHECK(count(html, "<i>") == 0);
  CHECK(count(html, "<title>A &amp; B - program</title>") == 1);
  CHECK(count(html, "<dt>model</dt><dd>&lt;m&gt;</dd>") == 1);
  CHECK(count(html, "&lt;/script&gt;&lt;i&gt;&quot;&amp;") == 8);
}

TEST_CASE("a table that is saved holds all rows") {
  Page made = page();
  Table table{"t", {"n"}, {}};
  for (std::int64_t i = 0; i < 5; ++i) table.add_row({i});
  made.table(table, "Numbers.", 2);
  const std::string html = made.html();
  CHECK(count(html, "<td>") == 2);
  CHECK(count(html, "Numbers. The first 2 of 5 rows; all are in the file that is saved.") == 1);
  CHECK(count(html,
              R"("# program 1.0\u000a# model: \u003cm>\u000an\u000a0\u000a1\u000a2\u000a3\u000a4\u000a")") ==
        1);
}

TEST_CASE("sections and pictures close") {
  Page made = page();
  const Plot plot{"p", "", {"", false, {}, {}, {}}, {"", false, {}, {}, {}}, {}};
  for (const char* title : {"one", "two", "three"}) made.section(title);
  made.plot(plot, "in the last");
  const std::string html = made.html();
  for (const std::string tag : {"section", "div", "figure", "nav", "main", "body", "html"})
    CHECK(count(html, "<" + tag + ">") + count(html, "<" + tag + " ") == count(html, "</" + tag + ">"));
  CHECK(count(html, "<a href=\"#section-") == 3);
}

TEST_CASE("names of a page's parts differ, and are names") {
  Page twice = page();
  twice.table({"t", {"a"}, {}}, "");
  twice.table({"t", {"a"}, {}}, "");
  CHECK_THROWS_WITH(twice.html(), "two parts of the page are called 't'");
  Page strange = page();
  strange.table({"a b", {"a"}, {}}, "");
  CHECK_THROWS_WITH(strange.html(), "'a b' is no name of a part of a page");
}

TEST_CASE("a frame takes the parts of a program after its own") {
  const std::string html = page_html({"t<", "<main>b</main>\n", ".mine{}\n", "mine();\n", "{\"a\":1}"});
  CHECK(count(html, "<title>t&lt;</title>") == 1);
  CHECK(count(html, ".mine{}\n</style>") == 1);
  CHECK(count(html, "mine();\npreparePage();\n") == 1);
  CHECK(count(html, "id=\"data\">{\"a\":1}</script>") == 1);
  CHECK(count(page_html({"", "", "", "", {}}), "id=\"data\">null</script>") == 1);
}
