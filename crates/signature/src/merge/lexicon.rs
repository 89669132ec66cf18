//! What kind of word it is: a few closed lists of common English and Unix.

/// Whether the word before a value says that one follows.
pub(super) fn introduces(word: &[u8]) -> bool {
    matches!(word, b"user" | b"User" | b"username" | b"hostname" | b"account")
}

/// Accounts that systems come with, and the host that each is: what is named like that is named as a value.
pub(super) fn is_account(word: &[u8]) -> bool {
    WELL_KNOWN_ACCOUNTS.binary_search(&word).is_ok()
}

/// Sorted.
const WELL_KNOWN_ACCOUNTS: &[&[u8]] = &[
    b"Administrator",
    b"admin",
    b"administrator",
    b"anonymous",
    b"apache",
    b"backup",
    b"bin",
    b"centos",
    b"cyrus",
    b"daemon",
    b"debian",
    b"fedora",
    b"ftp",
    b"ftpuser",
    b"games",
    b"git",
    b"guest",
    b"hadoop",
    b"hdfs",
    b"jenkins",
    b"localhost",
    b"lp",
    b"mysql",
    b"nagios",
    b"nginx",
    b"nobody",
    b"oracle",
    b"postfix",
    b"postgres",
    b"root",
    b"sshd",
    b"sys",
    b"sysadmin",
    b"tomcat",
    b"ubuntu",
    b"uucp",
    b"vagrant",
    b"webmaster",
    b"www-data",
];

/// Words that say in which state something is or what was done: participles, switches, and
/// names in capitals. They tell messages apart, where names of people or machines do not.
pub(super) fn is_state(word: &[u8]) -> bool {
    let end = word.iter().rposition(u8::is_ascii_alphanumeric).map_or(0, |e| e + 1);
    let word = &word[..end];
    if word.len() >= 2 && word.iter().all(|b| b.is_ascii_uppercase() || matches!(b, b'_' | b'-')) {
        return true;
    }
    let low = word.to_ascii_lowercase();
    if low.len() >= 5 && (low.ends_with(b"ed") || low.ends_with(b"ing")) {
        return true;
    }
    let known = |word: &[u8]| STATES.binary_search(&word).is_ok();
    // `undelete`, `reload`.
    known(&low)
        || [&b"un"[..], b"re", b"dis"]
            .iter()
            .any(|prefix| low.strip_prefix(*prefix).is_some_and(|verb| verb.len() >= 4 && known(verb)))
}

/// Sorted.
const STATES: &[&[u8]] = &[
    b"abort",
    b"accept",
    b"acquire",
    b"active",
    b"add",
    b"after",
    b"alive",
    b"allocate",
    b"allow",
    b"and",
    b"attach",
    b"available",
    b"before",
    b"begin",
    b"bind",
    b"build",
    b"busy",
    b"close",
    b"commit",
    b"connect",
    b"create",
    b"critical",
    b"current",
    b"dead",
    b"deallocate",
    b"debug",
    b"delete",
    b"deny",
    b"destroy",
    b"detach",
    b"disable",
    b"disconnect",
    b"done",
    b"down",
    b"download",
    b"empty",
    b"enable",
    b"end",
    b"enter",
    b"error",
    b"exit",
    b"export",
    b"expunge",
    b"fail",
    b"failure",
    b"false",
    b"fatal",
    b"first",
    b"follower",
    b"found",
    b"free",
    b"full",
    b"get",
    b"gone",
    b"grant",
    b"hide",
    b"high",
    b"idle",
    b"import",
    b"in",
    b"inactive",
    b"info",
    b"input",
    b"insert",
    b"invalid",
    b"join",
    b"kill",
    b"last",
    b"leader",
    b"leave",
    b"left",
    b"load",
    b"local",
    b"lock",
    b"login",
    b"logout",
    b"lost",
    b"low",
    b"master",
    b"max",
    b"maximum",
    b"min",
    b"minimum",
    b"mount",
    b"new",
    b"next",
    b"no",
    b"none",
    b"normal",
    b"not",
    b"null",
    b"off",
    b"offline",
    b"ok",
    b"old",
    b"on",
    b"online",
    b"open",
    b"or",
    b"out",
    b"output",
    b"pass",
    b"pause",
    b"previous",
    b"primary",
    b"publish",
    b"pull",
    b"push",
    b"put",
    b"quit",
    b"reachable",
    b"read",
    b"ready",
    b"receive",
    b"register",
    b"reject",
    b"release",
    b"remote",
    b"remove",
    b"reply",
    b"request",
    b"reset",
    b"response",
    b"resume",
    b"revoke",
    b"rollback",
    b"run",
    b"secondary",
    b"select",
    b"send",
    b"sent",
    b"set",
    b"show",
    b"shutdown",
    b"skip",
    b"slave",
    b"spawn",
    b"start",
    b"startup",
    b"stop",
    b"subscribe",
    b"success",
    b"suspend",
    b"total",
    b"true",
    b"umount",
    b"unavailable",
    b"unbind",
    b"unknown",
    b"unload",
    b"unlock",
    b"unmount",
    b"unreachable",
    b"unregister",
    b"unsubscribe",
    b"up",
    b"update",
    b"upload",
    b"used",
    b"valid",
    b"with",
    b"without",
    b"write",
    b"yes",
];

#[cfg(test)]
mod tests {
    use super::{STATES, WELL_KNOWN_ACCOUNTS, is_account, is_state};

    #[test]
    fn the_lists_are_sorted_and_have_no_word_twice() {
        for list in [STATES, WELL_KNOWN_ACCOUNTS] {
            assert!(list.windows(2).all(|w| w[0] < w[1]), "{list:?}");
        }
    }

    #[test]
    fn states_are_told_from_names() {
        for word in ["Started", "paused,", "DOWN", "NODE_LOST", "true", "Commit"] {
            assert!(is_state(word.as_bytes()), "{word}");
        }
        for word in ["anna", "web", "nginx", "Dell", "red"] {
            assert!(!is_state(word.as_bytes()), "{word}");
        }
        assert!(is_account(b"root") && !is_account(b"roof"));
    }
}
