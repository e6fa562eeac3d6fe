//! How a permission request looks where people meet it: sizes, places and what does not fit, without a renderer.
//!
//! Sizes are logical points. Whoever draws measures the texts with a [`Ruler`], so that what is cut off here is cut off on screen.

use crate::domain::{DeclinePlace, Terms, Wording};
use crate::wording::{Part, Prompt};

/// Where people meet a request.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Surface {
    /// A boxed banner at the foot of a web page.
    #[default]
    WebBanner,
    /// A dialog of a phone's system.
    PhoneDialog,
    /// A line in the list of a mailbox.
    EmailLine,
    /// A switch among an app's settings.
    SettingsToggle,
}

impl Surface {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::WebBanner, Self::PhoneDialog, Self::EmailLine, Self::SettingsToggle];

    /// Its name for people.
    pub fn name(self) -> &'static str {
        match self {
            Self::WebBanner => "Web banner",
            Self::PhoneDialog => "Phone dialog",
            Self::EmailLine => "E-mail line",
            Self::SettingsToggle => "Settings switch",
        }
    }

    /// Its usual width in points: phones show dialogs 270 wide, web banners and mail lists leave about 480.
    pub fn width_points(self) -> f32 {
        match self {
            Self::WebBanner | Self::EmailLine => 480.0,
            Self::PhoneDialog => 270.0,
            Self::SettingsToggle => 360.0,
        }
    }

    /// The most lines of a text that it shows: headline, text, way out.
    fn most_lines(self, part: Part) -> usize {
        match (self, part) {
            (Self::WebBanner | Self::PhoneDialog | Self::SettingsToggle, Part::Headline)
            | (Self::WebBanner | Self::PhoneDialog, Part::WayOut) => 2,
            (Self::WebBanner, Part::Body) => 4,
            (Self::PhoneDialog, Part::Body) => 8,
            (Self::SettingsToggle, Part::Body) => 3,
            (Self::EmailLine, Part::Headline | Part::Body) => 1,
            _ => 0,
        }
    }
}

/// How a text is set.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TextRole {
    /// A headline, semibold.
    Title,
    /// Running text.
    Text,
    /// Text that stands back.
    Small,
    /// The words of a button, semibold.
    Label,
}

impl TextRole {
    /// The size of its letters in points.
    pub fn size_points(self) -> f32 {
        match self {
            Self::Title => 15.0,
            Self::Text | Self::Label => 13.0,
            Self::Small => 11.0,
        }
    }

    /// The height of its lines in points.
    pub fn line_points(self) -> f32 {
        match self {
            Self::Title => 20.0,
            Self::Text | Self::Label => 18.0,
            Self::Small => 15.0,
        }
    }
}

/// Measures texts in the fonts that they are drawn in.
pub trait Ruler {
    /// How many lines a text takes within a width in points; at least 1.
    fn lines(&self, text: &str, role: TextRole, width_points: f32) -> usize;
    /// How wide a text is on one line, in points.
    fn width_points(&self, text: &str, role: TextRole) -> f32;
}

/// A rectangle in points, from the upper left corner of the preview.
#[derive(Debug, Clone, Copy, PartialEq)]
#[expect(missing_docs, reason = "the type says what its fields are")]
pub struct Place {
    pub x: f32,
    pub y: f32,
    pub width: f32,
    pub height: f32,
}

/// How much weight a button has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Weight {
    /// Filled.
    Full,
    /// Words only, as a small link.
    Link,
}

/// One thing in a preview.
#[derive(Debug, Clone, PartialEq)]
#[expect(missing_docs, reason = "each variant says what its fields are")]
pub enum Element {
    /// Words that wrap within their place; more of them than fit are cut off at its end.
    Text { text: String, role: TextRole, place: Place, lines: usize },
    /// A button.
    Button { text: String, place: Place, weight: Weight },
    /// A box to tick, with its words beside it.
    Tick { text: String, place: Place, ticked: bool },
    /// A switch.
    Switch { place: Place, on: bool },
    /// The sender's round mark.
    Sender { place: Place },
}

/// A text that a person cannot read whole there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cut {
    /// Which text.
    pub part: Part,
    /// How many lines it needs.
    pub needed: usize,
    /// How many are shown.
    pub shown: usize,
}

impl Cut {
    /// What a person should know of it.
    pub fn sentence(&self) -> String {
        let name = match self.part {
            Part::Headline => "The headline",
            Part::Body => "The text",
            Part::WayOut => "The way out",
            Part::Accept => "The accepting label",
            Part::Decline => "The declining label",
        };
        if self.part.is_label() {
            return format!("{name} is wider than its button and is cut off.");
        }
        let lines = if self.shown == 1 { "1 is shown".to_owned() } else { format!("{} are shown", self.shown) };
        format!("{name} is too long here: it needs {} lines, {lines}.", self.needed)
    }
}

/// A request as it looks in one place.
#[derive(Debug, Clone, PartialEq)]
pub struct Preview {
    /// Its width in points.
    pub width: f32,
    /// Its height in points.
    pub height: f32,
    /// What is in it, later things over earlier ones.
    pub elements: Vec<Element>,
    /// What is cut off.
    pub cut: Vec<Cut>,
    /// What is to be known about it beside what is seen.
    pub notes: Vec<&'static str>,
}

/// Lays a request out.
pub fn preview(wording: &Wording, terms: &Terms, surface: Surface, ruler: &dyn Ruler) -> Preview {
    let mut page = Page::new(Prompt { wording, terms }, surface, ruler);
    match surface {
        Surface::WebBanner | Surface::PhoneDialog => page.dialog(),
        Surface::EmailLine => page.email_line(),
        Surface::SettingsToggle => page.settings_toggle(),
    }
    page.preview.height = page.y + PADDING;
    page.preview
}

const PADDING: f32 = 16.0;
const GAP: f32 = 8.0;
const BUTTON_HEIGHT: f32 = 34.0;
const SENDER: f32 = 36.0;
const SWITCH: f32 = 40.0;

struct Page<'a> {
    prompt: Prompt<'a>,
    surface: Surface,
    ruler: &'a dyn Ruler,
    preview: Preview,
    y: f32,
}

impl<'a> Page<'a> {
    fn new(prompt: Prompt<'a>, surface: Surface, ruler: &'a dyn Ruler) -> Self {
        let preview = Preview {
            width: surface.width_points(),
            height: 0.0,
            elements: Vec::new(),
            cut: Vec::new(),
            notes: Vec::new(),
        };
        Self { prompt, surface, ruler, preview, y: PADDING }
    }

    /// One under the other: headline, text, boxes, way out, buttons.
    fn dialog(&mut self) {
        let width = self.preview.width - 2.0 * PADDING;
        self.text(Part::Headline, TextRole::Title, PADDING, width);
        self.text(Part::Body, TextRole::Text, PADDING, width);
        self.ticks(width);
        self.text(Part::WayOut, TextRole::Small, PADDING, width);
        self.buttons(width);
    }

    fn email_line(&mut self) {
        let place = Place { x: PADDING, y: PADDING, width: SENDER, height: SENDER };
        self.preview.elements.push(Element::Sender { place });
        let x = PADDING + SENDER + 12.0;
        let width = self.preview.width - x - PADDING;
        self.text(Part::Headline, TextRole::Label, x, width);
        self.y -= GAP - 2.0;
        self.text(Part::Body, TextRole::Text, x, width);
        // The first line of the text is all that a mailbox ever shows.
        self.preview.cut.retain(|cut| cut.part != Part::Body);
        self.y = self.y.max(PADDING + SENDER);
        self.preview
            .notes
            .push("A mailbox shows the headline and the first words; the rest follows once it is opened.");
    }

    fn settings_toggle(&mut self) {
        let width = self.preview.width - 2.0 * PADDING - SWITCH - 16.0;
        self.text(Part::Headline, TextRole::Label, PADDING, width);
        self.y -= GAP - 2.0;
        self.text(Part::Body, TextRole::Small, PADDING, width);
        let place = Place { x: self.preview.width - PADDING - SWITCH, y: PADDING, width: SWITCH, height: 22.0 };
        let on = self.prompt.wording.ticked_beforehand;
        self.preview.elements.push(Element::Switch { place, on });
        self.y = self.y.max(PADDING + 22.0);
        if on {
            self.preview.notes.push("The switch is on before anybody touched it: such a yes grants nothing.");
        }
    }

    /// A text where the page has come to, with as many lines as fit.
    fn text(&mut self, part: Part, role: TextRole, x: f32, width: f32) {
        let text = self.prompt.text(part).trim();
        let most = self.surface.most_lines(part);
        if text.is_empty() || most == 0 {
            return;
        }
        let needed = self.ruler.lines(text, role, width);
        let lines = needed.min(most);
        if needed > most {
            self.preview.cut.push(Cut { part, needed, shown: most });
        }
        let place = Place { x, y: self.y, width, height: lines as f32 * role.line_points() };
        self.preview.elements.push(Element::Text { text: text.to_owned(), role, place, lines });
        self.y += place.height + GAP;
    }

    /// Boxes where something is ticked beforehand or every purpose has a choice of its own.
    fn ticks(&mut self, width: f32) {
        let wording = self.prompt.wording;
        if !wording.ticked_beforehand && !wording.separate_choices {
            return;
        }
        for purpose in &self.prompt.terms.purposes {
            let place = Place { x: PADDING, y: self.y, width, height: 18.0 };
            let text = super::terms::purpose(purpose);
            self.preview.elements.push(Element::Tick { text, place, ticked: wording.ticked_beforehand });
            self.y += 18.0 + 4.0;
        }
        self.y += 4.0;
    }

    fn buttons(&mut self, width: f32) {
        let accept = self.prompt.text(Part::Accept).trim();
        let decline = self.prompt.text(Part::Decline).trim();
        let weight = match self.prompt.decline_place() {
            DeclinePlace::Equal => Some(Weight::Full),
            DeclinePlace::Smaller => Some(Weight::Link),
            DeclinePlace::SecondLayer => {
                self.preview.notes.push("The way to say no is on another screen.");
                None
            }
            DeclinePlace::Absent => {
                self.preview.notes.push("There is no way to say no.");
                None
            }
        };
        let mut labels = Vec::new();
        if !accept.is_empty() {
            labels.push((Part::Accept, accept, Weight::Full));
        }
        labels.extend(weight.map(|weight| (Part::Decline, decline, weight)));
        if self.surface == Surface::PhoneDialog {
            labels.iter().for_each(|label| self.stacked(*label, width));
        } else {
            self.side_by_side(&labels, width);
        }
    }

    fn stacked(&mut self, (part, text, weight): (Part, &str, Weight), width: f32) {
        let place = Place { x: PADDING, y: self.y, width, height: BUTTON_HEIGHT };
        self.button(part, text, weight, place);
        self.y += BUTTON_HEIGHT + 6.0;
    }

    fn side_by_side(&mut self, labels: &[(Part, &str, Weight)], width: f32) {
        let most = (width - GAP) / 2.0;
        let mut x = PADDING;
        for (part, text, weight) in labels {
            let wanted = self.ruler.width_points(text, TextRole::Label) + 28.0;
            let place = Place { x, y: self.y, width: wanted.min(most), height: BUTTON_HEIGHT };
            self.button(*part, text, *weight, place);
            x += place.width + GAP;
        }
        self.y += if labels.is_empty() { 0.0 } else { BUTTON_HEIGHT };
    }

    fn button(&mut self, part: Part, text: &str, weight: Weight, place: Place) {
        if self.ruler.width_points(text, TextRole::Label) + 12.0 > place.width {
            self.preview.cut.push(Cut { part, needed: 2, shown: 1 });
        }
        self.preview.elements.push(Element::Button { text: text.to_owned(), place, weight });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Every letter is half as wide as it is tall.
    struct Typewriter;

    impl Ruler for Typewriter {
        fn lines(&self, text: &str, role: TextRole, width_points: f32) -> usize {
            let width = self.width_points(text, role);
            (1..1000).find(|lines| *lines as f32 * width_points >= width).unwrap_or(1)
        }

        fn width_points(&self, text: &str, role: TextRole) -> f32 {
            text.chars().count() as f32 * role.size_points() / 2.0
        }
    }

    fn wording(body: &str) -> Wording {
        Wording {
            headline: "May we?".into(),
            body: body.into(),
            accept_label: "Yes".into(),
            decline_label: "No".into(),
            ..Wording::default()
        }
    }

    fn seen(wording: &Wording, surface: Surface) -> Preview {
        let terms = Terms { purposes: vec!["functional".into()], ..Terms::default() };
        preview(wording, &terms, surface, &Typewriter)
    }

    #[test]
    fn what_is_too_long_is_said_to_be_and_only_there() {
        let long = wording(&"word ".repeat(80));
        let cut = |surface| seen(&long, surface).cut;
        assert_eq!(cut(Surface::WebBanner), [Cut { part: Part::Body, needed: 6, shown: 4 }]);
        assert!(cut(Surface::PhoneDialog)[0].sentence().contains("needs 11 lines, 8 are shown"));
        assert!(cut(Surface::EmailLine).is_empty(), "a mailbox always shows the beginning only");
        for surface in Surface::ALL {
            assert!(seen(&wording("Short."), surface).cut.is_empty());
        }
        let mut wide = wording("Short.");
        wide.accept_label = "Yes, by all means, and tell your friends about it too please".into();
        assert_eq!(seen(&wide, Surface::PhoneDialog).cut[0].part, Part::Accept);
    }

    #[test]
    fn everything_lies_within_its_preview() {
        let mut ticked = wording(&"word ".repeat(80));
        ticked.ticked_beforehand = true;
        ticked.way_out = "Under Settings.".into();
        for surface in Surface::ALL {
            let preview = seen(&ticked, surface);
            for element in &preview.elements {
                let (Element::Text { place, .. }
                | Element::Button { place, .. }
                | Element::Tick { place, .. }
                | Element::Switch { place, .. }
                | Element::Sender { place }) = element;
                assert!(place.x >= 0.0 && place.x + place.width <= preview.width, "{surface:?}: {element:?}");
                assert!(place.y >= 0.0 && place.y + place.height <= preview.height, "{surface:?}: {element:?}");
            }
        }
    }

    #[test]
    fn a_no_is_drawn_with_the_weight_that_it_has() {
        let weights = |place: DeclinePlace| {
            let preview = seen(&Wording { decline_place: place, ..wording("Short.") }, Surface::WebBanner);
            let weight =
                |element: &Element| if let Element::Button { weight, .. } = element { Some(*weight) } else { None };
            (preview.elements.iter().filter_map(weight).collect::<Vec<_>>(), preview.notes.len())
        };
        assert_eq!(weights(DeclinePlace::Equal), (vec![Weight::Full, Weight::Full], 0));
        assert_eq!(weights(DeclinePlace::Smaller), (vec![Weight::Full, Weight::Link], 0));
        assert_eq!(weights(DeclinePlace::SecondLayer), (vec![Weight::Full], 1));
        assert_eq!(weights(DeclinePlace::Absent), (vec![Weight::Full], 1));
    }
}
