//! What the first bytes of a file say it is.

/// What a file is, by its first bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Text,
    Gzip,
    Zstd,
    Parquet,
    Arrow,
    /// A zip archive, which a workbook is.
    Zip,
    /// Something that is known, and not read.
    Unread {
        found: &'static str,
        advice: &'static str,
    },
}

const SAVE_AS_XLSX: &str = "Save it as .xlsx or CSV.";
const EXPORT_AS_CSV: &str = "Export it as CSV, Parquet or JSON lines.";
const REPACK: &str = "Unpack it, or pack it with gzip or zstd.";

const MAGIC: &[(&[u8], Kind)] = &[
    (b"\x1F\x8B", Kind::Gzip),
    (b"\x28\xB5\x2F\xFD", Kind::Zstd),
    (b"PAR1", Kind::Parquet),
    (b"ARROW1", Kind::Arrow),
    (b"PK\x03\x04", Kind::Zip),
    (b"PK\x05\x06", Kind::Zip),
    (b"PARE", Kind::Unread { found: "an encrypted Parquet file", advice: "Export it without encryption." }),
    (
        b"FEA1",
        Kind::Unread { found: "a Feather file of version 1", advice: "Write it as Feather version 2 (Arrow IPC)." },
    ),
    (
        b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1",
        Kind::Unread { found: "an old (.xls) or password-protected Excel workbook", advice: SAVE_AS_XLSX },
    ),
    (b"ORC", Kind::Unread { found: "an ORC file", advice: EXPORT_AS_CSV }),
    (b"Obj\x01", Kind::Unread { found: "an Avro file", advice: EXPORT_AS_CSV }),
    (b"SQLite format 3\0", Kind::Unread { found: "an SQLite database", advice: EXPORT_AS_CSV }),
    (b"%PDF-", Kind::Unread { found: "a PDF document", advice: EXPORT_AS_CSV }),
    (b"BZh", Kind::Unread { found: "packed with bzip2", advice: REPACK }),
    (b"\xFD7zXZ\0", Kind::Unread { found: "packed with xz", advice: REPACK }),
    (b"7z\xBC\xAF\x27\x1C", Kind::Unread { found: "a 7-Zip archive", advice: REPACK }),
    (b"Rar!\x1A\x07", Kind::Unread { found: "a RAR archive", advice: REPACK }),
    (b"\x04\x22\x4D\x18", Kind::Unread { found: "packed with LZ4", advice: REPACK }),
];

/// What a file is that begins like this.
pub(super) fn kind_of(beginning: &[u8]) -> Kind {
    if let Some((_, kind)) = MAGIC.iter().find(|(magic, _)| beginning.starts_with(magic)) {
        return *kind;
    }
    if is_arrow_stream(beginning) {
        return Kind::Arrow;
    }
    if is_skippable_frame(beginning) {
        return Kind::Zstd;
    }
    if beginning.get(257..262) == Some(b"ustar") {
        return Kind::Unread { found: "a tar archive", advice: "Unpack it and choose the files in it." };
    }
    Kind::Text
}

/// A stream of Arrow begins with a continuation marker and the length of its schema, which is below 16 MB.
fn is_arrow_stream(beginning: &[u8]) -> bool {
    beginning.starts_with(b"\xFF\xFF\xFF\xFF") && beginning.get(7) == Some(&0)
}

/// Zstandard may begin with a frame of remarks (RFC 8878, 3.1.2).
fn is_skippable_frame(beginning: &[u8]) -> bool {
    matches!(beginning, [0x50..=0x5F, 0x2A, 0x4D, 0x18, ..])
}
