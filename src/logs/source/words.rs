//! How a log is written, as people read it.

use super::{Compression, Encoding, Format, Shape};

impl std::fmt::Display for Format {
    /// How the log is written, as people read it.
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match &self.shape {
            Shape::Delimited { delimiter } => write!(formatter, "{}", delimiter_in_words(*delimiter))?,
            Shape::JsonLines => formatter.write_str("JSON lines")?,
            Shape::Parquet => formatter.write_str("Parquet")?,
            Shape::ArrowIpc => formatter.write_str("Arrow")?,
            Shape::Sheet { name } => write!(formatter, "Excel, sheet “{name}”")?,
        }
        match self.encoding {
            Encoding::Utf8 => {}
            Encoding::Utf16Le | Encoding::Utf16Be => formatter.write_str(", UTF-16")?,
            Encoding::Windows1252 => formatter.write_str(", Windows-1252")?,
        }
        match self.compression {
            Compression::None => Ok(()),
            Compression::Gzip => formatter.write_str(", gzip"),
            Compression::Zstd => formatter.write_str(", zstd"),
        }
    }
}

fn delimiter_in_words(delimiter: u8) -> String {
    match delimiter {
        b',' => "CSV with commas".into(),
        b';' => "CSV with semicolons".into(),
        b'\t' => "text with tabs".into(),
        b'|' => "text with bars".into(),
        other if other.is_ascii_graphic() => format!("text with “{}”", char::from(other)),
        other => format!("text with the character {other}"),
    }
}
