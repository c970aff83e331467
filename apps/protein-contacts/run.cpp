#include "protein-contacts/run.h"

#include <filesystem>
#include <ostream>
#include <set>

#include <fmt/format.h>

#include "seqlens/core/errors.h"
#include "seqlens/core/output_target.h"
#include "seqlens/core/version.h"
#include "seqlens/report/write.h"
#include "seqlens/seqio/data_output.h"
#include "seqlens/seqio/record_reader.h"

#include "protein-contacts/family_contacts.h"
#include "protein-contacts/map_writer.h"
#include "protein-contacts/model_contacts.h"
#include "protein-contacts/precision_table.h"
#include "protein-contacts/truth_file.h"

namespace protein_contacts {

using namespace seqlens;

namespace {

/// Says at once what would fail at the end, and makes the folder.
void prepare_output(const Options& options) {
  if (options.output.empty() || options.output == "-") return;
  if (!names_folder(options.output)) return require_writable(options.output);
  std::error_code failed;
  std::filesystem::create_directories(options.output, failed);
  if (failed) throw Error(fmt::format("cannot make the folder '{}': {}", options.output, failed.message()));
}

Truth read_truth_of(const Options& options, const ContactMap& map) {
  if (options.truth.empty()) return std::nullopt;
  return read_truth(options.truth, options.chain, map.sequence, map.residues);
}

std::string precision_text(const ContactMap& map, const Truth& truth,
                           const std::optional<protein::PairScores>& mutual_information,
                           std::vector<std::pair<std::string, report::Cell>> facts) {
  facts.insert(facts.begin(), {"name", map.name});
  facts.emplace_back("columns", static_cast<std::int64_t>(map.residues.size()));
  const report::Provenance provenance{kText.name, std::string(version()), std::move(facts)};
  return report::to_tsv(provenance, precision_table(map.probabilities, *truth, mutual_information));
}

void run_family(const Options& options, cli::Streams& streams) {
  const FamilyResult result = family_contacts(options, streams);
  const std::string method = family_method(options);
  const Truth truth = read_truth_of(options, result.map);
  if (options.evaluate)
    streams.out << precision_text(result.map, truth, result.mutual_information,
                                  {{"model", method},
                                   {"sequences", static_cast<std::int64_t>(result.sequences)},
                                   {"effective_sequences", result.effective_sequences}});
  if (options.output.empty() && options.evaluate) return;
  if (!options.output.empty() && names_folder(options.output))
    return write_folder(result.map, truth, method, options.output, "contacts", streams.out);
  const std::string path = options.output.empty() ? "-" : options.output;
  write_map(result.map, truth, method, kind_of_name(path), path, streams.out);
}

/// Where the contacts of records go: files of a folder, or one table.
class RecordMaps {
 public:
  RecordMaps(const Options& options, std::string method, std::ostream& out)
      : options_(options), method_(std::move(method)), out_(out) {
    if (options.output.empty() && options.evaluate) return;
    if (!options.output.empty() && names_folder(options.output)) return;
    table_.emplace(options.output.empty() ? "-" : options.output, out);
    table_->write(table_header(true));
  }

  void add(const ContactMap& map, const Truth& truth) {
    if (table_) return table_->write(table_rows(map, &map.name));
    if (!options_.output.empty())
      write_folder(map, truth, method_, options_.output, unused_stem(map.name), out_);
  }

  void finish() {
    if (table_) table_->commit();
  }

 private:
  std::string unused_stem(const std::string& name) {
    std::string stem = file_stem(name);
    for (int number = 2; !used_.insert(stem).second; ++number)
      stem = fmt::format("{}_{}", file_stem(name), number);
    return stem;
  }

  const Options& options_;
  std::string method_;
  std::ostream& out_;
  std::optional<seqio::DataOutput> table_;
  std::set<std::string> used_;
};

void run_model(const Options& options, cli::Streams& streams) {
  const ContactModel model(options.model);
  RecordMaps maps(options, "contact head of " + model.name(), streams.out);
  seqio::ReaderOptions reading;
  reading.any_printable = tokenize::reads_special_text(model.tokenizer());
  std::uint64_t records = 0;
  for (const std::string& path : options.inputs) {
    seqio::RecordReader reader(path, reading);
    seqio::Record record;
    while (reader.read(record)) {
      ++records;
      if (!options.truth.empty() && records > 1)
        throw InputError(reader.place(), "--truth is about one protein, and this is the second");
      const ContactMap map = model.contacts(record, reader.place());
      const Truth truth = read_truth_of(options, map);
      if (options.evaluate)
        streams.out << precision_text(map, truth, std::nullopt, {{"model", model.name()}});
      maps.add(map, truth);
    }
  }
  maps.finish();
  streams.log.detail(fmt::format("{} records", records));
}

}  // namespace

int run(const Options& options, cli::Streams& streams) {
  prepare_output(options);
  if (options.of_family())
    run_family(options, streams);
  else
    run_model(options, streams);
  return 0;
}

}  // namespace protein_contacts
