//! What may be recorded of a variable.

/// Parts of names that stand for secrets.
const SECRET_PARTS: [&str; 27] = [
    "BEARER",
    "CRED",
    "CREDS",
    "JWT",
    "OTP",
    "PASSCODE",
    "PAT",
    "PGPASS",
    "TOTP",
    "WEBHOOK",
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
        || ["TOKEN", "SECRET", "PASSWORD", "APIKEY", "CREDENTIAL", "CONNECTION_STRING", "CONNECTIONSTRING"]
            .iter()
            .any(|part| name.contains(part))
}

/// Whether a value carries a secret whatever its name: a password in a URL, a token of a
/// known kind, a key block, `--password=x` and its kin, an `Authorization` header. Where it
/// cannot be told it is taken for one: a value left out is said, a secret written is lost.
///
/// What is escaped for an address or packed into base64 is looked at as it was before.
pub(crate) fn carries_secret(value: &str) -> bool {
    plainly(value)
        || unescaped(value).is_some_and(|text| plainly(&text))
        || value.split(|c: char| !(c.is_ascii_alphanumeric() || "+/-_".contains(c))).any(packed)
}

/// The value without `%3A` and its like; twice, where it was escaped twice.
fn unescaped(value: &str) -> Option<String> {
    let once = |text: &str| {
        let bytes = text.as_bytes();
        let mut out = Vec::with_capacity(bytes.len());
        let mut at = 0;
        while at < bytes.len() {
            let code = (bytes[at] == b'%').then(|| text.get(at + 1..at + 3)).flatten();
            match code.and_then(|code| u8::from_str_radix(code, 16).ok()) {
                Some(byte) => {
                    out.push(byte);
                    at += 3;
                }
                None => {
                    out.push(bytes[at]);
                    at += 1;
                }
            }
        }
        String::from_utf8_lossy(&out).into_owned()
    };
    value.contains('%').then(|| once(&once(value)))
}

/// Base64 of something that carries a secret, or of `user:password`.
fn packed(word: &str) -> bool {
    use base64::Engine as _;
    use base64::engine::general_purpose::{STANDARD_NO_PAD, URL_SAFE_NO_PAD};
    // The padding is none of it.
    if word.len() < 10 {
        return false;
    }
    let bytes = STANDARD_NO_PAD.decode(word).or_else(|_| URL_SAFE_NO_PAD.decode(word));
    let Some(text) = bytes.ok().and_then(|bytes| String::from_utf8(bytes).ok()) else { return false };
    if text.chars().any(|c| c.is_control() && !matches!(c, '\n' | '\r' | '\t')) {
        return false;
    }
    let pair = text.trim().split_once(':').is_some_and(|(user, password)| {
        !user.is_empty() && !password.is_empty() && !text.trim().contains(char::is_whitespace)
    });
    text.is_ascii() && pair || plainly(&text)
}

fn plainly(value: &str) -> bool {
    value.match_indices("://").any(|(at, _)| in_address(&value[..at], &value[at + 3..]))
        || value.contains("-----BEGIN ")
        || value.split(|c: char| !(c.is_ascii_alphanumeric() || c == '_' || c == '-')).any(token)
        || value.split(|c: char| !(c.is_ascii_alphanumeric() || c == '/' || c == '+')).any(aws_secret)
        || value.split(|c: char| !(c.is_ascii_alphanumeric() || "_-.".contains(c))).any(dotted)
        || jwt(value)
        || webhook(value)
        || ["@tcp(", "@unix("].iter().any(|mark| value.contains(mark))
        || assigned(value)
        || header(value)
        || user_and_password(value)
        || account(value)
        || client(value)
}

/// An address that is a secret itself: whoever knows it may post there.
fn webhook(value: &str) -> bool {
    const PLACES: [&str; 4] = [
        "hooks.slack.com/",
        "discord.com/api/webhooks/",
        "discordapp.com/api/webhooks/",
        ".webhook.office.com/",
    ];
    PLACES.iter().any(|place| {
        let behind = value.split_once(place).map_or("", |(_, rest)| rest);
        behind.bytes().take_while(|b| b.is_ascii_alphanumeric() || b"/_-@".contains(b)).count() >= 12
    })
}

/// `user:password@host` without a scheme, and netrc's `login u password x`. A container's
/// digest and a package's alias look alike.
fn account(value: &str) -> bool {
    let words = value.split(|c: char| c.is_whitespace() || matches!(c, '"' | '\'' | ',' | ';' | '/' | '='));
    let direct = words.filter_map(|word| word.rsplit_once('@')).any(|(account, host)| {
        let digest = ["sha256:", "sha512:"].iter().any(|digest| host.starts_with(digest));
        let named = host.starts_with(|c: char| c.is_ascii_alphabetic() || c == '[') && !digest;
        named
            && account.split_once(':').is_some_and(|(user, password)| {
                !matches!(user, "npm" | "jsr" | "workspace" | "git" | "mailto") && !password.is_empty()
            })
    });
    let words: Vec<&str> = value.split_whitespace().collect();
    let netrc = words.windows(4).any(|four| four[0] == "login" && matches!(four[2], "password" | "passwd"));
    direct || netrc
}

/// Clients whose short flag is a password: `mysql -px`, `sshpass -p x`.
fn client(value: &str) -> bool {
    let words: Vec<&str> = value.split_whitespace().collect();
    let name = |word: &str| word.rsplit('/').next().unwrap_or("").to_owned();
    words.iter().enumerate().any(|(at, word)| {
        let rest = &words[at + 1..];
        let name = name(word);
        let attached = rest.iter().any(|word| word.starts_with("-p") && word.len() > 2);
        match name.as_str() {
            "sshpass" => attached || rest.windows(2).any(|pair| pair[0] == "-p"),
            _ if name.starts_with("mysql") || name.starts_with("mariadb") => attached,
            _ => false,
        }
    })
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
    const PREFIXES: [&str; 36] = [
        "glsa_",
        "glc_",
        "sntrys_",
        "sqp_",
        "squ_",
        "ATATT3",
        "GOCSPX-",
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

/// The same for tokens that have dots in them.
fn dotted(word: &str) -> bool {
    const PREFIXES: [&str; 5] = ["SG.", "hvs.", "hvb.", "ya29.", "dp.pt."];
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
    const WORDS: [&str; 14] = [
        "PW",
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
    const ENDS: [&str; 14] = [
        "STOREPASS",
        "KEYPASS",
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
        || last == "LOGIN" && before == "SONAR"
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
    let word = |b: u8| b.is_ascii_alphanumeric() || b == b'_';
    if name.is_empty() || name.starts_with(|c: char| c.is_ascii_digit()) || !name.bytes().all(word) {
        return Err("not the name of a variable: letters, digits and _".to_owned());
    }
    // `--require-env $TOKEN` for `--require-env TOKEN`: the shell has put the value there.
    if carries_secret(name) {
        return Err("not a name but a secret: a variable is named without its $".to_owned());
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
        for name in [
            "GITHUB_TOKEN",
            "aws_secret_access_key",
            "DB_PASSWORD",
            "NPMTOKEN",
            "SSH_KEY",
            "SENTRY_DSN",
            "ADO_PAT",
        ] {
            assert!(looks_secret(name), "{name}");
        }
        for name in ["PATH", "KEYBOARD", "MONKEY", "PWD", "RUSTFLAGS", "AUTHOR", "COMPASS", "TPR_SEED"] {
            assert!(!looks_secret(name), "{name}");
        }
        for name in ["A=B", "", "1A", "a b", "ghp_abcdefghijklmnopqrstuvwxyz", "https://u:p@h"] {
            assert!(check_recorded(name).is_err(), "{name}");
        }
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
            "https%3A%2F%2Fuser%3Ahunter2%40example.org",
            "https%253A%252F%252Fuser%253Ahunter2%2540example.org",
            "dXNlcjpodW50ZXIy",
            "--build-arg x=cGFzc3dvcmQ9aHVudGVyMg==",
            "//u:hunter2@h/share",
            "u:hunter2@h",
            "machine h login u password hunter2",
            "mysql -u root -phunter2",
            "sshpass -p hunter2 ssh h",
            "-storepass hunter2",
            "-Dsonar.login=hunter2",
            "pw=hunter2",
            "https://hooks.slack.com/services/T00000000/B00000000/abcdef",
            "https://discord.com/api/webhooks/1234567890/abcdef",
            "glsa_abcdefghijklmnop",
            "SG.abcdefghijkl.mnopqrstuvwx",
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
            "registry.example/app:1.2@sha256:2fd4e1c67a2d28fced849ee1bb76e7391b93eb122fd4e1c67a2d28fced849ee1",
            "npm:react@18.2.0",
            "https://example.org/%E4%BD%A0?x=100%25",
            "docker run -p 8080:80 x",
            "mysql -p",
            "-p 5432",
            "x86_64-unknown-linux-gnu",
            "/home/user/mysql-8/bin",
            "/usr/local/bin:/usr/bin:/bin",
        ] {
            assert!(!carries_secret(value), "{value}");
        }
    }
}
