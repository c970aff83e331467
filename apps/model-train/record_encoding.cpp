#include "model-train/record_encoding.h"

#include <fmt/format.h>

#include "seqlens/core/dna.h"
#include "seqlens/core/errors.h"
#include "seqlens/tokenize/encode_sequence.h"

namespace model_train {

using seqlens::InputError;
using seqlens::labelled::LabelledRecord;

namespace {

bool is_residue(char letter) {
  return (letter >= 'A' && letter <= 'Z') || (letter >= 'a' && letter <= 'z') || letter == '*' ||
         letter == '-';
}

void require_length(const std::string& place, std::size_t tokens,
                    const seqlens::model::EncoderConfig& config) {
  const int count = static_cast<int>(tokens);
  const int positions = config.encoder_positions(count);
  if (config.first_stage && count != config.window_tokens) {
    throw InputError(place, fmt::format("{} tokens; a model with a first stage takes exactly {}", count,
                                        config.window_tokens));
  }
  if (positions == 0) {
    throw InputError(place, fmt::format("{} tokens are too short; the model takes {} or more", count,
                                        config.receptive_field()));
  }
  const int most = config.max_positions - config.position_offset;
  if (config.max_positions > 0 && positions > most) {
    throw InputError(place, fmt::format("{} tokens are too long; the model takes {} at most", count,
                                        (most - 1) * config.stem_stride() + config.receptive_field()));
  }
}

}  // namespace

void require_letters(const std::string& place, const std::string& bases,
                     const seqlens::tokenize::Tokenizer& tokenizer) {
  if (bases.empty()) throw InputError(place, "has no letters; leave out records without a sequence");
  const bool dna = tokenizer.alphabet() == seqlens::tokenize::Alphabet::dna;
  for (std::size_t i = 0; i < bases.size(); ++i) {
    if (dna ? seqlens::is_iupac_base(bases[i]) : is_residue(bases[i])) continue;
    throw InputError(place,
                     fmt::format("letter '{}' at position {} is no {}; the tokenizer '{}' takes {} (mixed "
                                 "alphabets?)",
                                 bases[i], i + 1, dna ? "DNA" : "protein", tokenizer.kind(),
                                 dna ? "DNA" : "letters, '*' and '-'"));
  }
}

std::vector<std::int32_t> encode_record(const std::string& place, const std::string& bases,
                                        const seqlens::tokenize::Tokenizer& tokenizer,
                                        const seqlens::model::EncoderConfig& config) {
  require_letters(place, bases, tokenizer);
  std::vector<std::int32_t> ids = seqlens::tokenize::encode_sequence(tokenizer, bases).ids;
  require_length(place, ids.size(), config);
  return ids;
}

std::vector<seqlens::train::Example> encode_records(const std::vector<LabelledRecord>& records,
                                                    const seqlens::tokenize::Tokenizer& tokenizer,
                                                    const seqlens::model::EncoderConfig& config) {
  std::vector<seqlens::train::Example> examples;
  for (const LabelledRecord& record : records) {
    examples.push_back({encode_record(record.place, record.bases, tokenizer, config), record.target, 1.0F});
  }
  return examples;
}

}  // namespace model_train
