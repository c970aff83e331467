# Who may include whom. A new edge is a decision: change it here in the same commit and say why.
# SEQLENS_MODULES lists the modules in level order; SEQLENS_MAY_INCLUDE_<module> what its files may name.
# The configure step checks the links against it (seqlens_check_link_closure); the lint test checks the
# #include lines.
set(SEQLENS_MODULES
  core parallel seqio kernels tokenize checkpoint tracks motif report input model protein default_model
  evaluate train scan opened_model mutagenesis attention labelled cli)

set(SEQLENS_MAY_INCLUDE_core "")
set(SEQLENS_MAY_INCLUDE_parallel core)
set(SEQLENS_MAY_INCLUDE_seqio core)
set(SEQLENS_MAY_INCLUDE_kernels core)
set(SEQLENS_MAY_INCLUDE_tokenize core)
set(SEQLENS_MAY_INCLUDE_checkpoint core kernels)
set(SEQLENS_MAY_INCLUDE_tracks core seqio)
set(SEQLENS_MAY_INCLUDE_motif core parallel)
set(SEQLENS_MAY_INCLUDE_report core)
set(SEQLENS_MAY_INCLUDE_input core seqio)
set(SEQLENS_MAY_INCLUDE_model core kernels parallel checkpoint)
set(SEQLENS_MAY_INCLUDE_protein core kernels parallel)
# model: what was found is opened here, once for all programs.
set(SEQLENS_MAY_INCLUDE_default_model core checkpoint model)
set(SEQLENS_MAY_INCLUDE_evaluate core parallel)
set(SEQLENS_MAY_INCLUDE_scan core parallel seqio input tokenize model)
# All that answers for a model, behind one type, so that no program makes up its own rule of what kind it is. report:
# the provenance stored in a model is handed out as the cells that programs print.
set(SEQLENS_MAY_INCLUDE_opened_model core kernels tokenize checkpoint report model default_model scan)
# train: effects to first order come from the backward pass.
set(SEQLENS_MAY_INCLUDE_mutagenesis core parallel kernels tokenize model train scan)
# kernels: HeadSink hands out its views, and reductions are sums of rows and quadratic forms. evaluate: the rank
# correlation and false discovery rate of heads against mutagenesis. mutagenesis: the effects they are set against.
# seqio: aligned reads have their tracks at their place. tracks: the values and strongest pairs that its writers take.
set(SEQLENS_MAY_INCLUDE_attention core kernels parallel seqio tracks tokenize model evaluate input scan mutagenesis)
set(SEQLENS_MAY_INCLUDE_train core kernels parallel tokenize checkpoint model evaluate)
# evaluate: shared 40-mers keep the parts of a split apart. train: contigs and windows as its samplers take them.
set(SEQLENS_MAY_INCLUDE_labelled core seqio input evaluate train)
set(SEQLENS_MAY_INCLUDE_cli core parallel)

# A third-party package is private to the modules named here.
set(SEQLENS_THIRD_PARTY_core fmt)
set(SEQLENS_THIRD_PARTY_parallel oneTBB)
set(SEQLENS_THIRD_PARTY_seqio htslib)
set(SEQLENS_THIRD_PARTY_kernels highway)
set(SEQLENS_THIRD_PARTY_tokenize nlohmann-json)
set(SEQLENS_THIRD_PARTY_checkpoint nlohmann-json)
# The configuration stored in a model file, and config.json of published folders.
set(SEQLENS_THIRD_PARTY_model nlohmann-json)
set(SEQLENS_THIRD_PARTY_tracks libBigWig)
set(SEQLENS_THIRD_PARTY_report nlohmann-json)
set(SEQLENS_THIRD_PARTY_scan nlohmann-json)
# The agreement table stored in a model file.
set(SEQLENS_THIRD_PARTY_attention nlohmann-json)
set(SEQLENS_THIRD_PARTY_cli CLI11 spdlog)
