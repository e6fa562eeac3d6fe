//! What deviating and adhering cost, what a changed rule would change, and which permission programme is worth its money.
//!
//! # Method
//!
//! **What is known of an amount** is written as three figures, a [`Range`], and read in one of two ways. As [`Reading::Bounds`] the amount
//! never lies outside the low and the high figure; it follows the beta-PERT distribution, low + (high − low) · Beta(1 + 4 (likely − low) /
//! (high − low), 1 + 4 (high − likely) / (high − low)), with the mean (low + 4 likely + high) / 6 (Malcolm, Roseboom, Clark & Fazar 1959). As
//! [`Reading::Tenths`] one amount in ten lies below the low figure, one in ten above the high one, and the likely figure is the
//! middle; it follows a log-normal distribution with a spread of its own on each side of the middle, ln(likely / low) / 1.2816 and ln(high /
//! likely) / 1.2816. Two equal figures leave nothing on that side, three equal figures are a known amount. People asked for
//! lowest and highest possible figures tend to name what one in ten exceeds (Alpert & Raiffa 1982), so tenths are the safer reading of
//! an estimate made from memory; bounds suit a contract or a scale of charges.
//!
//! **What is known of a share** from an experiment is its posterior, a Beta distribution, taken over as it is.
//!
//! **A sum** over many entries, each so many times one [`Quantity`], is drawn [`DRAWS`] times. In one draw every quantity has one amount, in
//! whichever group or scenario it is used: if a complaint costs more than thought, it costs more in every quarter. The sum is told as its
//! median and the range that holds 80% of the draws ([`AMOUNT_SHARE`]), and its exact mean. What is known exactly is not drawn.
//! Medians of groups do not add up to the median of all, nor do ranges; means do.
//!
//! **A changed rule** is judged on the uses that really happened, which gives two lists of entries. [`scenario_difference`] subtracts them
//! in every draw, on the same amounts, so that an unknown that both scenarios share does not blur their difference.
//!
//! **An option of a permission programme** ([`programme()`]) brings, in every draw, people asked × share who accept × share kept × value of a kept
//! permission, less its costs. Quantities of one name have the same amount in all options. A share from an experiment carries two
//! uncertainties: that of the rate, and that of the particular people asked, which matters when they are few. From the draws come the 80% range
//! of each figure, the chance of being the best option, what choosing it gives up on average, the chance that its value covers
//! its cost and the chance that its cost stays within a budget.
//!
//! **The same figures every time.** The random numbers of a quantity come from ChaCha8 (Bernstein 2008), seeded by a hash of its name, and are
//! turned into amounts through the inverse of its distribution, one number per draw. So the figures do not depend on the machine,
//! the day, or what else is added up, and a range that is edited moves the figures smoothly. The price is that two different
//! quantities must have different names. With 100,000 draws a median or a limit is off by about 0.2% of the width of the 80%
//! range, and by up to 1% at the far end of a very lopsided one.
//!
//! # Worked example: what a quarter cost
//!
//! In the first quarter 30 people complained and 1,000 letters went out; in the second there were 12 complaints and an audit. A complaint costs
//! 40 to 400 in currency units (one in ten cheaper, one in ten dearer), most likely 90; a letter costs 1.50; an audit costs 2,000 to 12,000,
//! never less or more, most likely 5,000.
//!
//! ```
//! use handshake::stats::money::{Entry, Quantity, Range, totals};
//!
//! let quantities = [
//!     Quantity::range("cost of a complaint", Range::tenths(40.0, 90.0, 400.0)),
//!     Quantity::range("cost of a letter", Range::exactly(1.5)),
//!     Quantity::range("cost of an audit", Range::bounds(2_000.0, 5_000.0, 12_000.0)),
//! ];
//! let entry = |group: &str, quantity, times| Entry { group: group.to_owned(), quantity, times };
//! let before = [entry("Q1", 0, 30.0), entry("Q1", 1, 1_000.0), entry("Q2", 0, 12.0), entry("Q2", 2, 1.0)];
//! let found = totals(&quantities, &before)?;
//!
//! // By hand. The first quarter is 1,500 and 30 complaints: in the middle 1,500 + 30 · 90 = 4,200,
//! // and one time in ten less than 1,500 + 30 · 40 = 2,700 or more than 1,500 + 30 · 400 = 13,500.
//! let first = found.groups[0].amount;
//! assert!((first.median - 4_200.0).abs() < 50.0);
//! assert!((first.low - 2_700.0).abs() < 25.0 && (first.high - 13_500.0).abs() < 250.0);
//! // The audit's mean is (2,000 + 4 · 5,000 + 12,000) / 6 = 5,667. The mean of a complaint lies far above its middle, at 184.5: below
//! // the middle the spread is s = ln(90 / 40) / 1.2816 = 0.633 and brings 90 · e^{s²/2} Φ(−s) = 29.0, above it the spread is
//! // s = ln(400 / 90) / 1.2816 = 1.164 and brings 90 · e^{s²/2} Φ(s) = 155.5.
//! let second = found.groups[1].amount;
//! assert!((second.mean - (12.0 * 184.5 + 5_667.0)).abs() < 2.0);
//! # Ok::<(), handshake::stats::StatsError>(())
//! ```
//!
//! # Worked example: what if
//!
//! A looser contact limit would have spared 8 of the 30 complaints, and let 2,000 contacts happen that were held back, each worth 0.20 to 1.20,
//! most likely 0.50. What is gained is entered below 0.
//!
//! ```
//! use handshake::stats::money::{Entry, Quantity, Range, scenario_difference};
//!
//! let quantities = [
//!     Quantity::range("cost of a complaint", Range::tenths(40.0, 90.0, 400.0)),
//!     Quantity::range("value of a contact", Range::bounds(0.2, 0.5, 1.2)),
//! ];
//! let entry = |group: &str, quantity, times| Entry { group: group.to_owned(), quantity, times };
//! let before = [entry("complaints", 0, 30.0)];
//! let after = [entry("complaints", 0, 22.0), entry("contacts", 1, -2_000.0)];
//! let found = scenario_difference(&quantities, &before, &after)?;
//!
//! // The complaints cost 8 · 90 = 720 less in the middle, whatever the other 22 cost.
//! assert!((found.change.groups[0].amount.median + 720.0).abs() < 10.0);
//! // The mean of all: 8 complaints of 184.5 and 2,000 contacts of (0.2 + 4 · 0.5 + 1.2) / 6 = 0.5667.
//! assert!((found.change.all.mean + 8.0 * 184.5 + 2_000.0 * 0.5667).abs() < 2.0);
//! // It saves for certain, since neither part can be below 0; nine times in ten it saves 1,240 and more.
//! assert!(found.probability_lower > 0.999 && (found.change.all.high + 1_240.0).abs() < 20.0);
//! # Ok::<(), handshake::stats::StatsError>(())
//! ```
//!
//! # Worked example: which programme
//!
//! Two ways to ask 20,000 people. An experiment showed wording A to 1,000 people, of whom 180 accepted, and wording B to 1,000, of
//! whom 215 did; B comes with a voucher of 2.00 for everyone who accepts. Of 400 permissions followed for a year 300 were kept. A kept permission is
//! worth 3 to 20, most likely 8; the tool costs 4,000 to 9,000, most likely 5,000. There are 15,000 to spend.
//!
//! ```
//! use handshake::stats::Beta;
//! use handshake::stats::money::{CostPer, ProgrammeCost, ProgrammeOption, Quantity, Range, programme};
//!
//! let once = |name: &str, range| ProgrammeCost { amount: Quantity::range(name, range), per: CostPer::Programme };
//! let option = |name: &str, accepted: u64| ProgrammeOption {
//!     name: name.to_owned(),
//!     people: Quantity::range("people", Range::exactly(20_000.0)),
//!     acceptance: Quantity::share(format!("acceptance of {name}"), Beta::JEFFREYS.after(accepted, 1_000)),
//!     kept: Quantity::share("kept for a year", Beta::JEFFREYS.after(300, 400)),
//!     value: Quantity::range("value of a permission", Range::tenths(3.0, 8.0, 20.0)),
//!     costs: vec![once("tool", Range::bounds(4_000.0, 5_000.0, 9_000.0))],
//! };
//! let mut with_voucher = option("wording B", 215);
//! let voucher = Quantity::range("voucher", Range::exactly(2.0));
//! with_voucher.costs.push(ProgrammeCost { amount: voucher, per: CostPer::Permission });
//! let found = programme(&[option("wording A", 180), with_voucher], Some(15_000.0))?;
//!
//! // By hand, in the middle: A brings 20,000 · 0.18 · 0.75 = 2,700 kept permissions, B 3,225, at 8 each.
//! assert!((found[0].permissions.median - 2_700.0).abs() < 30.0);
//! assert!((found[1].permissions.median - 3_225.0).abs() < 30.0);
//! assert!((found[0].value.median - 2_700.0 * 8.0).abs() < 500.0);
//! // B costs 20,000 · 0.215 · 2 = 8,600 for vouchers and (4,000 + 4 · 5,000 + 9,000) / 6 = 5,500 for the tool.
//! assert!((found[1].cost.mean - 14_100.0).abs() < 50.0);
//! // 525 permissions more earn back vouchers of 8,600 only if each is worth 16.40 and more, which has a chance of about
//! // 1 − Φ(ln(16.4 / 8) / 0.715) = 16% with the spread ln(20 / 8) / 1.2816 = 0.715: A is the better one most of the time, by 3,200 on average.
//! assert!((found[1].probability_best - 0.16).abs() < 0.03);
//! assert!((found[1].expected_loss - found[0].expected_loss - (found[0].net.mean - found[1].net.mean)).abs() < 1.0);
//! assert_eq!(found[0].probability_within_budget, Some(1.0));
//! assert!(found[1].probability_within_budget.is_some_and(|chance| (chance - 0.8).abs() < 0.05));
//! # Ok::<(), handshake::stats::StatsError>(())
//! ```

mod column;
mod draws;
mod programme;
mod range;
mod table;
mod tails;
mod totals;

#[cfg(test)]
mod properties;

pub use draws::{AMOUNT_SHARE, Amount, DRAWS, Law, Quantity};
pub use programme::{CostPer, ProgrammeCost, ProgrammeFigures, ProgrammeOption, programme};
pub use range::{Range, Reading};
pub use totals::{Entry, GroupTotal, ScenarioDifference, Totals, scenario_difference, totals};
