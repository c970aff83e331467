// A stored agreement table from hostile text: an Error, or a table that survives being written.
#include <cstdint>
#include <stdexcept>
#include <string>

#include "seqlens/attention/agreement_table.h"
#include "seqlens/core/errors.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace seqlens::attention;
  try {
    const AgreementTable table = agreement_from_json(std::string(data, data + size));
    if (agreement_from_json(to_json(table)) != table) throw std::logic_error("a table changed on its way");
    if (agreement_comment(&table).empty()) throw std::logic_error("a table without a line");
  } catch (const seqlens::Error&) {
    // malformed, and said so
  }
  return 0;
}
