# libBigWig reads back what we write.
set(libraries seqlens::tracks libBigWig::libBigWig)
