#pragma once

#include <string>

#include "seqlens/model/contact_sink.h"
#include "seqlens/opened_model/opened_model.h"
#include "seqlens/seqio/record.h"

#include "protein-contacts/contact_map.h"

namespace protein_contacts {

/// A published protein model with a contact head.
class ContactModel {
 public:
  /// @param wanted  --model
  /// @throws UsageError when the model has no contact head; as opened_model::open_to_run
  explicit ContactModel(const std::string& wanted);

  /// Contacts of one record, by all threads.
  /// @throws InputError (place) when the record has letters that no token stands for alone, or fewer than two
  [[nodiscard]] ContactMap contacts(const seqlens::seqio::Record& record, const std::string& place) const;

  [[nodiscard]] const std::string& name() const { return model_.name(); }
  [[nodiscard]] const seqlens::tokenize::Tokenizer& tokenizer() const { return *model_.tokenizer(); }

 private:
  seqlens::opened_model::OpenedModel model_;
  seqlens::model::ContactHead head_;
};

}  // namespace protein_contacts
