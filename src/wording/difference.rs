//! What changed between two texts, word by word.

use serde::Serialize;

/// A run of words that both texts have, or only one of them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub enum Piece {
    /// In both texts.
    Same(String),
    /// Only in the first.
    Removed(String),
    /// Only in the second.
    Added(String),
}

impl Piece {
    /// Its text.
    pub fn text(&self) -> &str {
        match self {
            Self::Same(text) | Self::Removed(text) | Self::Added(text) => text,
        }
    }
}

/// The longest texts that are compared word by word; beyond that the unlike middle is one removal and one addition.
const MOST_CELLS: usize = 4_000_000;

/// The pieces of which both texts are made: all that are not added make up the first text, all that are not removed the
/// second. Words, blanks and punctuation are compared by the longest common subsequence (Wagner & Fischer 1974).
pub fn difference(first: &str, second: &str) -> Vec<Piece> {
    let (left, right) = (tokens(first), tokens(second));
    let head = left.iter().zip(&right).take_while(|(left, right)| left == right).count();
    let rest = left.len().min(right.len()) - head;
    let tail = left.iter().rev().zip(right.iter().rev()).take(rest).take_while(|(left, right)| left == right).count();
    let mut pieces = Pieces::default();
    left[..head].iter().for_each(|token| pieces.same(token));
    middle(&left[head..left.len() - tail], &right[head..right.len() - tail], &mut pieces);
    left[left.len() - tail..].iter().for_each(|token| pieces.same(token));
    pieces.finish()
}

/// Words with what is inside them, runs of blanks, and every other character on its own.
fn tokens(text: &str) -> Vec<&str> {
    let kind = |letter: char| match letter {
        letter if letter.is_alphanumeric() || matches!(letter, '\'' | '’' | '-') => 0,
        letter if letter.is_whitespace() => 1,
        _ => 2,
    };
    let mut tokens = Vec::new();
    let mut start = 0;
    let mut characters = text.char_indices().peekable();
    while let Some((_, letter)) = characters.next() {
        let Some((next, following)) = characters.peek().copied() else { break };
        if kind(letter) == 2 || kind(letter) != kind(following) {
            tokens.push(&text[start..next]);
            start = next;
        }
    }
    if start < text.len() {
        tokens.push(&text[start..]);
    }
    tokens
}

fn middle(left: &[&str], right: &[&str], pieces: &mut Pieces) {
    let width = right.len() + 1;
    if left.len().saturating_mul(width) > MOST_CELLS {
        left.iter().for_each(|token| pieces.removed(token));
        right.iter().for_each(|token| pieces.added(token));
        return;
    }
    let common = common_lengths(left, right);
    let (mut row, mut column) = (0, 0);
    while row < left.len() && column < right.len() {
        if left[row] == right[column] {
            pieces.same(left[row]);
            row += 1;
            column += 1;
        } else if common[(row + 1) * width + column] >= common[row * width + column + 1] {
            pieces.removed(left[row]);
            row += 1;
        } else {
            pieces.added(right[column]);
            column += 1;
        }
    }
    left[row..].iter().for_each(|token| pieces.removed(token));
    right[column..].iter().for_each(|token| pieces.added(token));
}

/// For each pair of places, how long the longest common subsequence of what follows is, weighing words over blanks.
fn common_lengths(left: &[&str], right: &[&str]) -> Vec<u32> {
    let width = right.len() + 1;
    let mut common = vec![0; (left.len() + 1) * width];
    for row in (0..left.len()).rev() {
        for column in (0..right.len()).rev() {
            let weight = if left[row].trim().is_empty() { 1 } else { 3 };
            let same = if left[row] == right[column] { common[(row + 1) * width + column + 1] + weight } else { 0 };
            let apart = common[(row + 1) * width + column].max(common[row * width + column + 1]);
            common[row * width + column] = same.max(apart);
        }
    }
    common
}

/// Collects tokens; removals and additions between two common words become one of each.
#[derive(Default)]
struct Pieces {
    done: Vec<Piece>,
    same: String,
    removed: String,
    added: String,
}

impl Pieces {
    fn same(&mut self, token: &str) {
        let bridges = token.trim().is_empty() && !(self.removed.is_empty() || self.added.is_empty());
        if bridges {
            self.removed.push_str(token);
            self.added.push_str(token);
            return;
        }
        self.close_changes();
        self.same.push_str(token);
    }

    fn removed(&mut self, token: &str) {
        self.close_same();
        self.removed.push_str(token);
    }

    fn added(&mut self, token: &str) {
        self.close_same();
        self.added.push_str(token);
    }

    fn close_same(&mut self) {
        if !self.same.is_empty() {
            self.done.push(Piece::Same(std::mem::take(&mut self.same)));
        }
    }

    fn close_changes(&mut self) {
        let shared = shared_blank(&mut self.removed, &mut self.added);
        for (text, piece) in
            [(&mut self.removed, Piece::Removed as fn(String) -> Piece), (&mut self.added, Piece::Added)]
        {
            if !text.is_empty() {
                self.done.push(piece(std::mem::take(text)));
            }
        }
        self.same.push_str(&shared);
    }

    fn finish(mut self) -> Vec<Piece> {
        self.close_changes();
        self.close_same();
        self.done
    }
}

/// Takes the blanks with which both texts end, so that a change does not end in a blank that did not change.
fn shared_blank(removed: &mut String, added: &mut String) -> String {
    let blanks = |text: &str| text.len() - text.trim_end().len();
    let shared = removed[removed.len() - blanks(removed)..].to_owned();
    if shared.is_empty() || !added.ends_with(&shared) || blanks(added) != shared.len() {
        return String::new();
    }
    removed.truncate(removed.len() - shared.len());
    added.truncate(added.len() - shared.len());
    shared
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn told(first: &str, second: &str) -> String {
        let told = |piece: Piece| match piece {
            Piece::Same(text) => text,
            Piece::Removed(text) => format!("[-{text}-]"),
            Piece::Added(text) => format!("[+{text}+]"),
        };
        difference(first, second).into_iter().map(told).collect()
    }

    #[test]
    fn words_change_and_the_rest_stays_readable() {
        assert_eq!(told("May we e-mail you?", "May we text you?"), "May we [-e-mail-][+text+] you?");
        assert_eq!(told("", "New"), "[+New+]");
        assert_eq!(told("One, two.", "One, two."), "One, two.");
        assert_eq!(told("the red old house", "the big new house"), "the [-red old-][+big new+] house");
        assert_eq!(told("Say yes.", "Say yes, please."), "Say yes[+, please+].");
    }

    proptest! {
        #[test]
        fn both_texts_come_back(first in "[a-c .,é]{0,40}", second in "[a-c .,é]{0,40}") {
            let pieces = difference(&first, &second);
            let left: String = pieces.iter().filter(|piece| !matches!(piece, Piece::Added(_))).map(Piece::text).collect();
            let right: String = pieces.iter().filter(|piece| !matches!(piece, Piece::Removed(_))).map(Piece::text).collect();
            prop_assert_eq!(left, first);
            prop_assert_eq!(right, second);
        }
    }
}
