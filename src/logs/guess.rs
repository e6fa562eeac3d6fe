//! Guesses which column is meant, by its name and by its values.

use super::Preview;

/// Gives each column away at most once.
pub(super) struct Guesser<'a> {
    preview: &'a Preview,
    given: Vec<bool>,
}

impl<'a> Guesser<'a> {
    pub fn new(preview: &'a Preview) -> Self {
        Self { preview, given: vec![false; preview.columns.len()] }
    }

    /// The column with the first of these names (letters and digits, in lower case), or else one that has such a
    /// name as a word in its own, and whose values fit. Failing that, a column called so in earnest though most of its
    /// values do not fit: its rows are then set aside for everybody to see, instead of the column being overlooked.
    pub fn by_name(&mut self, names: &[&str], fits: impl Fn(&str) -> bool) -> Option<String> {
        let whole = |name: &str, column: &str| plain(column) == name;
        let word = |name: &str, column: &str| name.len() > 2 && words(column).iter().any(|word| word == name);
        let fit = |index: usize| self.fit(index, &fits);
        let fit_in_part = |index: usize| self.values(index).any(&fits);
        let surest = names.get(..3).unwrap_or(names);
        let found = self
            .find(names, whole, &fit)
            .or_else(|| self.find(names, word, &fit))
            .or_else(|| self.find(names, whole, &fit_in_part))
            .or_else(|| self.find(surest, whole, &|_| true))?;
        self.give(found)
    }

    /// The column with exactly this name.
    pub fn exactly(&mut self, name: &str) -> Option<String> {
        let found = self.find(&[name], |name, column| plain(column) == name, &|_| true)?;
        self.give(found)
    }

    /// The first column whose values fit.
    pub fn by_values(&mut self, fits: impl Fn(&str) -> bool) -> Option<String> {
        let any_value = |index: usize| self.values(index).next().is_some();
        let found =
            (0..self.given.len()).find(|&index| self.is_free(index) && any_value(index) && self.fit(index, &fits))?;
        self.give(found)
    }

    fn find(&self, names: &[&str], meant: impl Fn(&str, &str) -> bool, good: &impl Fn(usize) -> bool) -> Option<usize> {
        let found = |name: &&str| {
            let mut columns = self.preview.columns.iter().enumerate();
            columns.position(|(index, column)| self.is_free(index) && meant(name, column) && good(index))
        };
        names.iter().find_map(found)
    }

    fn is_free(&self, index: usize) -> bool {
        self.given.get(index) == Some(&false)
    }

    fn give(&mut self, index: usize) -> Option<String> {
        *self.given.get_mut(index)? = true;
        self.preview.columns.get(index).cloned()
    }

    fn values(&self, index: usize) -> impl Iterator<Item = &'a str> {
        let cells = self.preview.rows.iter().filter_map(move |row| row.get(index));
        cells.map(|cell| cell.trim()).filter(|cell| !cell.is_empty())
    }

    /// Whether at least four in five values fit; a few bad ones do not make it another column.
    fn fit(&self, index: usize, fits: &impl Fn(&str) -> bool) -> bool {
        let (all, good) =
            self.values(index).fold((0, 0), |(all, good), cell| (all + 1, good + usize::from(fits(cell))));
        good * 5 >= all * 4
    }
}

fn plain(name: &str) -> String {
    name.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// The words of a name such as `fiscal_quarter`, `Consent Action` or `processorName`.
fn words(name: &str) -> Vec<String> {
    let mut words = vec![String::new()];
    let mut before_lower = false;
    for c in name.chars() {
        if !c.is_alphanumeric() || (c.is_uppercase() && before_lower) {
            words.push(String::new());
        }
        before_lower = c.is_lowercase();
        if let Some(last) = words.last_mut().filter(|_| c.is_alphanumeric()) {
            last.extend(c.to_lowercase());
        }
    }
    words
}
