#include "model-info/facts.h"

#include <algorithm>
#include <cstdint>

#include <fmt/format.h>

#include "seqlens/core/version.h"
#include "seqlens/model/parameters.h"
#include "seqlens/scan/promoter_settings.h"

#include "model-info/config_words.h"

namespace model_info {
namespace {

using seqlens::model::EncoderConfig;
using seqlens::opened_model::OpenedModel;
using seqlens::report::Cell;
using seqlens::report::cell_text;
using seqlens::report::Table;
using seqlens::scan::PromoterSettings;

/// Adds facts one after the other.
class FactList {
 public:
  void text(const std::string& key, std::string value) { add(key, std::move(value)); }
  void number(const std::string& key, std::int64_t value) { add(key, value); }
  void add(const std::string& key, Cell value) { facts.emplace_back(key, std::move(value)); }

  std::vector<std::pair<std::string, Cell>> facts;
};

void add_origin(const OpenedModel& subject, const Origin& origin, FactList& list) {
  list.text("model", subject.name());
  list.text("form", subject.location().is_built_in() ? "inside this program"
                    : is_published(subject)          ? "published checkpoint"
                                                     : "model file");
  list.text("family", origin.family);
  list.text("licence", licence_note(origin.family));
  list.text("weights", origin.weights);
}

/// What training changes: tables of frequencies are no parameters.
std::int64_t parameters_of(const EncoderConfig& config) {
  std::int64_t count = 0;
  const seqlens::model::ParameterLayout layout(config);
  for (const auto& tensor : layout.tensors())
    if (tensor.trained) count += static_cast<std::int64_t>(tensor.rows * tensor.cols);
  return count;
}

void add_sizes(const EncoderConfig& config, FactList& list) {
  list.number("parameters", parameters_of(config));
  list.number("layers", config.layers);
  list.number("heads", config.heads);
  list.number("width", config.width);
  list.number("head_width", config.head_width());
  list.number("feed_forward_width", config.feed_forward_width);
  list.text("feed_forward", feed_forward_words(config));
  list.text("norm", norm_words(config));
  list.text("positions", positions_words(config));
  list.text("longest_input", longest_input_words(config));
  list.number("vocabulary", config.vocabulary);
  if (!config.stem.empty()) list.text("stem", stem_words(config));
  if (config.token_dropout_fraction > 0)
    list.add("token_dropout", static_cast<double>(config.token_dropout_fraction));
  list.text("outputs", outputs_words(config));
}

void add_tokenizer(const OpenedModel& subject, FactList& list) {
  const SubjectTokenizer found = tokenizer_of(subject);
  if (!found.tokenizer) return list.text("tokenizer", fmt::format("none ({})", found.missing));
  list.text("tokenizer", std::string(found.tokenizer->kind()));
  list.number("tokenizer_vocabulary", static_cast<std::int64_t>(found.tokenizer->vocabulary_size()));
}

void add_scan(const PromoterSettings& settings, FactList& list) {
  list.text("scan_label", settings.label);
  list.number("scan_window_bases", settings.window_bases);
  list.number("scan_flank_bases", settings.flank_bases);
  list.number("scan_tss_index", settings.tss_index);
  list.number("scan_stride_bases", settings.scan_stride);
  if (settings.positions) {
    list.number("scan_positions_window_bases", settings.positions->window_bases);
    list.number("scan_positions_kept_bases", settings.positions->kept_bases);
    if (settings.positions->pooled_bases > 0)
      list.number("scan_positions_pooled_bases", settings.positions->pooled_bases);
  }
  list.add("scan_min_logit", settings.min_logit);
  if (settings.sensitive_min_logit) list.add("scan_sensitive_min_logit", *settings.sensitive_min_logit);
  list.add("scan_first_stage_threshold",
           settings.first_stage_threshold ? Cell(*settings.first_stage_threshold) : Cell("none"));
  list.text("scan_probability_calibrated", settings.scan_probability.is_calibrated() ? "yes" : "no");
  list.text("record_probability_calibrated", settings.record_probability.is_calibrated() ? "yes" : "no");
  list.text("unstranded_record_calibrated",
            settings.unstranded_record_probability.is_calibrated() ? "yes" : "no");
  list.number("score_table_thresholds", static_cast<std::int64_t>(settings.score_table.size()));
}

void add_trained_on(const seqlens::scan::TrainedOn& trained, FactList& list) {
  list.text("trained_on_records", trained.lengths.text());
  list.text("trained_on_strand", trained.strand);
  list.text("score_label", trained.score_label.empty() ? "not said" : trained.score_label);
  if (!trained.note.empty()) list.text("note", trained.note);
}

Table list_of(std::string name, std::string column, const std::vector<std::string>& texts) {
  Table table{std::move(name), {std::move(column)}, {}};
  for (const std::string& text : texts) table.add_row({text});
  return table;
}

Table files_table(const OpenedModel& subject, bool digests) {
  Table table{"files", {"file", "bytes", "sha256"}, {}};
  for (const WeightsFile& file : weights_files(subject, digests))
    table.add_row({file.name, static_cast<std::int64_t>(file.bytes), digests ? Cell(file.sha256) : Cell()});
  return table;
}

Table provenance_table(const Origin& origin) {
  Table table{"provenance", {"key", "value"}, {}};
  for (const auto& [key, value] : origin.provenance) table.add_row({key, value});
  return table;
}

std::string spaced(std::string name) {
  std::ranges::replace(name, '_', ' ');
  return name;
}

std::string lines_of(const Table& table) {
  std::vector<std::size_t> widths(table.columns.size());
  for (const auto& row : table.rows)
    for (std::size_t c = 0; c < row.size(); ++c) widths[c] = std::max(widths[c], cell_text(row[c]).size());
  std::string text = fmt::format("\n{}\n", spaced(table.name));
  for (const auto& row : table.rows) {
    std::string line = " ";
    for (std::size_t c = 0; c < row.size(); ++c)
      line += fmt::format(" {:<{}}", cell_text(row[c]), c + 1 < row.size() ? widths[c] : 0);
    text += line.substr(0, line.find_last_not_of(' ') + 1) + "\n";
  }
  return text;
}

}  // namespace

ModelFacts facts_of(const OpenedModel& subject, bool digests) {
  const Origin origin = origin_of(subject);
  const EncoderConfig& config = subject.config();
  FactList list;
  add_origin(subject, origin, list);
  add_sizes(config, list);
  add_tokenizer(subject, list);
  if (const auto* settings = subject.settings()) add_scan(*settings, list);
  if (subject.class_outputs() != seqlens::scan::ClassOutputs::one_of_many)
    list.text("class_outputs", std::string(seqlens::scan::to_string(subject.class_outputs())));
  if (const auto* trained = subject.trained_on()) add_trained_on(*trained, list);
  ModelFacts facts{{"model-info", std::string(seqlens::version()), std::move(list.facts)}, {}};
  const auto add = [&](Table table) {
    if (!table.rows.empty()) facts.lists.push_back(std::move(table));
  };
  if (config.classify) add(list_of("labels", "label", config.classify->labels));
  add(files_table(subject, digests));
  add(provenance_table(origin));
  add(list_of("ignored_tensors", "tensor", subject.stored().ignored()));
  return facts;
}

std::string to_text(const ModelFacts& facts) {
  std::size_t width = 0;
  for (const auto& [key, value] : facts.facts.facts) width = std::max(width, key.size());
  std::string text;
  for (const auto& [key, value] : facts.facts.facts)
    text += fmt::format("{:<{}}  {}\n", spaced(key), width, cell_text(value));
  for (const Table& table : facts.lists) text += lines_of(table);
  return text;
}

}  // namespace model_info
