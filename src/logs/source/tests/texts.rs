use super::*;
use crate::logs::identify;
use std::io::{Read, Write};

const TEXT: &str = "person,answer\r\n1,yés\r\n2,€ „no“ 🍪\r\n";

fn utf16(text: &str, to_bytes: fn(u16) -> [u8; 2]) -> Vec<u8> {
    text.encode_utf16().flat_map(to_bytes).collect()
}

pub(super) fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

fn read(path: &Path, format: &Format) -> Result<Vec<u8>, LogError> {
    let mut bytes = Vec::new();
    TextSource::open(path, format)?.read_to_end(&mut bytes).map_err(LogError::io(path))?;
    Ok(bytes)
}

/// The text of a file as it is detected to be written.
fn text_of(path: &Path) -> String {
    String::from_utf8(read(path, &detect(path).unwrap()).unwrap()).unwrap()
}

#[test]
fn text_comes_out_the_same_whatever_it_is_packed_and_encoded_in() {
    let encodings = [
        TEXT.as_bytes().to_vec(),
        [b"\xEF\xBB\xBF", TEXT.as_bytes()].concat(),
        [b"\xFF\xFE".to_vec(), utf16(TEXT, u16::to_le_bytes)].concat(),
        [b"\xFE\xFF".to_vec(), utf16(TEXT, u16::to_be_bytes)].concat(),
        utf16(TEXT, u16::to_le_bytes),
        utf16(TEXT, u16::to_be_bytes),
    ];
    let scratch = Scratch::new();
    for bytes in encodings {
        let parts = bytes.split_at(7);
        let packed = [
            bytes.clone(),
            gzip(&bytes),
            [gzip(parts.0), gzip(parts.1)].concat(),
            zstd::encode_all(bytes.as_slice(), 3).unwrap(),
            [zstd::encode_all(parts.0, 3).unwrap(), zstd::encode_all(parts.1, 3).unwrap()].concat(),
        ];
        for bytes in packed {
            assert_eq!(text_of(&scratch.file("log", &bytes)), TEXT);
        }
    }
}

#[test]
fn text_is_the_same_in_small_bites() {
    let scratch = Scratch::new();
    let long = TEXT.repeat(9_000);
    for (bytes, encoding) in
        [(utf16(&long, u16::to_le_bytes), Encoding::Utf16Le), (long.as_bytes().to_vec(), Encoding::Utf8)]
    {
        let path = scratch.file("log", &bytes);
        let shape = Shape::Delimited { delimiter: b',' };
        let mut source = TextSource::open(&path, &Format { compression: Compression::None, encoding, shape }).unwrap();
        let (mut text, mut bite, mut length) = (Vec::new(), [0; 17], 1);
        loop {
            let read = source.read(&mut bite[..length]).unwrap();
            if read == 0 {
                break;
            }
            text.extend_from_slice(&bite[..read]);
            length = length % 17 + 1;
        }
        assert!(text == long.as_bytes());
    }
}

#[test]
fn the_file_is_identified_while_it_is_read() {
    let scratch = Scratch::new();
    let path = scratch.file("log", &gzip(TEXT.repeat(50_000).as_bytes()));
    let whole = identify(&path).unwrap();
    let mut source = TextSource::open(&path, &detect(&path).unwrap()).unwrap();
    assert_eq!(source.raw_bytes_total(), whole.bytes);
    let mut some = [0; 100];
    source.read_exact(&mut some).unwrap();
    assert!(source.raw_bytes_done() > 0);
    assert_eq!(source.finish().unwrap(), whole);
    let mut source = TextSource::open(&path, &detect(&path).unwrap()).unwrap();
    std::io::copy(&mut source, &mut std::io::sink()).unwrap();
    assert_eq!(source.raw_bytes_done(), whole.bytes);
    assert_eq!(source.finish().unwrap(), whole);
}

#[test]
fn a_mark_is_left_out_at_the_beginning_only() {
    let scratch = Scratch::new();
    assert_eq!(text_of(&scratch.file("log", b"a\n\xEF\xBB\xBFb")), "a\n\u{FEFF}b");
    assert_eq!(text_of(&scratch.file("log", b"a")), "a");
    assert_eq!(text_of(&scratch.file("log", b"\xEF\xBB\xBF")), "");
}

#[test]
fn broken_letters_spoil_their_own_row_only() {
    let scratch = Scratch::new();
    let mut bytes = utf16("a,b\n1,", u16::to_le_bytes);
    bytes.extend([0x00, 0xD8]);
    bytes.extend(utf16("\n2,x\n", u16::to_le_bytes));
    bytes.push(b'3');
    let path = scratch.file("log", &bytes);
    let shape = Shape::Delimited { delimiter: b',' };
    let format = Format { compression: Compression::None, encoding: Encoding::Utf16Le, shape };
    assert_eq!(read(&path, &format).unwrap(), b"a,b\n1,\xFF\n2,x\n\xFF");
}

#[test]
fn windows_1252_is_read_on_request_only() {
    let scratch = Scratch::new();
    let path = scratch.file("log", b"answer\ny\xE9s \x80\n");
    let detected = detect(&path).unwrap();
    assert_eq!(detected.encoding, Encoding::Utf8);
    let asked = Format { encoding: Encoding::Windows1252, ..detected };
    assert_eq!(read(&path, &asked).unwrap(), "answer\nyés €\n".as_bytes());
}

#[test]
fn shapes_are_told_by_their_first_letters() {
    let shape = |text: &str| {
        let scratch = Scratch::new();
        detect(&scratch.file("log", text.as_bytes())).map(|format| format.shape)
    };
    let delimited = Shape::Delimited { delimiter: b',' };
    assert_eq!(shape("{\"a\":1}\n{\"a\":2}\n").unwrap(), Shape::JsonLines);
    assert_eq!(shape("\u{FEFF} {\"a\":1}").unwrap(), Shape::JsonLines);
    assert_eq!(shape("{\"a\":1 oops\n{\"a\":2}\n").unwrap(), Shape::JsonLines);
    assert_eq!(shape("{curly},b\n1,2\n").unwrap(), delimited);
    assert_eq!(shape("[id],b\n1,2\n").unwrap(), delimited);
    assert_eq!(shape("a\tb\n").unwrap(), delimited);
    for text in ["[\n {\"a\": 1},\n {\"a\": 2}]", "{\n  \"a\": 1\n}\n{\n  \"a\": 2\n}\n"] {
        assert!(matches!(shape(text), Err(LogError::WrongKind { .. })), "{text}");
    }
    assert!(matches!(shape(""), Err(LogError::Empty)));
}

#[test]
fn what_is_not_read_is_named() {
    let scratch = Scratch::new();
    let tar = [vec![b'x'; 257], b"ustar\x0000".to_vec(), vec![0; 300]].concat();
    let named: [&[u8]; 6] =
        [b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1...", b"BZh91AY", b"Obj\x01....", &tar, b"PARE....", b"%PDF-1.7"];
    for bytes in named {
        let error = detect(&scratch.file("log", bytes)).unwrap_err();
        assert!(matches!(error, LogError::WrongKind { .. }), "{error}");
    }
    let error = detect(&scratch.file("log", &gzip(b"PAR1....PAR1"))).unwrap_err();
    assert!(matches!(error, LogError::WrongKind { .. }), "{error}");
    let stray = [b"a,b\n".repeat(200), b"1,\x002\n".to_vec()].concat();
    assert!(matches!(detect(&scratch.file("log", &stray)), Err(LogError::NotText { position: 802 })));
    assert!(matches!(detect(&scratch.path("none")), Err(LogError::Io { .. })));
}

#[test]
fn a_packed_file_that_is_cut_off_says_so() {
    let scratch = Scratch::new();
    let long = TEXT.repeat(50_000);
    for bytes in [gzip(long.as_bytes()), zstd::encode_all(long.as_bytes(), 1).unwrap()] {
        let path = scratch.file("log", &bytes[..bytes.len() - 5]);
        let error = read(&path, &detect(&path).unwrap()).unwrap_err();
        assert!(matches!(error, LogError::Damaged { .. }), "{error}");
        let path = scratch.file("log", &bytes[..9]);
        assert!(detect(&path).is_err());
    }
    let mut spoiled = gzip(long.as_bytes());
    let middle = spoiled.len() / 2;
    spoiled[middle] ^= 0x55;
    let path = scratch.file("log", &spoiled);
    assert!(matches!(read(&path, &detect(&path).unwrap()), Err(LogError::Damaged { .. })));
}

#[test]
fn what_unpacks_without_end_is_stopped() {
    let scratch = Scratch::new();
    let mut gzip_bomb = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    let mut zstd_bomb = zstd::Encoder::new(Vec::new(), 3).unwrap();
    let megabyte = b"a,b\n1,2\n".repeat(1 << 17);
    for _ in 0..1_100 {
        gzip_bomb.write_all(&vec![b'a'; 1 << 20]).unwrap();
        zstd_bomb.write_all(&megabyte).unwrap();
    }
    for bytes in [gzip_bomb.finish().unwrap(), zstd_bomb.finish().unwrap()] {
        assert!(bytes.len() < 2 << 20, "{}", bytes.len());
        let path = scratch.file("log", &bytes);
        let mut source = TextSource::open(&path, &detect(&path).unwrap()).unwrap();
        let error = std::io::copy(&mut source, &mut std::io::sink()).map_err(LogError::io(&path)).unwrap_err();
        assert!(matches!(error, LogError::Bomb { .. }), "{error}");
    }
}
