//! The world that the typesetter sees: one template, one document, its figures and the fonts. No files, no packages, no clock.

use crate::report::letters::fonts;
use std::sync::LazyLock;
use typst::diag::{FileError, FileResult};
use typst::foundations::{Bytes, Datetime, Duration};
use typst::syntax::{FileId, RootedPath, Source, VirtualPath, VirtualRoot};
use typst::text::{Font, FontBook};
use typst::utils::LazyHash;
use typst::{Feature, Library, LibraryExt, World};

const TEMPLATE: &str = include_str!("../../../assets/report.typ");

static LIBRARY: LazyLock<LazyHash<Library>> = LazyLock::new(|| {
    // Lets tables name their rows, not only their columns, to screen readers.
    LazyHash::new(Library::builder().with_features([Feature::A11yExtras].into_iter().collect()).build())
});

static BOOK: LazyLock<LazyHash<FontBook>> = LazyLock::new(|| LazyHash::new(FontBook::from_fonts(fonts())));

/// What lies on the typesetter's desk.
pub(super) struct Desk {
    template: Source,
    files: Vec<(FileId, Bytes)>,
    /// Fonts beside the own ones, and the book of all where there are such.
    others: Vec<Font>,
    book: Option<LazyHash<FontBook>>,
}

impl Desk {
    /// A desk with a document, as the template reads it, the figures to be attached, and fonts for what the own ones lack.
    pub(super) fn new(document: String, figures: String, others: Vec<Font>) -> Self {
        let files = [("document.json", document), (super::FIGURES, figures)];
        let files = files.into_iter().filter_map(|(name, text)| Some((id(name)?, Bytes::from_string(text))));
        let template =
            id("report.typ").map_or_else(|| Source::detached(TEMPLATE), |id| Source::new(id, TEMPLATE.into()));
        let book = (!others.is_empty()).then(|| LazyHash::new(FontBook::from_fonts(fonts().iter().chain(&others))));
        Self { template, files: files.collect(), others, book }
    }
}

fn id(name: &str) -> Option<FileId> {
    Some(RootedPath::new(VirtualRoot::Project, VirtualPath::new(name).ok()?).intern())
}

impl World for Desk {
    fn library(&self) -> &LazyHash<Library> {
        &LIBRARY
    }

    fn book(&self) -> &LazyHash<FontBook> {
        self.book.as_ref().unwrap_or(&BOOK)
    }

    fn main(&self) -> FileId {
        self.template.id()
    }

    fn source(&self, id: FileId) -> FileResult<Source> {
        if id == self.template.id() { Ok(self.template.clone()) } else { Err(absent(id)) }
    }

    fn file(&self, id: FileId) -> FileResult<Bytes> {
        let found = self.files.iter().find(|(known, _)| *known == id);
        found.map(|(_, bytes)| bytes.clone()).ok_or_else(|| absent(id))
    }

    fn font(&self, index: usize) -> Option<Font> {
        fonts().iter().chain(&self.others).nth(index).cloned()
    }

    fn today(&self, _: Option<Duration>) -> Option<Datetime> {
        None
    }
}

fn absent(id: FileId) -> FileError {
    FileError::NotFound(id.vpath().get_without_slash().into())
}
