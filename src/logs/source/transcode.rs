//! Text in other encodings as UTF-8.

use super::Encoding;
use encoding_rs::{Decoder, DecoderResult};
use std::io::Read;

const BUFFER: usize = 64 << 10;
/// Stands for a broken letter. No UTF-8 has it, so that the row is set aside like any other that is not valid text.
const BROKEN: u8 = 0xFF;

/// Turns bytes of another encoding into UTF-8, piece by piece.
pub(super) struct Transcoder {
    decoder: Decoder,
    input: Piece,
    output: Piece,
    input_ended: bool,
    ended: bool,
}

/// A buffer of which a part is still to be used.
struct Piece {
    bytes: Vec<u8>,
    from: usize,
    to: usize,
}

impl Piece {
    fn new(length: usize) -> Self {
        Self { bytes: vec![0; length], from: 0, to: 0 }
    }

    fn rest(&self) -> &[u8] {
        self.bytes.get(self.from..self.to).unwrap_or_default()
    }
}

impl Transcoder {
    /// For anything but UTF-8.
    pub(super) fn new(encoding: Encoding) -> Option<Self> {
        let decoder = match encoding {
            Encoding::Utf8 => return None,
            Encoding::Utf16Le => encoding_rs::UTF_16LE.new_decoder_with_bom_removal(),
            Encoding::Utf16Be => encoding_rs::UTF_16BE.new_decoder_with_bom_removal(),
            Encoding::Windows1252 => encoding_rs::WINDOWS_1252.new_decoder_without_bom_handling(),
        };
        let (input, output) = (Piece::new(BUFFER), Piece::new(BUFFER));
        Some(Self { decoder, input, output, input_ended: false, ended: false })
    }

    pub(super) fn read(&mut self, source: &mut impl Read, buffer: &mut [u8]) -> std::io::Result<usize> {
        while self.output.rest().is_empty() && !self.ended {
            if self.input.rest().is_empty() && !self.input_ended {
                (self.input.from, self.input.to) = (0, source.read(&mut self.input.bytes)?);
                self.input_ended = self.input.to == 0;
            }
            self.decode();
        }
        let read = self.output.rest().read(buffer)?;
        self.output.from += read;
        Ok(read)
    }

    fn decode(&mut self) {
        // One byte is kept free for the sign of a broken letter.
        let target = self.output.bytes.get_mut(..BUFFER - 1).unwrap_or_default();
        let (result, read, written) =
            self.decoder.decode_to_utf8_without_replacement(self.input.rest(), target, self.input_ended);
        self.input.from += read;
        (self.output.from, self.output.to) = (0, written);
        match result {
            DecoderResult::InputEmpty => self.ended = self.input_ended,
            DecoderResult::OutputFull => {}
            DecoderResult::Malformed(..) => {
                self.output.bytes.iter_mut().skip(written).take(1).for_each(|byte| *byte = BROKEN);
                self.output.to += 1;
            }
        }
    }
}
