//! Rows in the order of their persons.

use std::ops::Range;

/// Rows sorted by person, with where each person's begin; rows of no known person stand behind the last.
#[derive(Debug, Clone)]
pub(super) struct ByPerson<T> {
    begins: Vec<u32>,
    rows: Vec<T>,
}

impl<T: Copy + Send> ByPerson<T> {
    /// Sorts rows, given by the codes of their persons: `make` makes the row of an index, `tidy` puts one person's rows in order, which
    /// are in order of their indices before that.
    ///
    /// Each thread looks through all persons and places those of its own parts, so that what it writes lies close together.
    pub fn new(
        people: usize,
        persons: &[u32],
        threads: usize,
        blank: T,
        make: impl Fn(u32) -> T + Sync,
        tidy: impl Fn(&mut [T]) + Sync,
    ) -> Self {
        let begins = begins(people, persons);
        let mut rows = vec![blank; persons.len()];
        let threads = threads.max(1);
        let mut shares: Vec<Vec<(Range<usize>, &mut [T])>> = (0..threads).map(|_| Vec::new()).collect();
        let mut rest = rows.as_mut_slice();
        for (number, part) in parts(&begins, threads * 4).into_iter().enumerate() {
            let length = at(&begins, part.end) - at(&begins, part.start);
            let (own, others) = rest.split_at_mut(length);
            rest = others;
            shares[number % threads].push((part, own));
        }
        std::thread::scope(|scope| {
            for share in shares {
                let (begins, make, tidy) = (&begins, &make, &tidy);
                scope.spawn(move || {
                    for (part, own) in share {
                        place(begins, persons, part.clone(), own, make);
                        each_mut(begins, part, own, tidy);
                    }
                });
            }
        });
        Self { begins, rows }
    }

    /// How many people there are, without those who are nobody in particular.
    pub fn people(&self) -> usize {
        self.begins.len().saturating_sub(2)
    }

    /// One person's rows.
    pub fn of(&self, person: usize) -> &[T] {
        self.rows.get(at(&self.begins, person)..at(&self.begins, person + 1)).unwrap_or_default()
    }

    /// Where the rows of some people stand among all.
    pub fn span(&self, people: &Range<usize>) -> Range<usize> {
        at(&self.begins, people.start)..at(&self.begins, people.end)
    }

    /// The people in as many parts of about the same number of rows as asked for; those who are nobody in particular stand in the last.
    pub fn parts(&self, count: usize) -> Vec<Range<usize>> {
        parts(&self.begins, count)
    }
}

/// Where each person's rows begin, then those of nobody, then the end.
fn begins(people: usize, persons: &[u32]) -> Vec<u32> {
    let mut begins = vec![0_u32; people + 2];
    for &person in persons {
        begins[bucket(people, person) + 1] += 1;
    }
    for place in 1..begins.len() {
        begins[place] += begins[place - 1];
    }
    begins
}

fn bucket(people: usize, person: u32) -> usize {
    (person as usize).min(people)
}

fn at(begins: &[u32], place: usize) -> usize {
    begins.get(place).map_or(0, |&begin| begin as usize)
}

fn parts(begins: &[u32], count: usize) -> Vec<Range<usize>> {
    let buckets = begins.len().saturating_sub(1);
    let count = count.max(1);
    let rows = at(begins, buckets);
    let edge = |part: usize| {
        if part == count {
            buckets
        } else {
            begins.partition_point(|&begin| (begin as usize) < rows * part / count).min(buckets)
        }
    };
    (0..count).map(|part| edge(part)..edge(part + 1)).collect()
}

/// Puts the rows of a part's persons where they belong.
fn place<T>(begins: &[u32], persons: &[u32], part: Range<usize>, own: &mut [T], make: impl Fn(u32) -> T) {
    let first = at(begins, part.start);
    let mut next: Vec<usize> = part.clone().map(|person| at(begins, person) - first).collect();
    let people = begins.len().saturating_sub(2);
    for (index, &person) in (0_u32..).zip(persons) {
        let bucket = bucket(people, person);
        if part.contains(&bucket) {
            let place = &mut next[bucket - part.start];
            own[*place] = make(index);
            *place += 1;
        }
    }
}

fn each_mut<T>(begins: &[u32], part: Range<usize>, own: &mut [T], tidy: impl Fn(&mut [T])) {
    let first = at(begins, part.start);
    for person in part {
        if let Some(rows) = own.get_mut(at(begins, person) - first..at(begins, person + 1) - first) {
            tidy(rows);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_stand_with_their_persons_for_any_number_of_threads() {
        let persons = [2, 0, u32::MAX, 2, 5, 0, 2, u32::MAX];
        for threads in 1..5 {
            let sorted = ByPerson::new(6, &persons, threads, 0, |index| index * 10, |rows: &mut [u32]| rows.reverse());
            let of: Vec<&[u32]> = (0..8).map(|person| sorted.of(person)).collect();
            assert_eq!(of, [&[50, 10][..], &[], &[60, 30, 0], &[], &[], &[40], &[70, 20], &[]]);
            for count in 1..12 {
                let parts = sorted.parts(count);
                assert_eq!((parts.len(), parts[0].start, parts[count - 1].end), (count, 0, 7));
                assert!(parts.windows(2).all(|pair| pair[0].end == pair[1].start));
            }
        }
        assert!(ByPerson::new(0, &[], 2, 0, |index| index, |_: &mut [u32]| ()).of(0).is_empty());
    }
}
