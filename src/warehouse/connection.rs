//! How a warehouse is reached, without keeping what opens it.

use std::fmt;

/// What a warehouse is called whose address does not show which it is.
const UNTOLD: &str = "a warehouse";
/// What of `key=value` pairs tells where a warehouse is, each under the names that drivers give it.
const PLACES: [&[&str]; 3] = [&["host", "hostaddr", "server"], &["port"], &["dbname", "database"]];

/// A connection: what opens it, and the name that may be kept.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Connection {
    uri: String,
    name: String,
    /// What came from the environment.
    looked_up: Vec<String>,
}

/// Why a connection cannot be made out.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ConnectionError {
    /// A variable of the environment is not set.
    #[error("the environment variable {0} is not set")]
    VariableMissing(String),
    /// A `${` without its end.
    #[error("a “${{” in the connection has no “}}”")]
    Unclosed,
}

impl fmt::Debug for Connection {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "Connection({})", self.name)
    }
}

impl Connection {
    /// A connection from what was typed, where `${NAME}` stands for the variable that `variable` looks up.
    ///
    /// # Errors
    /// [`ConnectionError`] for a variable that is not set or not closed.
    pub fn new(typed: &str, variable: impl Fn(&str) -> Option<String>) -> Result<Self, ConnectionError> {
        let (mut uri, mut rest, mut looked_up) = (String::new(), typed, Vec::new());
        while let Some((before, after)) = rest.split_once("${") {
            let (name, after) = after.split_once('}').ok_or(ConnectionError::Unclosed)?;
            uri.push_str(before);
            let value = variable(name).ok_or_else(|| ConnectionError::VariableMissing(name.to_owned()))?;
            uri.push_str(&value);
            looked_up.push(value);
            rest = after;
        }
        uri.push_str(rest);
        // The name comes from what was typed, so that nothing from the environment can be in it.
        Ok(Self { uri, name: public_name(typed), looked_up })
    }

    /// What opens the warehouse; never to be stored or shown.
    pub fn uri(&self) -> &str {
        &self.uri
    }

    /// The warehouse's name: scheme, host and path, without names of users, passwords and options.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Whether the name tells this warehouse from others.
    pub fn tells_where(&self) -> bool {
        self.name != UNTOLD
    }

    /// A text from the driver without anything that opens the warehouse.
    pub fn without_secrets(&self, text: &str) -> String {
        let is_address = self.uri.contains("://");
        let mut clean = if is_address { text.replace(&self.uri, &self.name) } else { text.to_owned() };
        let looked_up = self.looked_up.iter().filter(|value| value.len() > 2).cloned();
        for secret in secrets(&self.uri).into_iter().chain(looked_up) {
            clean = clean.replace(&secret, "…");
            clean = clean.replace(&decoded(&secret), "…");
        }
        clean
    }
}

/// Scheme, host and path of what was typed, or host, port and database of pairs; of what reads otherwise, nothing but that it was given.
fn public_name(typed: &str) -> String {
    let Some((scheme, rest)) = typed.split_once("://") else { return name_of_pairs(typed) };
    let without_options = |text: &str| text.split(['?', '#', ';']).next().unwrap_or_default().to_owned();
    let without_user = |text: &str| text.rsplit_once('@').map_or(text, |(_, place)| place).to_owned();
    // A password may hold any sign that was not encoded, and so may an option: what reads in two ways is not kept.
    let place = without_user(&without_options(rest));
    if place != without_options(&without_user(rest)) {
        return UNTOLD.to_owned();
    }
    let plain_scheme = scheme.chars().all(|c| c.is_ascii_alphanumeric() || "+-.".contains(c));
    let plain = plain_scheme && !place.contains("${");
    if plain { format!("{scheme}://{place}") } else { UNTOLD.to_owned() }
}

/// Where `key=value` pairs lead.
fn name_of_pairs(typed: &str) -> String {
    // Quotes may hold spaces and other pairs: what reads in two ways is not kept.
    if typed.contains(['\'', '"', '\\', ';']) || typed.contains("${") && typed.split_whitespace().any(is_split) {
        return UNTOLD.to_owned();
    }
    let pairs: Vec<(&str, &str)> = typed.split_whitespace().filter_map(|pair| pair.split_once('=')).collect();
    let told = |keys: &&[&str]| {
        let value = pairs.iter().find(|(key, _)| keys.contains(&key.to_lowercase().as_str())).map(|pair| pair.1)?;
        (!value.is_empty() && !value.contains("${")).then(|| value.to_owned())
    };
    let places: Vec<String> = PLACES.iter().filter_map(told).collect();
    if places.is_empty() { UNTOLD.to_owned() } else { places.join("/") }
}

/// Whether a variable's name was cut by a space.
fn is_split(pair: &str) -> bool {
    pair.matches("${").count() != pair.matches('}').count()
}

/// What in a URI opens something: passwords and the values of options.
fn secrets(uri: &str) -> Vec<String> {
    let rest = uri.split_once("://").map_or(uri, |(_, rest)| rest);
    let user = rest.rsplit_once('@').map(|(user, _)| user);
    // Without a password, what stands for the user may be a token.
    let password = user.map(|user| user.split_once(':').map_or(user, |(_, password)| password));
    let address = usize::from(uri.contains("://"));
    let options = uri
        .split(['?', '&', ';', '#', ' '])
        .skip(address)
        .filter_map(|option| option.split_once('='))
        .map(|option| option.1);
    let mut all: Vec<String> =
        password.into_iter().chain(options).filter(|secret| secret.len() > 2).map(str::to_owned).collect();
    all.sort_by_key(|secret| std::cmp::Reverse(secret.len()));
    all
}

/// A text with its `%41` read.
fn decoded(text: &str) -> String {
    let (mut bytes, mut rest) = (Vec::new(), text.as_bytes());
    while let Some((&first, after)) = rest.split_first() {
        let digits = after.get(..2).and_then(|two| std::str::from_utf8(two).ok());
        let byte = digits.and_then(|two| u8::from_str_radix(two, 16).ok()).filter(|_| first == b'%');
        bytes.push(byte.unwrap_or(first));
        rest = if byte.is_some() { after.get(2..).unwrap_or_default() } else { after };
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_opens_a_warehouse_is_in_no_name_and_no_message() {
        let environment = |name: &str| (name == "PASSWORD").then(|| "s3cr%40t".to_owned());
        let typed = "postgresql://anna:${PASSWORD}@db.example:5432/logs?sslpassword=hush-hush";
        let connection = Connection::new(typed, environment).unwrap();
        assert_eq!(connection.uri(), "postgresql://anna:s3cr%40t@db.example:5432/logs?sslpassword=hush-hush");
        assert_eq!(connection.name(), "postgresql://db.example:5432/logs");
        assert_eq!(format!("{connection:?}"), "Connection(postgresql://db.example:5432/logs)");
        let told = connection.without_secrets("no entry for s3cr@t, s3cr%40t or hush-hush");
        assert_eq!(told, "no entry for …, … or …");
        let slashes = Connection::new("x://u:a/b@c@host/d", environment).unwrap();
        assert_eq!(slashes.name(), "x://host/d");
        let pairs = Connection::new("host=h port=5432 user=u password=p dbname=logs", environment).unwrap();
        assert_eq!((pairs.name(), pairs.tells_where()), ("h/5432/logs", true));
        let quoted = Connection::new("password='a host=b' host=c", environment).unwrap();
        assert_eq!((quoted.name(), quoted.tells_where()), ("a warehouse", false));
        assert!(!Connection::new("password=p user=u", environment).unwrap().tells_where());
        let plain = Connection::new("password=hush-hush host=h", environment).unwrap();
        assert_eq!(plain.without_secrets("hush-hush refused"), "… refused");
        assert_eq!(Connection::new("x://token-4711@h", environment).unwrap().without_secrets("token-4711"), "…");
        for odd in ["x://anna:pa#ss@host/db", "x://anna:pa?ss@host/db", "x://host/db?user=anna@example.org&password=p"]
        {
            assert_eq!(Connection::new(odd, environment).unwrap().name(), "a warehouse", "{odd}");
        }
        assert_eq!(Connection::new("a${B}", environment), Err(ConnectionError::VariableMissing("B".into())));
        assert_eq!(Connection::new("a${B", environment), Err(ConnectionError::Unclosed));
    }
}
