#pragma once

#include <string>
#include <vector>

#include "seqlens/labelled/labelled_record.h"
#include "seqlens/model/config.h"
#include "seqlens/tokenize/tokenizer.h"
#include "seqlens/train/example.h"

namespace model_train {

/// @throws InputError with `place` when there is no letter, or one that is not of the tokenizer's alphabet
/// (letter and
///         position, from 1).
void require_letters(const std::string& place, const std::string& bases,
                     const seqlens::tokenize::Tokenizer& tokenizer);

/// Token ids of a record.
/// @throws InputError with `place`: as require_letters(); too short for the model's receptive field, longer
/// than its
///         positions, or not of its window's length.
[[nodiscard]] std::vector<std::int32_t> encode_record(const std::string& place, const std::string& bases,
                                                      const seqlens::tokenize::Tokenizer& tokenizer,
                                                      const seqlens::model::EncoderConfig& config);

/// Examples of labelled records.
[[nodiscard]] std::vector<seqlens::train::Example> encode_records(
    const std::vector<seqlens::labelled::LabelledRecord>& records,
    const seqlens::tokenize::Tokenizer& tokenizer, const seqlens::model::EncoderConfig& config);

}  // namespace model_train
