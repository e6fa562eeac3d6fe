//! What a screen reader and an archive find in a printed report: a check of the file's structure, as far as it goes without a validator
//! (after ISO 14289-1 and ISO 19005-3).

use hayro_syntax::Pdf;
use hayro_syntax::object::{Array, Dict, Name, Number, Object, Stream, String as PdfString};
use std::collections::{BTreeMap, BTreeSet};

/// The structure of a document, in reading order.
#[derive(Debug, Default)]
pub struct Structure {
    /// Headings and figures in reading order: role and title or alternative text.
    pub told: Vec<(String, String)>,
    /// How often each role occurs.
    pub roles: BTreeMap<String, usize>,
    /// Which marked content of which page (by object number) belongs to an element.
    owned: BTreeSet<(i32, i64)>,
    /// Roles that the document maps to standard ones.
    mapped: BTreeSet<String>,
}

const STANDARD: &[&str] = &[
    "Document",
    "Part",
    "Div",
    "Caption",
    "P",
    "H1",
    "H2",
    "H3",
    "L",
    "LI",
    "Lbl",
    "LBody",
    "Table",
    "TR",
    "TH",
    "TD",
    "THead",
    "TBody",
    "Span",
    "Figure",
    "NonStruct",
    "Sect",
];

fn text(string: &PdfString<'_>) -> String {
    match string.as_bytes() {
        [0xFE, 0xFF, units @ ..] => {
            let units: Vec<u16> = units.chunks_exact(2).map(|pair| u16::from_be_bytes([pair[0], pair[1]])).collect();
            String::from_utf16(&units).expect("a text")
        }
        bytes => bytes.iter().map(|byte| char::from(*byte)).collect(),
    }
}

fn name(dict: &Dict<'_>, key: &str) -> String {
    dict.get::<Name<'_>>(key).map_or(String::new(), |name| name.as_str().to_owned())
}

/// Checks a document and gives back how it is built.
pub fn checked(bytes: &[u8], title: &str, language: &str, archival: bool) -> Structure {
    let pdf = Pdf::new(bytes.to_vec()).expect("a PDF");
    let catalog: Dict<'_> = pdf.xref().get(pdf.xref().root_id()).expect("a catalog");
    assert_eq!(text(&catalog.get::<PdfString<'_>>("Lang").expect("a language")), language);
    assert_eq!(catalog.get::<Dict<'_>>("MarkInfo").expect("marks").get::<bool>("Marked"), Some(true));
    let preferences: Dict<'_> = catalog.get("ViewerPreferences").expect("preferences");
    assert_eq!(preferences.get::<bool>("DisplayDocTitle"), Some(true));
    check_metadata(&catalog, title, archival);
    let root: Dict<'_> = catalog.get("StructTreeRoot").expect("a tree of structure");
    let mut structure = Structure::default();
    if let Some(roles) = root.get::<Dict<'_>>("RoleMap") {
        structure.mapped = roles.keys().map(|role| role.as_str().to_owned()).collect();
    }
    structure.children(&root, None, "");
    structure.check_headings();
    structure.check_pages(&pdf);
    structure
}

fn check_metadata(catalog: &Dict<'_>, title: &str, archival: bool) {
    let metadata: Stream<'_> = catalog.get("Metadata").expect("metadata");
    let metadata = String::from_utf8(metadata.decoded().expect("readable metadata").into_owned()).expect("text");
    let says = |key: &str, value: &str| {
        metadata.contains(&format!("<{key}>{value}</{key}>")) || metadata.contains(&format!("{key}=\"{value}\""))
    };
    assert!(says("pdfuaid:part", "1"), "{metadata}");
    assert_eq!(says("pdfaid:part", "3") && says("pdfaid:conformance", "A"), archival, "{metadata}");
    assert_eq!(catalog.get::<Array<'_>>("OutputIntents").is_some(), archival);
    let shown = title.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;");
    assert!(metadata.contains("dc:title") && metadata.contains(&shown), "{metadata}");
}

impl Structure {
    fn children(&mut self, parent: &Dict<'_>, page: Option<i32>, role: &str) {
        let kids: Vec<Object<'_>> = match parent.get::<Object<'_>>("K") {
            Some(Object::Array(kids)) => kids.iter::<Object<'_>>().collect(),
            Some(one) => vec![one],
            None => Vec::new(),
        };
        for kid in kids {
            match kid {
                Object::Number(number) => self.own(page, &number),
                Object::Dict(dict) if name(&dict, "Type") == "MCR" => {
                    let page = dict.get_ref("Pg").map(|page| page.obj_number).or(page);
                    self.own(page, &dict.get::<Number>("MCID").expect("a number of marked content"));
                }
                Object::Dict(dict) if name(&dict, "Type") != "OBJR" => self.element(&dict, page, role),
                _ => {}
            }
        }
    }

    fn own(&mut self, page: Option<i32>, number: &Number) {
        let is_new = self.owned.insert((page.expect("a page of marked content"), number.as_i64()));
        assert!(is_new, "marked content belongs to two elements");
    }

    fn element(&mut self, element: &Dict<'_>, page: Option<i32>, parent: &str) {
        let role = name(element, "S");
        let is_known = STANDARD.contains(&role.as_str()) || self.mapped.contains(&role);
        assert!(is_known, "{role} is neither standard nor mapped");
        let page = element.get_ref("Pg").map(|page| page.obj_number).or(page);
        let string = |key: &str| element.get::<PdfString<'_>>(key).map(|string| text(&string));
        match role.as_str() {
            "Figure" => {
                let alternative = string("Alt").expect("an alternative text");
                assert!(alternative.trim().len() > 3, "{alternative:?} says nothing");
                self.told.push((role.clone(), alternative));
            }
            "H1" | "H2" | "H3" => self.told.push((role.clone(), string("T").unwrap_or_default())),
            "TH" => check_heading_cell(element),
            "TR" => assert!(["Table", "THead", "TBody"].contains(&parent), "a row in {parent}"),
            "LI" => assert_eq!(parent, "L"),
            _ => {}
        }
        if ["TH", "TD"].contains(&role.as_str()) {
            assert_eq!(parent, "TR");
        }
        *self.roles.entry(role.clone()).or_default() += 1;
        self.children(element, page, &role);
    }

    fn check_headings(&self) {
        let mut before = 0;
        for (role, title) in self.told.iter().filter(|(role, _)| role.starts_with('H')) {
            let level: usize = role[1..].parse().expect("a level");
            assert!(level <= before + 1, "{title} is a heading of level {level} after one of level {before}");
            before = level;
        }
        assert!(before > 0, "no headings");
    }

    /// Whatever is painted belongs to an element or is said to be an artifact.
    fn check_pages(&self, pdf: &Pdf) {
        let mut marked = BTreeSet::new();
        for page in pdf.pages().iter() {
            assert!(page.raw().contains_key("StructParents"), "a page without a place in the structure");
            assert_eq!(name(page.raw(), "Tabs"), "S");
            let number = page.raw().obj_id().expect("a page is an object").obj_number;
            let mut open = 0_usize;
            let mut operations = page.operations();
            while let Some(operation) = operations.next() {
                let operands: Vec<Object<'_>> = operation.operands().cloned().collect();
                match &operation.operator[..] {
                    b"BDC" => {
                        open += 1;
                        if let [Object::Name(tag), Object::Dict(properties)] = &operands[..]
                            && let Some(content) = properties.get::<Number>("MCID")
                        {
                            assert_ne!(tag.as_str(), "Artifact");
                            marked.insert((number, content.as_i64()));
                        }
                    }
                    b"BMC" => open += 1,
                    b"EMC" => open = open.checked_sub(1).expect("an end for each beginning"),
                    b"Tj" | b"TJ" | b"f" | b"f*" | b"S" | b"s" | b"B" | b"b" | b"Do" | b"sh" => {
                        assert!(open > 0, "something is painted that belongs nowhere");
                    }
                    _ => {}
                }
            }
            assert_eq!(open, 0);
        }
        assert_eq!(marked, self.owned, "marked content and elements differ");
    }
}

fn check_heading_cell(cell: &Dict<'_>) {
    let attributes: Vec<Dict<'_>> = match cell.get::<Object<'_>>("A") {
        Some(Object::Array(all)) => all.iter::<Dict<'_>>().collect(),
        Some(Object::Dict(one)) => vec![one],
        _ => Vec::new(),
    };
    let scope = attributes.iter().map(|attribute| name(attribute, "Scope")).find(|scope| !scope.is_empty());
    assert!(scope.is_some_and(|scope| ["Column", "Row"].contains(&scope.as_str())), "a heading cell of nothing");
}
