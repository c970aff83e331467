#include "seqlens/seqio/region.h"

#include <algorithm>

#include <fmt/format.h>
#include <htslib/hts.h>

#include "seqlens/core/errors.h"

#include "input_file.h"

namespace seqlens::seqio {
namespace {

int find_contig(void* contigs, const char* name) {
  const auto index = static_cast<const ContigTable*>(contigs)->find(name);
  return index ? static_cast<int>(*index) : -1;
}

[[noreturn]] void malformed(std::string_view text, std::string_view why) {
  throw UsageError(fmt::format("region '{}': {}", text, why));
}

[[noreturn]] void unknown(std::string_view text, const ContigTable& contigs) {
  const std::size_t colon = text.rfind(':');
  const std::string_view name = text.substr(0, colon);
  if (colon != std::string_view::npos && contigs.find(name) && contigs.find(text)) {
    malformed(text, fmt::format("both '{0}' and '{1}' are contigs; write '{{{0}}}' or '{{{1}}}{2}'", text,
                                name, text.substr(colon)));
  }
  if (std::count(text.begin(), text.end(), '{') != std::count(text.begin(), text.end(), '}')) {
    malformed(text, "braces do not match");
  }
  throw InputError(fmt::format("region '{}'", text), contigs.unknown_text(name));
}

}  // namespace

Region parse_region(std::string_view text, const ContigTable& contigs) {
  prepare_htslib();
  if (text.empty()) malformed(text, "nothing there; CONTIG or CONTIG:START-END is expected");
  const std::string terminated(text);
  int index = -1;
  hts_pos_t begin = 0;
  hts_pos_t end = 0;
  // htslib's parser is what samtools uses, so "chr1:1,000-2k" means the same here. It only reads the table.
  const char* parsed = hts_parse_region(terminated.c_str(), &index, &begin, &end, find_contig,
                                        const_cast<ContigTable*>(&contigs), HTS_PARSE_THOUSANDS_SEP);
  if (index < 0) unknown(text, contigs);
  const Contig& contig = contigs.contigs()[static_cast<std::size_t>(index)];
  if (!parsed || *parsed != '\0') {
    malformed(text,
              fmt::format("no range of '{}'; CONTIG:START-END is expected, 1-based, both included, with "
                          "START at most END",
                          contig.name));
  }
  if (begin < 0) malformed(text, "positions count from 1");
  if (begin >= contig.length) {
    throw InputError(fmt::format("region '{}'", text),
                     fmt::format("starts beyond the end of '{}' in {} ({} bases)", contig.name,
                                 contigs.file(), contig.length));
  }
  return {contig.name, {begin, std::min<std::int64_t>(end, contig.length)}};
}

std::string to_string(const Region& region) {
  return fmt::format("{}:{}-{}", region.contig, region.interval.begin + 1, region.interval.end);
}

}  // namespace seqlens::seqio
