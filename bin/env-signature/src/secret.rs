//! What may be recorded of a variable.

/// Parts of names that stand for secrets.
const SECRET_PARTS: [&str; 17] = [
    "TOKEN",
    "SECRET",
    "PASSWORD",
    "PASSWD",
    "PASSPHRASE",
    "PASS",
    "PWD",
    "KEY",
    "APIKEY",
    "CREDENTIAL",
    "CREDENTIALS",
    "AUTH",
    "COOKIE",
    "SESSION",
    "PRIVATE",
    "DSN",
    "SIGNATURE",
];

/// Whether a variable's name says that its value is a secret.
pub(crate) fn looks_secret(name: &str) -> bool {
    let name = name.to_ascii_uppercase();
    // PWD and OLDPWD are folders.
    if name == "PWD" || name == "OLDPWD" {
        return false;
    }
    name.split(|c: char| !c.is_ascii_alphanumeric()).any(|part| SECRET_PARTS.contains(&part))
        || ["TOKEN", "SECRET", "PASSWORD", "APIKEY", "CREDENTIAL"].iter().any(|part| name.contains(part))
}

/// Whether a value carries a secret whatever its name: a password in a URL, a token of a
/// known kind, a key block, `--password=x` and its kin, an `Authorization` header. Where it
/// cannot be told it is taken for one: a value left out is said, a secret written is lost.
pub(crate) fn carries_secret(value: &str) -> bool {
    value.match_indices("://").any(|(at, _)| in_address(&value[..at], &value[at + 3..]))
        || value.contains("-----BEGIN ")
        || value.split(|c: char| !(c.is_ascii_alphanumeric() || c == '_' || c == '-')).any(token)
        || value.split(|c: char| !(c.is_ascii_alphanumeric() || c == '/' || c == '+')).any(aws_secret)
        || jwt(value)
        || ["@tcp(", "@unix("].iter().any(|mark| value.contains(mark))
        || assigned(value)
        || header(value)
        || user_and_password(value)
}

/// `user:password@host` behind `scheme://`.
fn in_address(before: &str, rest: &str) -> bool {
    let rest = rest.split(|c: char| c.is_whitespace() || matches!(c, '"' | '\'')).next().unwrap_or("");
    let authority = rest.split(['/', '?', '#']).next().unwrap_or("");
    match authority.rsplit_once('@') {
        // Over HTTP the user alone is a token; `ssh://git@host` is no secret.
        Some((user, _)) => {
            user.contains(':')
                || before.to_ascii_lowercase().ends_with("http")
                || before.to_ascii_lowercase().ends_with("https")
        }
        // A password may hold a slash that nobody has escaped; a port holds none.
        None => authority.split_once(':').is_some_and(|(host, port)| {
            !host.starts_with('[') && !port.bytes().all(|b| b.is_ascii_digit()) && rest.contains('@')
        }),
    }
}

/// A token that says by its beginning what it is.
fn token(word: &str) -> bool {
    const PREFIXES: [&str; 29] = [
        "ghp_",
        "gho_",
        "ghs_",
        "ghu_",
        "ghr_",
        "github_pat_",
        "glpat-",
        "glptt-",
        "xoxa-",
        "xoxb-",
        "xoxp-",
        "xoxr-",
        "xoxs-",
        "xapp-",
        "AKIA",
        "ASIA",
        "AIza",
        "sk-",
        "sk_live_",
        "sk_test_",
        "rk_live_",
        "whsec_",
        "hf_",
        "dop_v1_",
        "shpat_",
        "dckr_pat_",
        "npm_",
        "pypi-",
        "AGE-SECRET-KEY-",
    ];
    PREFIXES.iter().any(|prefix| word.strip_prefix(prefix).is_some_and(|rest| rest.len() >= 12))
}

/// Forty characters of base64, as AWS gives them; a commit's forty are hexadecimal.
fn aws_secret(word: &str) -> bool {
    let has = |class: fn(&u8) -> bool| word.as_bytes().iter().any(class);
    word.len() == 40
        && !word.starts_with('/')
        && has(u8::is_ascii_uppercase)
        && has(u8::is_ascii_lowercase)
        && has(u8::is_ascii_digit)
        && !word.bytes().all(|b| b.is_ascii_hexdigit())
}

/// Long base64url parts, the first of them a JSON object.
fn jwt(value: &str) -> bool {
    let ends = |c: char| !(c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_'));
    value.split(ends).any(|word| {
        let parts: Vec<&str> = word.split('.').collect();
        parts.len() >= 3 && word.starts_with("eyJ") && parts[..2].iter().all(|part| part.len() >= 8)
    })
}

/// `--password=x`, `--api-key x`, `-Dpassword=x`, `PASSWORD=x`, `?access_token=x`,
/// `X-Api-Key: x`, `"password": "x"`.
fn assigned(value: &str) -> bool {
    let of_key = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '.');
    let mut at = 0;
    while let Some(start) = value[at..].find(of_key).map(|n| at + n) {
        let end = value[start..].find(|c| !of_key(c)).map_or(value.len(), |n| start + n);
        at = end;
        let key = &value[start..end];
        let in_query = value[..start].ends_with(['?', '&']);
        let rest = value[end..].strip_prefix(['"', '\'']).unwrap_or(&value[end..]);
        let close = rest.trim_start();
        let given = match close.strip_prefix(['=', ':']) {
            Some(given) => given.trim_start_matches([':', '=', '>', ' ', '\t']),
            // A flag and its value as two words.
            None if key.starts_with('-') && close.len() < rest.len() && !close.starts_with('-') => close,
            None => continue,
        };
        if names_secret(key, in_query) && is_given(given, key) {
            return true;
        }
    }
    false
}

/// Whether something stands there that could be the secret itself.
fn is_given(text: &str, key: &str) -> bool {
    const NONE: [&str; 10] = ["true", "false", "yes", "no", "on", "off", "none", "null", "0", "1"];
    let text = text.trim_start_matches(['"', '\'']);
    let word = text.split(|c: char| c.is_whitespace() || matches!(c, '"' | '\'' | '&' | ',' | ';')).next();
    let word = word.unwrap_or("");
    // PWD is a folder in most places, and a password in connection strings.
    let folder = matches!(key, "PWD" | "OLDPWD") && word.starts_with('/');
    !word.is_empty() && !folder && !NONE.contains(&word.to_ascii_lowercase().as_str())
}

/// Whether a key inside of a value names a secret: by its last words, since
/// `--password-file` and `--pass-through` name something else.
fn names_secret(key: &str, in_query: bool) -> bool {
    const WORDS: [&str; 13] = [
        "PASS",
        "PASSWORD",
        "PWD",
        "TOKEN",
        "SECRET",
        "AUTH",
        "AUTHORIZATION",
        "COOKIE",
        "SIG",
        "SIGNATURE",
        "BEARER",
        "JWT",
        "SESSID",
    ];
    const ENDS: [&str; 12] = [
        "PASSWORD",
        "PASSWD",
        "PASSPHRASE",
        "SECRET",
        "TOKEN",
        "APIKEY",
        "ACCESSKEY",
        "SECRETKEY",
        "PRIVATEKEY",
        "CREDENTIAL",
        "CREDENTIALS",
        "SESSIONID",
    ];
    const KEYS: [&str; 12] = [
        "API",
        "ACCESS",
        "SECRET",
        "PRIVATE",
        "AUTH",
        "SIGNING",
        "ENCRYPTION",
        "ACCOUNT",
        "SHARED",
        "MASTER",
        "SSH",
        "SUBSCRIPTION",
    ];
    // `-Dname=`, `-Pname=`: the letter belongs to the flag.
    let bytes = key.as_bytes();
    let key = match bytes {
        [b'-', b'D' | b'P' | b'E', next, ..] if *next != b'-' => &key[2..],
        _ => key,
    };
    let mut parts = parts(key);
    if parts.last().is_some_and(|last| ["VALUE", "TEXT", "PLAIN", "BASE64"].contains(&last.as_str())) {
        parts.pop();
    }
    let Some(last) = parts.pop() else { return false };
    let last = last.trim_end_matches(|c: char| c.is_ascii_digit());
    let before = parts.last().map_or("", String::as_str);
    WORDS.contains(&last)
        || ENDS.iter().any(|end| last.ends_with(end))
        || last == "KEY" && (in_query || KEYS.contains(&before))
        || last == "ID" && before == "SESSION"
}

/// The words of a name, in capitals: `accessToken`, `access-token`, `ACCESS_TOKEN`.
fn parts(key: &str) -> Vec<String> {
    let chars: Vec<char> = key.chars().collect();
    let mut parts = vec![String::new()];
    for (at, &c) in chars.iter().enumerate() {
        let previous = at.checked_sub(1).map_or('-', |n| chars[n]);
        let lower_next = chars.get(at + 1).is_some_and(char::is_ascii_lowercase);
        let begins = c.is_ascii_uppercase()
            && (previous.is_ascii_lowercase()
                || previous.is_ascii_digit()
                || previous.is_ascii_uppercase() && lower_next);
        if begins || !c.is_ascii_alphanumeric() {
            parts.push(String::new());
        }
        if c.is_ascii_alphanumeric()
            && let Some(part) = parts.last_mut()
        {
            part.push(c.to_ascii_uppercase());
        }
    }
    parts.retain(|part| !part.is_empty());
    parts
}

/// `Bearer x`, `Basic dXNlcjpwdw==`, with or without `Authorization:`.
fn header(value: &str) -> bool {
    let words = |c: char| c.is_whitespace() || matches!(c, '"' | '\'' | ',' | ';');
    let words: Vec<&str> = value.split(words).filter(|word| !word.is_empty()).collect();
    words.windows(2).any(|pair| {
        let scheme = pair[0].rsplit([':', '=']).next().unwrap_or("").to_ascii_lowercase();
        let given = pair[1];
        match scheme.as_str() {
            "bearer" => given.len() >= 4,
            // No word of prose: base64 mixes its letters, or ends with its sign.
            "basic" => {
                let odd = |b: u8| b.is_ascii_digit() || matches!(b, b'=' | b'+' | b'/');
                given.len() >= 4
                    && given.bytes().all(|b| b.is_ascii_alphanumeric() || odd(b))
                    && (given.bytes().any(odd) || given.bytes().skip(1).any(|b| b.is_ascii_uppercase()))
            }
            _ => false,
        }
    })
}

/// `-u user:password`, `--user=user:password`; `-u 1000:1000` are numbers of a user.
fn user_and_password(value: &str) -> bool {
    let pair = |word: &str| {
        let word = word.trim_matches(['"', '\'']);
        let number = |text: &str| text.bytes().all(|b| b.is_ascii_digit());
        word.split_once(':').is_some_and(|(user, password)| {
            let numbers = number(user) && number(password);
            !user.is_empty() && !password.is_empty() && !password.starts_with("//") && !numbers
        })
    };
    let mut words = value.split_whitespace().peekable();
    while let Some(word) = words.next() {
        let word = word.trim_start_matches(['"', '\'']);
        let next = words.peek().copied().unwrap_or("");
        let given = match word.split_once('=') {
            Some(("--user" | "--proxy-user", given)) => given,
            _ if matches!(word, "-u" | "-U" | "--user" | "--proxy-user") => next,
            _ => word.strip_prefix("-u").unwrap_or(""),
        };
        if pair(given) {
            return true;
        }
    }
    false
}

/// A name that the environment can have.
pub(crate) fn check_name(name: &str) -> Result<(), String> {
    if name.is_empty() || name.contains(['=', '\0']) {
        return Err("not the name of a variable".to_owned());
    }
    Ok(())
}

/// A name whose value may be recorded.
pub(crate) fn check_recorded(name: &str) -> Result<(), String> {
    check_name(name)?;
    if looks_secret(name) {
        return Err(format!(
            "looks like a secret, whose value is never recorded; --require-env {name} records whether it is set"
        ));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::{carries_secret, check_recorded, looks_secret};

    #[test]
    fn secret_names_are_known() {
        for name in
            ["GITHUB_TOKEN", "aws_secret_access_key", "DB_PASSWORD", "NPMTOKEN", "SSH_KEY", "SENTRY_DSN"]
        {
            assert!(looks_secret(name), "{name}");
        }
        for name in ["PATH", "KEYBOARD", "MONKEY", "PWD", "RUSTFLAGS", "AUTHOR", "COMPASS", "TPR_SEED"] {
            assert!(!looks_secret(name), "{name}");
        }
        assert!(check_recorded("A=B").is_err() && check_recorded("").is_err());
    }

    #[test]
    fn secret_values_are_known() {
        for value in [
            "https://user:hunter2@example.org/x",
            "a postgres://u:p@h/db b",
            "postgres://u:p/w@h/db",
            "https://abcdef@example.org/x.git",
            "user:hunter2@tcp(localhost:3306)/db",
            "token ghp_abcdefghijklmnopqrstuvwxyz",
            "AKIAIOSFODNN7EXAMPLE",
            "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
            "-----BEGIN RSA PRIVATE KEY-----",
            "eyJhbGciOiJI.eyJzdWIiOiIx.c2lnbmF0dXJl",
            "/x?t=eyJhbGciOiJI.eyJzdWIiOiIx.c2lnbmF0dXJl&a=b",
            "--password=hunter2",
            "--password hunter2",
            "--password='hunter2'",
            "-v --api-key x",
            "--apikey=x",
            "-u bob:pw",
            "-ubob:pw",
            "--user=bob:pw",
            "-Dpassword=x",
            "-Dspring.datasource.password=x",
            "-Pgithub.token=x",
            "DB_PASSWORD=x",
            "Server=h;Uid=u;Pwd=x",
            "AWS_SECRET_ACCESS_KEY=x",
            "/x?access_token=x",
            "/x?a=b&key=x",
            "/x?se=2026&sig=x",
            "accessToken=x",
            "GitHubToken: x",
            "//registry.example/:_authToken=x",
            "{\"password\": \"x\"}",
            "Authorization: Bearer abcdef1234567890",
            "Bearer abcdef",
            "Authorization: Basic dXNlcjpwdw==",
            "Basic dXNlcjpwdw==",
            "X-Api-Key: x",
            "Cookie: a=b",
        ] {
            assert!(carries_secret(value), "{value}");
        }
        for value in [
            "-C target-cpu=native",
            "-C link-arg=-fuse-ld=lld -C debuginfo=1",
            "https://example.org:8080/a@b",
            "http://[::1]:80/a@b",
            "ssh://git@example.org/x.git",
            "user@host",
            "git@example.org:x/y.git",
            "1.2.3",
            "sk-x",
            "-Xmx2g -Dfile.encoding=UTF-8 -Duser.language=de",
            "--pass-through=x --password-file /run/x --token-url=u",
            "--password=",
            "--password-stdin",
            "--tokenizer=bpe --max-tokens=100",
            "PWD=/home/x",
            "sort_key=name",
            "-u 1000:1000",
            "-Rpass=inline",
            "basic tests",
            "the bearer",
            "--auth=none",
            "2fd4e1c67a2d28fced849ee1bb76e7391b93eb12",
            "/usr/local/bin:/usr/bin:/bin",
        ] {
            assert!(!carries_secret(value), "{value}");
        }
    }
}
