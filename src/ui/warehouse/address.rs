//! The address of a warehouse as it is typed: what stands in for its password, and what of it may stay on the screen.

/// What stands for the password.
pub const PASSWORD: &str = "${PASSWORD}";

/// Words in the names of options that open something.
const OPENING: [&str; 6] = ["pass", "pwd", "token", "secret", "key", "credential"];

/// The password as it stands in an address: in a URI, what is no plain letter is written by its code (RFC 3986, section 2.1).
pub fn in_address(address: &str, password: &str) -> String {
    if !address.contains("://") {
        return password.to_owned();
    }
    let written = |byte: u8| match byte {
        b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' => char::from(byte).to_string(),
        _ => format!("%{byte:02X}"),
    };
    password.bytes().map(written).collect()
}

/// An address without what opens the warehouse: a typed password becomes `${PASSWORD}`, options that open something go.
pub fn without_secrets(address: &str) -> String {
    let opens = |text: &str| OPENING.iter().any(|word| text.to_lowercase().contains(word));
    let Some((scheme, rest)) = address.split_once("://") else {
        return if opens(address) { String::new() } else { address.to_owned() };
    };
    let (user, place) = rest.rsplit_once('@').map_or((None, rest), |(user, place)| (Some(user), place));
    let (place, options) = place.split_once('?').map_or((place, None), |(place, options)| (place, Some(options)));
    let user = user.map(|user| match user.split_once(':') {
        Some((name, password)) if password.starts_with("${") && password.ends_with('}') => {
            format!("{name}:{password}@")
        }
        Some((name, _)) => format!("{name}:{PASSWORD}@"),
        None => format!("{user}@"),
    });
    let kept: Vec<&str> =
        options.into_iter().flat_map(|options| options.split('&')).filter(|one| !opens(one)).collect();
    let options = if kept.is_empty() { String::new() } else { format!("?{}", kept.join("&")) };
    format!("{scheme}://{}{place}{options}", user.unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_password_cannot_end_the_part_of_the_address_it_stands_in() {
        assert_eq!(in_address("postgresql://a:${PASSWORD}@h/d", "p@ss/ö"), "p%40ss%2F%C3%B6");
        assert_eq!(in_address("host=h password=${PASSWORD}", "p@ss"), "p@ss");
    }

    #[test]
    fn what_stays_on_the_screen_opens_nothing() {
        let kept = "postgresql://anna:${PASSWORD}@db.example/logs?sslmode=require";
        assert_eq!(without_secrets(kept), kept);
        assert_eq!(
            without_secrets("postgresql://anna:hush@db.example/logs?sslmode=require&sslpassword=hush"),
            "postgresql://anna:${PASSWORD}@db.example/logs?sslmode=require"
        );
        assert_eq!(without_secrets("snowflake://anna:a/b@c@host/d"), "snowflake://anna:${PASSWORD}@host/d");
        assert_eq!(without_secrets("host=h password=hush"), "");
        assert_eq!(without_secrets("grpc://localhost:15002"), "grpc://localhost:15002");
    }
}
