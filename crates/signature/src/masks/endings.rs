//! Closed lists of words: units, endings of files and hosts.

/// Whether `word` is a unit that goes with a number.
pub(super) fn is_unit(word: &[u8]) -> bool {
    matches!(
        word,
        b"B" | b"kB"
            | b"KB"
            | b"MB"
            | b"GB"
            | b"TB"
            | b"PB"
            | b"KiB"
            | b"MiB"
            | b"GiB"
            | b"TiB"
            | b"PiB"
            | b"byte"
            | b"bytes"
            | b"Byte"
            | b"Bytes"
            | b"Kbytes"
            | b"kbytes"
            | b"Mbytes"
            | b"ms"
            | b"us"
            | b"ns"
            | b"s"
            | b"sec"
            | b"secs"
            | b"second"
            | b"seconds"
            | b"min"
            | b"mins"
            | b"minute"
            | b"minutes"
            | b"hr"
            | b"hrs"
            | b"hour"
            | b"hours"
            | b"msec"
            | b"msecs"
            | b"usec"
            | b"millis"
            | b"milliseconds"
            | b"Hz"
            | b"kHz"
            | b"MHz"
            | b"GHz"
    )
}

/// Whether the name of a file or a unit ends like that in a log line.
pub(super) fn is_file(ending: &[u8]) -> bool {
    FILES.binary_search(&ending).is_ok()
}

/// Sorted.
const FILES: &[&[u8]] = &[
    b"apk",
    b"asc",
    b"automount",
    b"avi",
    b"bak",
    b"bin",
    b"bz2",
    b"cache",
    b"cer",
    b"cert",
    b"cfg",
    b"cnf",
    b"conf",
    b"config",
    b"crt",
    b"csr",
    b"css",
    b"csv",
    b"dat",
    b"db",
    b"deb",
    b"device",
    b"dll",
    b"doc",
    b"docx",
    b"dump",
    b"ear",
    b"egg",
    b"env",
    b"err",
    b"exe",
    b"gif",
    b"gz",
    b"htm",
    b"html",
    b"ico",
    b"idx",
    b"img",
    b"ini",
    b"iso",
    b"jar",
    b"jks",
    b"jpeg",
    b"jpg",
    b"js",
    b"json",
    b"key",
    b"ko",
    b"list",
    b"lock",
    b"log",
    b"map",
    b"md",
    b"mkv",
    b"mount",
    b"mov",
    b"mp3",
    b"mp4",
    b"ods",
    b"odt",
    b"ogg",
    b"old",
    b"orig",
    b"out",
    b"part",
    b"pdf",
    b"pem",
    b"php",
    b"pid",
    b"plist",
    b"png",
    b"ppt",
    b"pptx",
    b"properties",
    b"pub",
    b"rpm",
    b"rtf",
    b"rules",
    b"scope",
    b"service",
    b"sig",
    b"slice",
    b"so",
    b"sock",
    b"socket",
    b"sqlite",
    b"svg",
    b"swap",
    b"swp",
    b"sys",
    b"tar",
    b"target",
    b"tgz",
    b"timer",
    b"tmp",
    b"toml",
    b"tsv",
    b"txt",
    b"war",
    b"wav",
    b"webp",
    b"whl",
    b"xls",
    b"xlsx",
    b"xml",
    b"xz",
    b"yaml",
    b"yml",
    b"zip",
    b"zst",
];

/// Whether the name of a host ends like that.
pub(super) fn is_host(ending: &[u8]) -> bool {
    matches!(
        ending,
        b"com"
            | b"net"
            | b"org"
            | b"edu"
            | b"gov"
            | b"mil"
            | b"local"
            | b"localdomain"
            | b"internal"
            | b"lan"
            // Of RFC 2606 and RFC 3172.
            | b"arpa"
            | b"example"
            | b"invalid"
    )
}

/// Whether a name ends like a source file of a language whose failures we read.
pub(crate) fn source_extension(name: &[u8]) -> bool {
    let Some(dot) = name.iter().rposition(|&b| b == b'.') else { return false };
    dot > 0
        && matches!(
            &name[dot + 1..],
            b"c" | b"h"
                | b"cc"
                | b"cpp"
                | b"cxx"
                | b"hpp"
                | b"rs"
                | b"go"
                | b"py"
                | b"pyx"
                | b"rb"
                | b"php"
                | b"pl"
                | b"pm"
                | b"t"
                | b"java"
                | b"kt"
                | b"kts"
                | b"scala"
                | b"groovy"
                | b"clj"
                | b"js"
                | b"jsx"
                | b"mjs"
                | b"cjs"
                | b"ts"
                | b"tsx"
                | b"vue"
                | b"cs"
                | b"fs"
                | b"vb"
                | b"swift"
                | b"m"
                | b"mm"
                | b"ex"
                | b"exs"
                | b"erl"
                | b"hs"
                | b"lua"
                | b"dart"
                | b"sh"
                | b"bats"
                | b"sql"
                | b"zig"
                | b"jl"
                | b"r"
                | b"R"
        )
}

#[cfg(test)]
mod tests {
    use super::FILES;

    #[test]
    fn the_list_is_sorted_and_has_no_word_twice() {
        assert!(FILES.windows(2).all(|w| w[0] < w[1]));
    }
}
