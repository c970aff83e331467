#include "mutation-scan/vcf_run.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <chrono>
#include <cstddef>
#include <optional>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "seqlens/core/errors.h"
#include "seqlens/seqio/data_output.h"
#include "seqlens/seqio/vcf.h"

#include "mutation-scan/variant_allele.h"
#include "mutation-scan/variant_scorer.h"

namespace mutation_scan {
namespace {

using namespace seqlens;
using mutagenesis::Edit;

/// Records scored at once: enough for many threads, few enough to be seen soon by who reads the output.
constexpr std::size_t kBatchRecords = 256;
/// Keys of INFO that only this program writes.
constexpr std::string_view kOurKeys = "SL_";
/// Lines that do not fit the reference: so many of a kind are shown one by one.
constexpr std::uint64_t kShownLines = 5;

/// An ALT: its score, or why it has none.
using Allele = std::variant<VariantScore, SkipReason>;

std::vector<seqio::VcfInfo> info_keys(const HeaderFacts& facts, std::int64_t random_variants) {
  const std::string logit = fmt::format("{} logit (mutation-scan {}, model sha256 {}, strand {})",
                                        facts.label, facts.version, facts.model_digest, facts.strand);
  std::vector<seqio::VcfInfo> keys{
      {"SL_REF", "A", "Float", "Mean " + logit + " of the windows that hold the site"},
      {"SL_ALT", "A", "Float", "Their mean logit with the alternative allele"},
      {"SL_DELTA", "A", "Float", "Mean change of the logit, SL_ALT - SL_REF"},
      {"SL_MAX", "A", "Float", "Change of the largest magnitude in one of the windows"}};
  if (random_variants > 0) {
    keys.push_back(
        {"SL_PCT", "A", "Float",
         fmt::format("Percentile of the magnitude of SL_DELTA among {} random variants of the same "
                     "kind and size class in the same {} bases",
                     random_variants, VariantScorer::kBlockBases)});
  }
  keys.push_back({"SL_SKIP", "A", "String", "Why an allele has no score"});
  return keys;
}

/// The values of one key for all alleles of a record.
template <class Value>
std::string joined(const std::vector<Allele>& alleles, Value value) {
  std::vector<std::string> texts;
  for (const Allele& allele : alleles) texts.push_back(value(allele));
  return fmt::format("{}", fmt::join(texts, ","));
}

template <class Number>
std::string scores_text(const std::vector<Allele>& alleles, Number number) {
  return joined(alleles, [&](const Allele& allele) -> std::string {
    const auto* score = std::get_if<VariantScore>(&allele);
    const std::optional<double> value = score ? number(*score) : std::nullopt;
    return value ? fmt::format("{:.6g}", *value) : ".";
  });
}

std::vector<std::pair<std::string, std::string>> info_values(const std::vector<Allele>& alleles,
                                                             bool with_percentile) {
  if (alleles.empty()) return {};
  using Wanted = std::optional<double>;
  std::vector<std::pair<std::string, std::string>> values{
      {"SL_REF", scores_text(alleles, [](const auto& score) -> Wanted { return score.effect.reference; })},
      {"SL_ALT", scores_text(alleles, [](const auto& score) -> Wanted { return score.effect.alternative; })},
      {"SL_DELTA", scores_text(alleles, [](const auto& score) -> Wanted { return score.effect.delta; })},
      {"SL_MAX", scores_text(alleles, [](const auto& score) -> Wanted { return score.effect.largest; })}};
  if (with_percentile)
    values.emplace_back("SL_PCT", scores_text(alleles, [](const auto& score) { return score.percentile; }));
  const auto is_skipped = [](const Allele& allele) { return std::holds_alternative<SkipReason>(allele); };
  if (std::all_of(alleles.begin(), alleles.end(), is_skipped)) values.clear();
  if (std::none_of(alleles.begin(), alleles.end(), is_skipped)) return values;
  values.emplace_back("SL_SKIP", joined(alleles, [](const Allele& allele) {
                        const auto* reason = std::get_if<SkipReason>(&allele);
                        return std::string(reason ? to_string(*reason) : ".");
                      }));
  return values;
}

class VcfRun {
 public:
  VcfRun(const Options& options, const LoadedModel& model, cli::Streams& streams)
      : options_(options),
        streams_(streams),
        model_(model),
        genome_(options.inputs.front(), {options.input.allow_remote}),
        reader_(options.vcf, options.input.allow_remote),
        scorer_(genome_, model, options.random_variants, options.common.seed) {}

  void run() {
    const auto start = std::chrono::steady_clock::now();
    seqio::DataOutput output(options_.output, streams_.out);
    output.write(seqio::vcf_header(reader_, kOurKeys,
                                   info_keys(model_.header_facts(options_), options_.random_variants)));
    for (auto records = batch(); !records.empty(); records = batch()) {
      output.write(scored_lines(records));
      output.flush();
    }
    output.commit(options_.write_index ? std::optional(seqio::TabixPreset::vcf) : std::nullopt);
    const std::chrono::duration<double> elapsed = std::chrono::steady_clock::now() - start;
    streams_.log.info(summary_text(elapsed.count()));
  }

 private:
  std::vector<seqio::VcfRecord> batch() {
    std::vector<seqio::VcfRecord> records;
    for (seqio::VcfRecord record; records.size() < kBatchRecords && reader_.read(record);)
      records.push_back(record);
    return records;
  }

  std::string scored_lines(const std::vector<seqio::VcfRecord>& records) {
    std::vector<Variant> variants;
    std::vector<std::vector<std::variant<Edit, SkipReason>>> edits;
    for (const seqio::VcfRecord& record : records) {
      edits.push_back(edits_of(record));
      for (const auto& edit : edits.back())
        if (const auto* found = std::get_if<Edit>(&edit)) variants.push_back({record.contig, *found});
    }
    const auto scores = scorer_.score(variants);
    auto score = scores.begin();
    std::string text;
    for (std::size_t i = 0; i < records.size(); ++i) {
      std::vector<Allele> alleles;
      for (const auto& edit : edits[i]) {
        const auto* reason = std::get_if<SkipReason>(&edit);
        alleles.push_back(reason ? Allele(*reason) : allele_of(*score++));
      }
      count(alleles);
      text += with_info(records[i], kOurKeys, info_values(alleles, options_.random_variants > 0));
    }
    return text;
  }

  static Allele allele_of(const std::optional<VariantScore>& score) {
    return score ? Allele(*score) : Allele(SkipReason::no_window);
  }

  std::vector<std::variant<Edit, SkipReason>> edits_of(const seqio::VcfRecord& record) {
    std::vector<std::variant<Edit, SkipReason>> edits;
    for (const std::string& alternative : record.alternatives) edits.push_back(edit_of(record, alternative));
    // A telomere's symbolic allele stands at POS 0 or behind the last base by right.
    const auto is_about_bases = [](const auto& edit) {
      const auto* reason = std::get_if<SkipReason>(&edit);
      return !reason || (*reason != SkipReason::symbolic && *reason != SkipReason::star);
    };
    if (std::none_of(edits.begin(), edits.end(), is_about_bases)) return edits;
    if (lies_outside(record)) {
      std::replace_if(edits.begin(), edits.end(), is_about_bases, SkipReason::outside_contig);
      return edits;
    }
    const auto is_edit = [](const auto& edit) { return std::holds_alternative<Edit>(edit); };
    if (std::none_of(edits.begin(), edits.end(), is_edit)) return edits;
    if (!matches_reference(record)) {
      std::replace_if(edits.begin(), edits.end(), is_edit, SkipReason::ref_mismatch);
    } else if (length_of(record) < model_.logit().scorer().window_bases()) {
      std::replace_if(edits.begin(), edits.end(), is_edit, SkipReason::short_contig);
    }
    return edits;
  }

  [[nodiscard]] std::int64_t length_of(const seqio::VcfRecord& record) const {
    const auto length = genome_.contigs().length(record.contig);
    if (!length) throw InputError(reader_.name(), record.line, genome_.contigs().unknown_text(record.contig));
    return *length;
  }

  /// The reference does not have all of REF: another assembly.
  bool lies_outside(const seqio::VcfRecord& record) {
    const std::int64_t length = length_of(record);
    const std::int64_t end = record.position + static_cast<std::int64_t>(record.reference.size());
    if (record.position >= 0 && end <= length) return false;
    warn_of(SkipReason::outside_contig, record,
            record.position < 0
                ? fmt::format("POS 0 lies before the first base of '{}'; not scored", record.contig)
                : fmt::format("{}:{} lies beyond the end of '{}' in {} ({} bases); not scored (another "
                              "assembly?)",
                              record.contig, std::max(record.position, length) + 1, record.contig,
                              genome_.path(), length));
    return true;
  }

  bool matches_reference(const seqio::VcfRecord& record) {
    const std::string there = genome_.fetch(
        record.contig,
        {record.position, record.position + static_cast<std::int64_t>(record.reference.size())});
    const bool same = std::equal(there.begin(), there.end(), record.reference.begin(), [](char a, char b) {
      return std::toupper(static_cast<unsigned char>(a)) == std::toupper(static_cast<unsigned char>(b));
    });
    if (!same)
      warn_of(SkipReason::ref_mismatch, record,
              fmt::format("REF is '{}', {} has '{}' at {}:{}; not scored (another assembly?)",
                          record.reference, genome_.path(), there, record.contig, record.position + 1));
    return same;
  }

  void warn_of(SkipReason reason, const seqio::VcfRecord& record, const std::string& text) {
    const std::uint64_t number = ++warned_of_[static_cast<std::size_t>(reason)];
    if (number > kShownLines) return;
    streams_.log.warning(fmt::format("{}:{}: {}{}", reader_.name(), record.line, text,
                                     number == kShownLines ? "; further ones are counted only" : ""));
  }

  void count(const std::vector<Allele>& alleles) {
    ++records_;
    for (const Allele& allele : alleles) {
      if (const auto* reason = std::get_if<SkipReason>(&allele)) {
        ++skipped_[static_cast<std::size_t>(*reason)];
      } else {
        ++scored_;
      }
    }
  }

  [[nodiscard]] std::string summary_text(double seconds) const {
    std::vector<std::string> reasons;
    for (std::size_t i = 0; i < kSkipReasons; ++i) {
      if (skipped_[i] > 0)
        reasons.push_back(fmt::format("{} {}", skipped_[i], to_string(static_cast<SkipReason>(i))));
    }
    return fmt::format(
        "{} record{}, {} allele{} scored; {}; {:.2f} s, {:.1f} alleles/s", records_, records_ == 1 ? "" : "s",
        scored_, scored_ == 1 ? "" : "s",
        reasons.empty() ? "nothing skipped" : fmt::format("skipped: {}", fmt::join(reasons, ", ")), seconds,
        static_cast<double>(scored_) / std::max(seconds, 1e-9));
  }

  const Options& options_;
  cli::Streams& streams_;
  const LoadedModel& model_;
  seqio::Genome genome_;
  seqio::VcfReader reader_;
  VariantScorer scorer_;
  std::uint64_t records_ = 0;
  std::uint64_t scored_ = 0;
  std::array<std::uint64_t, kSkipReasons> skipped_{};
  std::array<std::uint64_t, kSkipReasons> warned_of_{};
};

}  // namespace

void score_vcf(const Options& options, const LoadedModel& model, cli::Streams& streams) {
  VcfRun(options, model, streams).run();
}

}  // namespace mutation_scan
