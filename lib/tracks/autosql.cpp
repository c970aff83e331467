#include "seqlens/tracks/autosql.h"

#include <array>
#include <iterator>

#include <fmt/format.h>

namespace seqlens::tracks {
namespace {

constexpr std::array<AutoSqlField, 9> kBed9{{
    {"string", "chrom", "Reference sequence"},
    {"uint", "chromStart", "Start, 0-based"},
    {"uint", "chromEnd", "End, not included"},
    {"string", "name", "Name"},
    {"uint", "score", "0 to 1000, which ranks"},
    {"char[1]", "strand", "+, - or ."},
    {"uint", "thickStart", "Start of the part that is drawn thick"},
    {"uint", "thickEnd", "End of it"},
    {"uint", "reserved", "Colour (itemRgb)"},
}};

void append_fields(std::string& text, std::span<const AutoSqlField> fields) {
  for (const AutoSqlField& field : fields) {
    fmt::format_to(std::back_inserter(text), "  {} {}; \"{}\"\n", field.type, field.name, field.comment);
  }
}

}  // namespace

std::string autosql_text(std::string_view table, std::string_view comment,
                         std::span<const AutoSqlField> own) {
  std::string text = fmt::format("table {}\n\"{}\"\n(\n", table, comment);
  append_fields(text, kBed9);
  append_fields(text, own);
  return text + ")\n";
}

}  // namespace seqlens::tracks
