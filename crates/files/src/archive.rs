//! Reproducible zip archives: the same members, the same bytes.
//!
//! Nothing of the machine gets in: one time stamp for all, modes reduced to what is
//! meant, no user, no extra fields, names as raw bytes. Sizes are known before a member's
//! header is written, so the archive needs no data descriptors, can go into a pipe, and
//! uses Zip64 exactly where a number does not fit otherwise.
//!
//! Format: PKWARE APPNOTE 6.3.10. A member is stored when deflating does not make it
//! smaller. Deflate comes from zlib-rs at one level; its version decides the bytes.

use flate2::{Compression, Crc, write::DeflateEncoder};
use std::io::{self, Read, Seek as _, SeekFrom, Write};
use tempfile::SpooledTempFile;

/// The deflate level of every member.
pub const LEVEL: u32 = 6;

/// A member's compressed form up to this length is held in memory, a longer one in a
/// temporary file: several members may wait for their turn at one time.
const IN_MEMORY: usize = 2 << 20;

const BLOCK: usize = 128 << 10;

/// What a member is when it is taken out again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mode {
    /// A file with mode 644.
    File,
    /// A file with mode 755.
    Executable,
    /// A symbolic link; the content is its target.
    Link,
}

impl Mode {
    fn unix(self) -> u32 {
        match self {
            Mode::File => 0o100_644,
            Mode::Executable => 0o100_755,
            Mode::Link => 0o120_777,
        }
    }
}

/// A point in time as zip keeps it: no zone, steps of two seconds, 1980 to 2107.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stamp {
    date: u16,
    time: u16,
}

impl Stamp {
    /// 1980-01-01T00:00:00, the earliest that a zip can say.
    pub const EARLIEST: Stamp = Stamp { date: 0x21, time: 0 };

    /// From seconds since 1970, UTC; clamped to what a zip can say.
    pub fn from_unix(seconds: i64) -> Stamp {
        const FIRST: i64 = 315_532_800; // 1980-01-01T00:00:00Z
        const LAST: i64 = 4_354_819_198; // 2107-12-31T23:59:58Z
        let seconds = seconds.clamp(FIRST, LAST);
        let (days, rest) = (seconds.div_euclid(86_400), seconds.rem_euclid(86_400));
        let (year, month, day) = civil(days);
        // The clamp keeps every part in its bits.
        let date = ((year - 1980) << 9) | (month << 5) | day;
        let time = ((rest / 3600) << 11) | ((rest / 60 % 60) << 5) | (rest % 60 / 2);
        Stamp { date: date as u16, time: time as u16 }
    }

    /// As RFC 3339, UTC.
    pub fn rfc3339(self) -> String {
        let (date, time) = (self.date, self.time);
        format!(
            "{:04}-{:02}-{:02}T{:02}:{:02}:{:02}Z",
            1980 + (date >> 9),
            date >> 5 & 15,
            date & 31,
            time >> 11,
            time >> 5 & 63,
            (time & 31) * 2
        )
    }
}

/// Days since 1970-01-01 to the Gregorian date, by Howard Hinnant's `civil_from_days`.
fn civil(days: i64) -> (i64, i64, i64) {
    let z = days + 719_468;
    let era = z.div_euclid(146_097);
    let doe = z.rem_euclid(146_097);
    let yoe = (doe - doe / 1460 + doe / 36_524 - doe / 146_096) / 365;
    let doy = doe - (365 * yoe + yoe / 4 - yoe / 100);
    let mp = (5 * doy + 2) / 153;
    let month = if mp < 10 { mp + 3 } else { mp - 9 };
    (yoe + era * 400 + i64::from(month <= 2), month, doy - (153 * mp + 2) / 5 + 1)
}

/// A member's content, compressed, ready to be written.
pub struct Prepared {
    data: SpooledTempFile,
    method: u16,
    crc: u32,
    packed: u64,
    size: u64,
}

impl Prepared {
    /// The content's length.
    pub fn size(&self) -> u64 {
        self.size
    }

    /// The length in the archive.
    pub fn packed(&self) -> u64 {
        self.packed
    }
}

/// What went wrong while a member was prepared.
#[derive(Debug)]
pub enum PrepareError {
    /// The content could not be read.
    Read(io::Error),
    /// The temporary file could not be written.
    Spool(io::Error),
}

/// Compresses members one after another, with one compressor and one buffer: made anew for
/// each, they would take a heap apart.
pub struct Press {
    encoder: DeflateEncoder<SpooledTempFile>,
    buffer: Vec<u8>,
}

impl Default for Press {
    fn default() -> Press {
        let encoder = DeflateEncoder::new(SpooledTempFile::new(IN_MEMORY), Compression::new(LEVEL));
        Press { encoder, buffer: vec![0; BLOCK] }
    }
}

impl Press {
    /// Reads a member's content to its end, or to `limit` bytes, and compresses it; `each`
    /// sees every block on its way.
    ///
    /// # Errors
    /// When the content cannot be read or the temporary file cannot be written.
    pub fn prepare(
        &mut self,
        from: impl Read,
        limit: u64,
        each: &mut dyn FnMut(&[u8]),
    ) -> Result<Prepared, PrepareError> {
        let done = self.compress(from, limit, each);
        if done.is_err() {
            // What is left of a half content must not begin the next one.
            *self = Press::default();
        }
        done
    }

    fn compress(
        &mut self,
        mut from: impl Read,
        limit: u64,
        each: &mut dyn FnMut(&[u8]),
    ) -> Result<Prepared, PrepareError> {
        use PrepareError::{Read as Reading, Spool};
        let mut plain = SpooledTempFile::new(IN_MEMORY);
        let mut crc = Crc::new();
        let mut size = 0;
        loop {
            let room = usize::try_from(limit - size).unwrap_or(BLOCK).min(BLOCK);
            let n = match from.read(&mut self.buffer[..room]) {
                Ok(0) => break,
                Ok(n) => n,
                Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
                Err(error) => return Err(Reading(error)),
            };
            let block = &self.buffer[..n];
            each(block);
            crc.update(block);
            size += n as u64;
            self.encoder.write_all(block).map_err(Spool)?;
            // Only a short content can come out longer than it went in by more than a hair;
            // past that, the plain form is not kept.
            if size <= KEEP_PLAIN {
                plain.write_all(block).map_err(Spool)?;
            }
        }
        let mut data = self.encoder.reset(SpooledTempFile::new(IN_MEMORY)).map_err(Spool)?;
        let mut packed = data.stream_position().map_err(Spool)?;
        let mut method = DEFLATED;
        if packed >= size && size <= KEEP_PLAIN {
            (data, packed, method) = (plain, size, STORED);
        }
        data.seek(SeekFrom::Start(0)).map_err(Spool)?;
        Ok(Prepared { data, method, crc: crc.sum(), packed, size })
    }
}

/// Incompressible content above this length stays deflated: the few bytes per block that
/// this costs are less than a second copy.
const KEEP_PLAIN: u64 = IN_MEMORY as u64;

const STORED: u16 = 0;
const DEFLATED: u16 = 8;

/// A zip archive under way.
pub struct Zip<W> {
    out: W,
    at: u64,
    stamp: Stamp,
    directory: Vec<u8>,
    members: u64,
}

struct Numbers {
    packed: u64,
    size: u64,
    offset: u64,
}

impl<W: Write> Zip<W> {
    /// An archive whose members all have one time.
    pub fn new(out: W, stamp: Stamp) -> Zip<W> {
        Zip { out, at: 0, stamp, directory: Vec::new(), members: 0 }
    }

    /// Writes a member. Names are taken as they are: the caller keeps them relative, free
    /// of `..`, and unique.
    ///
    /// # Errors
    /// When writing fails, or the name is longer than 65535 bytes.
    pub fn member(&mut self, name: &[u8], mode: Mode, mut content: Prepared) -> io::Result<()> {
        let Ok(name_len) = u16::try_from(name.len()) else {
            return Err(io::Error::new(io::ErrorKind::InvalidInput, "a name is longer than 65535 bytes"));
        };
        let numbers = Numbers { packed: content.packed, size: content.size, offset: self.at };
        let mut extra = Vec::new();
        let big = content.size >= u64::from(u32::MAX) || content.packed >= u64::from(u32::MAX);
        if big {
            // In a local header both sizes stand here, whichever is large.
            extra.extend_from_slice(&1_u16.to_le_bytes());
            extra.extend_from_slice(&16_u16.to_le_bytes());
            extra.extend_from_slice(&content.size.to_le_bytes());
            extra.extend_from_slice(&content.packed.to_le_bytes());
        }
        let mut header = Vec::with_capacity(30 + name.len() + extra.len());
        header.extend_from_slice(b"PK\x03\x04");
        self.common(&mut header, name, &content, big, if big { 45 } else { 20 });
        header.extend_from_slice(&name_len.to_le_bytes());
        header.extend_from_slice(&(extra.len() as u16).to_le_bytes());
        header.extend_from_slice(name);
        header.extend_from_slice(&extra);
        self.out.write_all(&header)?;
        let copied = io::copy(&mut content.data, &mut self.out)?;
        if copied != content.packed {
            return Err(io::Error::new(io::ErrorKind::UnexpectedEof, "a temporary file was cut"));
        }
        self.at += header.len() as u64 + copied;
        self.list(name, name_len, mode, &content, &numbers);
        self.members += 1;
        Ok(())
    }

    /// The fields that local header and directory share, from the version to the sizes.
    fn common(&self, to: &mut Vec<u8>, name: &[u8], content: &Prepared, big: bool, version: u16) {
        // Bit 11: the name is UTF-8. Left unset for names that are not.
        let flags: u16 = if std::str::from_utf8(name).is_ok() { 1 << 11 } else { 0 };
        let small = |n: u64| if big { u32::MAX } else { n as u32 };
        to.extend_from_slice(&version.to_le_bytes());
        to.extend_from_slice(&flags.to_le_bytes());
        to.extend_from_slice(&content.method.to_le_bytes());
        to.extend_from_slice(&self.stamp.time.to_le_bytes());
        to.extend_from_slice(&self.stamp.date.to_le_bytes());
        to.extend_from_slice(&content.crc.to_le_bytes());
        to.extend_from_slice(&small(content.packed).to_le_bytes());
        to.extend_from_slice(&small(content.size).to_le_bytes());
    }

    fn list(&mut self, name: &[u8], name_len: u16, mode: Mode, content: &Prepared, numbers: &Numbers) {
        let big = content.size >= u64::from(u32::MAX) || content.packed >= u64::from(u32::MAX);
        let far = numbers.offset >= u64::from(u32::MAX);
        let mut extra = Vec::new();
        if big || far {
            let len: u16 = if big { 16 } else { 0 } + if far { 8 } else { 0 };
            extra.extend_from_slice(&1_u16.to_le_bytes());
            extra.extend_from_slice(&len.to_le_bytes());
            if big {
                extra.extend_from_slice(&numbers.size.to_le_bytes());
                extra.extend_from_slice(&numbers.packed.to_le_bytes());
            }
            if far {
                extra.extend_from_slice(&numbers.offset.to_le_bytes());
            }
        }
        let version: u16 = if big || far { 45 } else { 20 };
        let mut entry = Vec::with_capacity(46 + name.len() + extra.len());
        entry.extend_from_slice(b"PK\x01\x02");
        // Made on Unix (3): the upper half of the attributes is a mode.
        entry.extend_from_slice(&((3 << 8) | version).to_le_bytes());
        self.common(&mut entry, name, content, big, version);
        entry.extend_from_slice(&name_len.to_le_bytes());
        entry.extend_from_slice(&(extra.len() as u16).to_le_bytes());
        // Comment length, disk, internal attributes.
        entry.extend_from_slice(&[0; 6]);
        entry.extend_from_slice(&(mode.unix() << 16).to_le_bytes());
        let offset = if far { u32::MAX } else { numbers.offset as u32 };
        entry.extend_from_slice(&offset.to_le_bytes());
        entry.extend_from_slice(name);
        entry.extend_from_slice(&extra);
        self.directory.extend_from_slice(&entry);
    }

    /// Writes the directory; gives the writer back.
    ///
    /// # Errors
    /// When writing fails.
    pub fn finish(mut self) -> io::Result<W> {
        let (start, len) = (self.at, self.directory.len() as u64);
        self.out.write_all(&self.directory)?;
        let most = u64::from(u32::MAX);
        if self.members >= u64::from(u16::MAX) || start >= most || len >= most {
            let mut end = Vec::with_capacity(76);
            end.extend_from_slice(b"PK\x06\x06");
            end.extend_from_slice(&44_u64.to_le_bytes());
            end.extend_from_slice(&((3_u16 << 8) | 45).to_le_bytes());
            end.extend_from_slice(&45_u16.to_le_bytes());
            end.extend_from_slice(&[0; 8]);
            end.extend_from_slice(&self.members.to_le_bytes());
            end.extend_from_slice(&self.members.to_le_bytes());
            end.extend_from_slice(&len.to_le_bytes());
            end.extend_from_slice(&start.to_le_bytes());
            end.extend_from_slice(b"PK\x06\x07");
            end.extend_from_slice(&[0; 4]);
            end.extend_from_slice(&(start + len).to_le_bytes());
            end.extend_from_slice(&1_u32.to_le_bytes());
            self.out.write_all(&end)?;
        }
        let members = u16::try_from(self.members).unwrap_or(u16::MAX);
        let mut end = Vec::with_capacity(22);
        end.extend_from_slice(b"PK\x05\x06");
        end.extend_from_slice(&[0; 4]);
        end.extend_from_slice(&members.to_le_bytes());
        end.extend_from_slice(&members.to_le_bytes());
        end.extend_from_slice(&u32::try_from(len).unwrap_or(u32::MAX).to_le_bytes());
        end.extend_from_slice(&u32::try_from(start).unwrap_or(u32::MAX).to_le_bytes());
        end.extend_from_slice(&[0; 2]);
        self.out.write_all(&end)?;
        Ok(self.out)
    }
}

#[cfg(test)]
mod tests {
    use super::{Mode, Prepared, Press, Stamp, Zip};
    use std::io::Read as _;

    type Outcome = Result<(), Box<dyn std::error::Error>>;

    fn content(bytes: &[u8]) -> Prepared {
        Press::default().prepare(bytes, u64::MAX, &mut |_| {}).expect("memory can be read")
    }

    #[test]
    fn another_reader_finds_what_went_in() -> Outcome {
        let noise: Vec<u8> =
            (0..70_000_u32).flat_map(|n| n.wrapping_mul(2_654_435_761).to_be_bytes()).collect();
        let members: [(&str, Mode, Vec<u8>); 5] = [
            ("a", Mode::File, b"aaaa".repeat(1000)),
            ("b/empty", Mode::Executable, Vec::new()),
            ("c/\u{e4}", Mode::Link, b"../a".to_vec()),
            ("noise", Mode::File, noise),
            ("one", Mode::File, b"1".to_vec()),
        ];
        let mut zip = Zip::new(Vec::new(), Stamp::EARLIEST);
        for (name, mode, bytes) in &members {
            zip.member(name.as_bytes(), *mode, content(bytes))?;
        }
        let bytes = zip.finish()?;
        let mut read = zip::ZipArchive::new(std::io::Cursor::new(bytes))?;
        assert_eq!(read.len(), members.len());
        for (n, (name, mode, bytes)) in members.iter().enumerate() {
            let mut member = read.by_index(n)?;
            assert_eq!(member.name()?, *name);
            assert_eq!(member.unix_mode(), Some(mode.unix()));
            assert_eq!(member.extra_data().map_or(0, |extra| extra.len()), 0);
            assert!(member.compressed_size() <= member.size());
            let mut back = Vec::new();
            member.read_to_end(&mut back)?;
            assert_eq!(&back, bytes);
        }
        Ok(())
    }

    #[test]
    fn one_press_gives_what_new_ones_would() -> Outcome {
        struct Fails;
        impl std::io::Read for Fails {
            fn read(&mut self, to: &mut [u8]) -> std::io::Result<usize> {
                // Every second call: some content, then the failure.
                static CALLS: std::sync::atomic::AtomicUsize = std::sync::atomic::AtomicUsize::new(0);
                if CALLS.fetch_add(1, std::sync::atomic::Ordering::Relaxed) % 2 == 1 {
                    return Err(std::io::Error::other("gone"));
                }
                to[..4].copy_from_slice(b"half");
                Ok(4)
            }
        }
        let mut press = Press::default();
        let (mut one, mut each) =
            (Zip::new(Vec::new(), Stamp::EARLIEST), Zip::new(Vec::new(), Stamp::EARLIEST));
        for n in 0..20_usize {
            let bytes = format!("{n} ").repeat(n * n * 10);
            assert!(n % 5 != 3 || press.prepare(Fails, u64::MAX, &mut |_| {}).is_err());
            let name = format!("{n}");
            one.member(
                name.as_bytes(),
                Mode::File,
                press.prepare(bytes.as_bytes(), u64::MAX, &mut |_| {}).map_err(|_| "read")?,
            )?;
            each.member(name.as_bytes(), Mode::File, content(bytes.as_bytes()))?;
        }
        assert_eq!(one.finish()?, each.finish()?);
        Ok(())
    }

    #[test]
    fn an_empty_archive_is_an_archive() -> Outcome {
        let bytes = Zip::new(Vec::new(), Stamp::EARLIEST).finish()?;
        assert_eq!(bytes.len(), 22);
        assert_eq!(zip::ZipArchive::new(std::io::Cursor::new(bytes))?.len(), 0);
        Ok(())
    }

    #[test]
    fn many_members_need_zip64_and_get_it() -> Outcome {
        for (count, expected) in [(65_534_u32, false), (65_535, true), (65_537, true)] {
            let mut zip = Zip::new(Vec::new(), Stamp::EARLIEST);
            for n in 0..count {
                zip.member(format!("{n:05}").as_bytes(), Mode::File, content(b""))?;
            }
            let bytes = zip.finish()?;
            let has = bytes[bytes.len() - 42..].starts_with(b"PK\x06\x07");
            assert_eq!(has, expected, "{count}");
            assert_eq!(zip::ZipArchive::new(std::io::Cursor::new(bytes))?.len(), count as usize);
        }
        Ok(())
    }

    #[test]
    fn a_size_of_five_gigabytes_is_said_in_64_bits() -> Outcome {
        let mut zip = Zip::new(Vec::new(), Stamp::EARLIEST);
        let mut big = content(b"aaaaaaaaaaaaaaaa");
        big.size = 5 << 30;
        zip.member(b"big", Mode::File, big)?;
        zip.member(b"small", Mode::File, content(b"1"))?;
        let mut read = zip::ZipArchive::new(std::io::Cursor::new(zip.finish()?))?;
        assert_eq!(read.by_index(0)?.size(), 5 << 30);
        assert_eq!(read.by_index(1)?.size(), 1);

        // A member behind the first four gigabytes: only the directory can be looked at.
        let mut zip = Zip::new(Vec::new(), Stamp::EARLIEST);
        zip.at = 5 << 30;
        zip.member(b"far", Mode::File, content(b"1"))?;
        let extra = &zip.directory[46 + 3..];
        assert_eq!(extra[..4], [1, 0, 8, 0]);
        assert_eq!(extra[4..], (5_u64 << 30).to_le_bytes());
        Ok(())
    }

    #[test]
    fn a_limit_cuts_a_growing_file() -> Outcome {
        let mut seen = 0;
        let cut = Press::default().prepare(std::io::repeat(b'x'), 300_000, &mut |b| seen += b.len());
        let cut = cut.map_err(|e| format!("{e:?}"))?;
        assert_eq!((cut.size(), seen), (300_000, 300_000));
        Ok(())
    }

    #[test]
    fn times_are_clamped_and_written_in_utc() {
        for (seconds, text) in [
            (i64::MIN, "1980-01-01T00:00:00Z"),
            (0, "1980-01-01T00:00:00Z"),
            (1_709_164_801, "2024-02-29T00:00:00Z"),
            (1_772_618_401, "2026-03-04T10:00:00Z"),
            (i64::MAX, "2107-12-31T23:59:58Z"),
        ] {
            assert_eq!(Stamp::from_unix(seconds).rfc3339(), text);
        }
        assert_eq!(Stamp::from_unix(0), Stamp::EARLIEST);
    }
}
