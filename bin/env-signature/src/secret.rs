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
/// known kind, a key block.
pub(crate) fn carries_secret(value: &str) -> bool {
    const PREFIXES: [&str; 14] = [
        "ghp_",
        "gho_",
        "ghs_",
        "ghu_",
        "ghr_",
        "github_pat_",
        "glpat-",
        "xoxb-",
        "xoxp-",
        "AKIA",
        "ASIA",
        "sk-",
        "npm_",
        "pypi-",
    ];
    let password = |rest: &str| {
        let authority = rest.split(['/', '?', '#']).next().unwrap_or("");
        authority.rsplit_once('@').is_some_and(|(user, _)| user.contains(':'))
    };
    let word = |text: &str| {
        PREFIXES.iter().any(|prefix| text.strip_prefix(prefix).is_some_and(|rest| rest.len() >= 12))
    };
    value.match_indices("://").any(|(at, _)| password(&value[at + 3..]))
        || value.contains("-----BEGIN ")
        || value.split(|c: char| !(c.is_ascii_alphanumeric() || c == '_' || c == '-')).any(word)
        || jwt(value)
}

/// Three long base64url parts, the first of them a JSON object.
fn jwt(value: &str) -> bool {
    value.split(|c: char| c.is_whitespace() || matches!(c, '"' | '\'' | '=' | ':')).any(|word| {
        let parts: Vec<&str> = word.split('.').collect();
        parts.len() == 3 && word.starts_with("eyJ") && parts.iter().all(|part| part.len() >= 8)
    })
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
            "token ghp_abcdefghijklmnopqrstuvwxyz",
            "-----BEGIN RSA PRIVATE KEY-----",
            "eyJhbGciOiJI.eyJzdWIiOiIx.c2lnbmF0dXJl",
        ] {
            assert!(carries_secret(value), "{value}");
        }
        for value in ["-C target-cpu=native", "https://example.org:8080/a@b", "user@host", "1.2.3", "sk-x"] {
            assert!(!carries_secret(value), "{value}");
        }
    }
}
