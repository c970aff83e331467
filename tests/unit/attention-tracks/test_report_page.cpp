#include <algorithm>
#include <string>
#include <vector>

#include <catch2/catch.hpp>

#include "seqlens/core/json_text.h"

#include "attention-tracks/report_page.h"

using namespace attention_tracks;
using namespace seqlens;

namespace {

std::size_t count(const std::string& text, std::string_view part) {
  std::size_t found = 0;
  for (auto at = text.find(part); at != std::string::npos; at = text.find(part, at + part.size())) ++found;
  return found;
}

/// The JSON of a page.
std::string data_of(const std::string& page) {
  const std::string open = "id=\"data\">";
  const auto begin = page.find(open) + open.size();
  return page.substr(begin, page.find("</script>", begin) - begin);
}

ReportView small_view() {
  ReportView view;
  view.name = "chr1";
  view.bases = {100, 104};
  view.letters = "ACgN";
  view.tracks = {{{{100, 104}, 0.25F, 4.5F}}};
  view.pairs = {{0, Strand::forward, {100, 101}, {103, 104}, 0.5, 3.25}};
  view.matrices = WindowMatrices{{100, 102}, Strand::forward, {{100, 101}, {101, 102}}, {1, 0, 0.25F, 0.75F}};
  return view;
}

ReportFacts small_facts() {
  ReportFacts facts;
  facts.provenance = {{"Model", "tiny"}};
  facts.tracks = facts.matrix_heads = {{"L0H0", {0, 114, 178}}};
  facts.reduction = "norm";
  facts.score_name = "z";
  facts.threshold = 3;
  return facts;
}

std::string page_of(const ReportFacts& facts, const ReportView& view) {
  return report_page(facts, {&view, 1});
}

}  // namespace

TEST_CASE("a page needs nothing but itself") {
  const std::string page = page_of(small_facts(), small_view());
  CHECK(count(page, "<script") == 2);
  CHECK(count(page, "</script>") == 2);
  for (const char* outside : {"src=", "@import", "url(", "<link", "fetch(", "XMLHttpRequest"})
    CHECK(count(page, outside) == 0);
  CHECK(count(page, "http") == count(page, "http://www.w3.org/2000/svg"));
}

TEST_CASE("names are text, whatever they hold") {
  const std::string evil = "</script><script>alert('1')</script><b title=\"x\">&amp;\xC3\xA9";
  ReportView view = small_view();
  view.name = evil;
  ReportFacts facts = small_facts();
  facts.provenance = {{"Input", evil}};
  const std::string page = page_of(facts, view);
  CHECK(count(page, "<script") == 2);
  CHECK(count(page, "</script>") == 2);
  CHECK(count(page, "<b title") == 0);
  CHECK(count(page, "&lt;b title=&quot;x&quot;&gt;&amp;amp;\xC3\xA9") == 2);  // title, input
  CHECK(count(data_of(page), "<") == 0);
  CHECK(count(data_of(page),
              R"("name":"\u003c/script>\u003cscript>alert('1')\u003c/script>\u003cb title=\"x\">&amp;)") ==
        1);
}

TEST_CASE("the data of a page, counted from the view's first base") {
  const std::string data = data_of(page_of(small_facts(), small_view()));
  CHECK(count(data, R"("tracks":[{"name":"L0H0","colour":"#0072b2"}])") == 1);
  CHECK(count(data, R"("name":"chr1","begin":100,"end":104,"letters":"ACgN")") == 1);
  CHECK(count(data, R"("tracks":[{"at":[0,4],"value":[0.25],"score":[4.5]}])") == 1);
  CHECK(count(data, R"({"track":0,"source":[0,1],"target":[3,4],"weight":0.5,"score":3.25,"strand":"+"})") ==
        1);
  CHECK(count(data, R"("effects":null)") == 1);
  CHECK(count(data, R"("agreement":null)") == 1);
  // Square roots of the share of the largest: 1, 0, 0.5, 0.866.
  CHECK(count(data, R"("places":[0,1,1,2],"heads":[{"largest":1,"weights":"//8AAACAs90="}])") == 1);
}

TEST_CASE("effects are changes of the logit, and a logo in the page") {
  ReportView view = small_view();
  view.effects = {
      {.position = 101, .base = 'C', .reference = 1, .substituted = {0.5, 1, 2, 0.25}, .deleted = {}},
      {.position = 102, .base = 'N', .reference = 1, .substituted = {1, 1, 1, 1}, .deleted = {}}};
  const std::string page = page_of(small_facts(), view);
  CHECK(count(data_of(page), R"({"begin":1,"deltas":[[-0.5,null],[null,null],[1,null],[-0.75,null]]})") == 1);
  CHECK(count(page, "<svg id=\"logo-0\"") == 1);
  CHECK(count(page, "<use href=\"#C\"") == 1);
  CHECK(count(page, "<use ") == 1);
}

TEST_CASE("the agreement of the reduction that is shown") {
  ReportFacts facts = small_facts();
  facts.agreement.emplace();
  facts.agreement->source = "dev.fa";
  facts.agreement->records = 12;
  facts.agreement->rows = {{"norm", "L0H0", {0.5, 0.25, 0.125, 0.5, 0.5, 0.5, true}},
                           {"received", "L0H0", {0.75, 0.25, 0.125, 0.5, 0.5, 0.5, false}}};
  const std::string data = data_of(page_of(facts, small_view()));
  CHECK(count(data, R"("source":"dev.fa","records":12)") == 1);
  CHECK(count(data, R"(["L0H0","norm","0.500","0.250","0.125","0.5","0.5","0.5","agrees"])") == 1);
  CHECK(count(data, "received") == 0);
}
