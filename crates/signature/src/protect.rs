//! What is never masked although it has digits: names of things, and (unless asked
//! otherwise) the codes that tell one failure from another.

/// Names whose digits are part of the name, in lower case.
const NAMES: &[&[u8]] = &[
    b"utf8",
    b"utf-8",
    b"utf16",
    b"utf-16",
    b"utf32",
    b"ipv4",
    b"ipv6",
    b"ip4",
    b"ip6",
    b"md5",
    b"sha1",
    b"sha-1",
    b"sha224",
    b"sha256",
    b"sha-256",
    b"sha384",
    b"sha512",
    b"sha-512",
    b"x86",
    b"x86_64",
    b"amd64",
    b"arm64",
    b"aarch64",
    b"i386",
    b"i686",
    b"win32",
    b"win64",
    b"int8",
    b"int16",
    b"int32",
    b"int64",
    b"uint8",
    b"uint16",
    b"uint32",
    b"uint64",
    b"float16",
    b"float32",
    b"float64",
    b"i8",
    b"i16",
    b"i32",
    b"i64",
    b"i128",
    b"u8",
    b"u16",
    b"u32",
    b"u64",
    b"u128",
    b"f32",
    b"f64",
    b"pop3",
    b"imap4",
    b"http2",
    b"http3",
    b"base32",
    b"base64",
    b"k8s",
    b"s3",
    b"ec2",
    b"h2",
    b"log4j",
    b"log4j2",
    b"slf4j",
    b"oauth2",
    b"pkcs8",
    b"pkcs12",
    b"x509",
    b"crc32",
    b"lz4",
    b"bzip2",
    b"mp3",
    b"mp4",
    b"python3",
    b"python2",
    b"sqlite3",
    b"junit4",
    b"junit5",
    b"ssh2",
    b"ext2",
    b"ext3",
    b"ext4",
    b"nfs3",
    b"nfs4",
    b"vec2",
    b"vec3",
    b"vec4",
    b"2d",
    b"3d",
    b"l10n",
    b"i18n",
    b"a11y",
    b"p2p",
    b"boto3",
    b"urllib3",
    b"psycopg2",
    b"jinja2",
];

/// A token of at most [`LONGEST_NAME`] bytes in lower case.
fn lower(token: &[u8]) -> Option<([u8; LONGEST_NAME], usize)> {
    let mut low = [0u8; LONGEST_NAME];
    low.get_mut(..token.len())?.copy_from_slice(token);
    low.make_ascii_lowercase();
    Some((low, token.len()))
}

/// `pop3` of `pop3-login`: what comes before a word without digits.
fn head(token: &[u8]) -> &[u8] {
    match token.iter().position(|&b| b == b'-') {
        Some(cut) if token[cut..].len() > 2 && token[cut + 1..].iter().all(u8::is_ascii_alphabetic) => {
            &token[..cut]
        }
        _ => token,
    }
}

/// Bytes of the longest of [`NAMES`].
const LONGEST_NAME: usize = 12;

/// Whether the token is a name whose digits are part of it.
pub(crate) fn is_name(token: &[u8]) -> bool {
    lower(head(token)).is_some_and(|(low, len)| NAMES.contains(&&low[..len]))
}

/// Whether [`is_name`] may hold with other digits in their places: what is asked first, since
/// nearly all tokens fail it.
pub(crate) fn is_like_name(token: &[u8]) -> bool {
    let Some((mut low, len)) = lower(head(token)) else { return false };
    for b in &mut low {
        *b = if b.is_ascii_digit() { b'0' } else { *b };
    }
    matches!(
        &low[..len],
        b"0d"
            | b"h0"
            | b"i0"
            | b"s0"
            | b"u0"
            | b"ec0"
            | b"f00"
            | b"i00"
            | b"ip0"
            | b"k0s"
            | b"lz0"
            | b"md0"
            | b"mp0"
            | b"p0p"
            | b"u00"
            | b"x00"
            | b"a00y"
            | b"ext0"
            | b"i000"
            | b"i00n"
            | b"int0"
            | b"ipv0"
            | b"l00n"
            | b"nfs0"
            | b"pop0"
            | b"imap0"
            | b"sha0"
            | b"ssh0"
            | b"u000"
            | b"utf0"
            | b"vec0"
            | b"x000"
            | b"amd00"
            | b"arm00"
            | b"boto0"
            | b"bzip0"
            | b"crc00"
            | b"http0"
            | b"int00"
            | b"log0j"
            | b"pkcs0"
            | b"sha-0"
            | b"slf0j"
            | b"uint0"
            | b"utf-0"
            | b"utf00"
            | b"win00"
            | b"base00"
            | b"jinja0"
            | b"junit0"
            | b"log0j0"
            | b"oauth0"
            | b"pkcs00"
            | b"sha000"
            | b"uint00"
            | b"utf-00"
            | b"x00_00"
            | b"aarch00"
            | b"float00"
            | b"python0"
            | b"sha-000"
            | b"sqlite0"
            | b"urllib0"
            | b"psycopg0"
    )
}

/// Error codes by their documented shape: `E0308 TS2322 CS1002 ORA-00001 CVE-2021-44228`.
pub(crate) fn is_code(token: &[u8]) -> bool {
    const FAMILIES: &[(&[u8], usize, usize)] = &[
        (b"E", 3, 4),
        (b"F", 3, 4),
        (b"W", 3, 4),
        (b"TS", 4, 5),
        (b"CS", 4, 4),
        (b"FS", 4, 4),
        (b"BC", 5, 5),
        (b"CA", 4, 4),
        (b"LNK", 4, 4),
        (b"C", 4, 4),
        (b"MSB", 4, 4),
        (b"NU", 4, 4),
        (b"NETSDK", 4, 4),
        (b"SC", 4, 4),
        (b"ORA-", 5, 5),
        (b"PLS-", 5, 5),
        (b"SQLSTATE", 5, 5),
        (b"ERR_", 3, 5),
        (b"WinError", 1, 5),
        (b"SIG", 1, 2),
    ];
    let digits = token.iter().rev().take_while(|b| b.is_ascii_digit()).count();
    let family = &token[..token.len() - digits];
    if FAMILIES.iter().any(|&(f, least, most)| f == family && (least..=most).contains(&digits)) {
        return true;
    }
    for prefix in [&b"CVE-"[..], b"RUSTSEC-", b"GHSA-"] {
        if token.starts_with(prefix) {
            return true;
        }
    }
    false
}

/// The name of a signal or of an `errno`: a code, written out.
pub(crate) fn is_code_name(token: &[u8]) -> bool {
    let token = token.strip_suffix(b".").unwrap_or(token);
    if !(4..=13).contains(&token.len()) {
        return false;
    }
    match token.strip_prefix(b"SIG") {
        Some(signal) => SIGNALS.contains(&signal),
        None => token[0] == b'E' && ERRNOS.contains(&&token[1..]),
    }
}

/// Of POSIX and Linux, without `SIG`.
const SIGNALS: &[&[u8]] = &[
    b"ABRT", b"ALRM", b"BUS", b"CHLD", b"CONT", b"FPE", b"HUP", b"ILL", b"INT", b"IO", b"KILL", b"PIPE",
    b"PROF", b"PWR", b"QUIT", b"SEGV", b"STOP", b"SYS", b"TERM", b"TRAP", b"TSTP", b"TTIN", b"TTOU", b"URG",
    b"VTALRM", b"WINCH", b"XCPU", b"XFSZ",
];

/// The names that messages show, without `E`.
const ERRNOS: &[&[u8]] = &[
    b"ACCES",
    b"ADDRINUSE",
    b"ADDRNOTAVAIL",
    b"AGAIN",
    b"ALREADY",
    b"BADF",
    b"BUSY",
    b"CANCELED",
    b"CHILD",
    b"CONNABORTED",
    b"CONNREFUSED",
    b"CONNRESET",
    b"DEADLK",
    b"DQUOT",
    b"EXIST",
    b"FAULT",
    b"FBIG",
    b"HOSTDOWN",
    b"HOSTUNREACH",
    b"INPROGRESS",
    b"INTR",
    b"INVAL",
    b"ISCONN",
    b"ISDIR",
    b"LOOP",
    b"MFILE",
    b"MSGSIZE",
    b"NAMETOOLONG",
    b"NETDOWN",
    b"NETUNREACH",
    b"NFILE",
    b"NOBUFS",
    b"NODEV",
    b"NOENT",
    b"NOEXEC",
    b"NOLCK",
    b"NOMEM",
    b"NOSPC",
    b"NOSYS",
    b"NOTCONN",
    b"NOTDIR",
    b"NOTEMPTY",
    b"NOTSOCK",
    b"NOTSUP",
    b"OPNOTSUPP",
    b"OVERFLOW",
    b"PERM",
    b"PIPE",
    b"PROTO",
    b"RANGE",
    b"ROFS",
    b"SHUTDOWN",
    b"SPIPE",
    b"SRCH",
    b"STALE",
    b"TIMEDOUT",
    b"TXTBSY",
    b"WOULDBLOCK",
    b"XDEV",
];

/// Whether a number after this word is a code: `status 404`, `exit code 1`, `errno 13`.
pub(crate) fn announces_code(word: &[u8]) -> bool {
    if word.len() > 10 {
        return false;
    }
    let mut low = [0u8; 10];
    let low = &mut low[..word.len()];
    low.copy_from_slice(word);
    low.make_ascii_lowercase();
    matches!(
        &*low,
        b"http"
            | b"http/1.0"
            | b"http/1.1"
            | b"http/2"
            | b"http/2.0"
            | b"http/3"
            | b"status"
            | b"statuscode"
            | b"exit"
            | b"exited"
            | b"errno"
            | b"signal"
            | b"sig"
            | b"rc"
            | b"returned"
            | b"code"
            | b"sqlstate"
            | b"winerror"
            | b"exitcode"
            | b"exit_code"
    )
}

/// The status codes of HTTP in common use.
pub(crate) fn is_http_status(token: &[u8]) -> bool {
    matches!(
        token,
        b"200"
            | b"201"
            | b"202"
            | b"204"
            | b"206"
            | b"301"
            | b"302"
            | b"303"
            | b"304"
            | b"307"
            | b"308"
            | b"400"
            | b"401"
            | b"402"
            | b"403"
            | b"404"
            | b"405"
            | b"406"
            | b"408"
            | b"409"
            | b"410"
            | b"411"
            | b"412"
            | b"413"
            | b"414"
            | b"415"
            | b"416"
            | b"417"
            | b"418"
            | b"421"
            | b"422"
            | b"423"
            | b"424"
            | b"425"
            | b"426"
            | b"428"
            | b"429"
            | b"431"
            | b"451"
            | b"500"
            | b"501"
            | b"502"
            | b"503"
            | b"504"
            | b"505"
            | b"507"
            | b"508"
            | b"511"
    )
}

/// Whether the value of this key is what a record in JSON or logfmt has to say, and not a value.
pub(crate) fn says_what(key: &[u8]) -> bool {
    matches!(key, b"msg" | b"message" | b"event" | b"log" | b"Msg" | b"Message" | b"MESSAGE")
}

#[cfg(test)]
mod tests {
    use super::{announces_code, is_code, is_code_name, is_http_status, is_like_name, is_name};

    #[test]
    fn names_and_codes_are_told_from_values() {
        for t in ["utf8", "UTF-8", "x86_64", "sha256", "Int32"] {
            assert!(is_name(t.as_bytes()), "{t}");
        }
        for t in ["user12", "s4", "host3", "utf8mb4-with-more"] {
            assert!(!is_name(t.as_bytes()), "{t}");
        }
        for name in super::NAMES {
            assert!(is_like_name(name) && is_name(name), "{name:?}");
        }
        for t in ["E0308", "TS2322", "ORA-00001", "CVE-2021-44228", "CS1002"] {
            assert!(is_code(t.as_bytes()), "{t}");
        }
        for t in ["E1", "JIRA-123", "AB12345", "E030812", "12345"] {
            assert!(!is_code(t.as_bytes()), "{t}");
        }
        assert!(announces_code(b"Status") && !announces_code(b"took"));
        for t in ["SIGTERM", "SIGINT", "ECONNREFUSED", "ENOENT"] {
            assert!(is_code_name(t.as_bytes()), "{t}");
        }
        for t in ["SIGNAL", "ERROR", "EXIT", "END", "EOF", "sigterm"] {
            assert!(!is_code_name(t.as_bytes()), "{t}");
        }
        assert!(is_http_status(b"503") && !is_http_status(b"599"));
    }
}
