//! What was worked out for a message, remembered for messages of the same shape: those that
//! differ from it in their digits alone, which logs are full of.
//!
//! A shape is compared as a whole, never by its hash, so that what is recalled is what would be
//! worked out again. The room is fixed; what is new takes the place of what is old.

use crate::clean;
use foldhash::fast::FixedState;
use std::hash::BuildHasher;
use wide::u8x16;

/// Longer messages are not remembered: they seldom come again.
const LONGEST: usize = 1024;
/// Shapes that are remembered at most.
const SLOTS: usize = 1 << 15;
/// Bytes of them.
const BYTES: usize = 2 << 20;
/// Bytes that are looked at together.
const LANE: usize = 16;
/// Room for the longest.
const WIDEST: usize = LONGEST + LANE;

/// After each shape, so that none is taken for the beginning of a longer one.
const END: u8 = b'\n';

/// Values by the shapes of messages.
#[derive(Debug)]
pub struct Recall<V> {
    slots: Vec<Slot<V>>,
    /// The shapes, one after another, round and round.
    ring: Vec<u8>,
    /// Where the next shape goes, counted over all rounds.
    head: u64,
    hasher: FixedState,
    /// The message that was asked for last, when it may be remembered.
    asked: Option<Asked>,
}

/// As small as can be: a slot is asked once for every message, and seldom near the last one.
#[derive(Clone, Copy, Debug, Default)]
struct Slot<V> {
    /// Where its shape begins, counted as [`Recall::head`] is, and under that [`TAG`] bits of the hash.
    /// 0 for an empty slot.
    place: u64,
    value: V,
}

/// Bits of a hash in a slot, so that a shape is compared when it is nearly sure to be the one.
const TAG: u32 = 24;

#[derive(Clone, Copy, Debug)]
struct Asked {
    hash: u64,
    len: usize,
}

impl<V: Copy + Default> Default for Recall<V> {
    fn default() -> Self {
        Recall {
            slots: vec![Slot::default(); SLOTS],
            ring: vec![0; BYTES],
            head: BYTES as u64,
            hasher: FixedState::default(),
            asked: None,
        }
    }
}

impl<V: Copy + Default> Recall<V> {
    /// The value that was kept for a message of this shape, if it is still known.
    #[inline]
    pub fn get(&mut self, message: &[u8]) -> Option<V> {
        self.asked = None;
        if message.len() > LONGEST {
            return None;
        }
        // The shape is made where it will stand if it is kept.
        let room = BYTES - self.head as usize % BYTES;
        if room < WIDEST {
            self.head += room as u64;
            if self.head >> (u64::BITS - TAG) != 0 {
                *self = Recall::default();
            }
        }
        let at = self.head as usize % BYTES;
        let end = at + message.len() + 1;
        if !shape(message, &mut self.ring[at..at + WIDEST]) {
            return None;
        }
        let hash = self.hasher.hash_one(&self.ring[at..end]);
        self.asked = Some(Asked { hash, len: message.len() });
        let slot = self.slots[hash as usize % SLOTS];
        let start = slot.place >> TAG;
        // Written over since?
        let gone = start + (BYTES as u64) < self.head + WIDEST as u64;
        if gone || slot.place != place(start, hash) {
            return None;
        }
        let start = start as usize % BYTES;
        (self.ring[start..][..end - at] == self.ring[at..end]).then_some(slot.value)
    }

    /// Keeps a value for messages of the shape that [`Recall::get`] was asked for last. To be
    /// called only for what all of them share, see [`crate::Scan::steady`].
    pub fn keep(&mut self, value: V) {
        let Some(Asked { hash, len }) = self.asked.take() else { return };
        self.slots[hash as usize % SLOTS] = Slot { place: place(self.head, hash), value };
        self.head += len as u64 + 1;
    }
}

/// See [`Slot::place`].
fn place(start: u64, hash: u64) -> u64 {
    start << TAG | hash >> (u64::BITS - TAG)
}

/// Writes the message with `0` for every digit, and its end; `out` is at least a lane longer. Whether
/// it is plain: no bytes in it that may be removed or replaced before a scan, which is not asked of
/// the shape, and no end.
#[inline]
fn shape(message: &[u8], out: &mut [u8]) -> bool {
    let mut odd = u8x16::ZERO;
    let mut alike = |lane: &[u8; LANE]| {
        let bytes = u8x16::new(*lane);
        let value = bytes - u8x16::splat(b'0');
        let digits = value.min(u8x16::splat(9)).simd_eq(value);
        odd |= clean::odd(bytes) | bytes.simd_eq(u8x16::splat(END));
        digits.bitselect(u8x16::splat(b'0'), bytes).to_array()
    };
    let (lanes, rest) = message.as_chunks::<LANE>();
    let (room, _) = out.as_chunks_mut::<LANE>();
    for (lane, to) in lanes.iter().zip(&mut *room) {
        *to = alike(lane);
    }
    if let Some(to) = room.get_mut(lanes.len()) {
        let mut lane = [0; LANE];
        lane[..rest.len()].copy_from_slice(rest);
        *to = alike(&lane);
        to[rest.len()] = END;
    }
    odd == u8x16::ZERO
}

#[cfg(test)]
mod tests {
    use super::{BYTES, LONGEST, Recall, SLOTS};
    use crate::{Options, Scanner};
    use proptest::prelude::*;

    #[test]
    fn messages_of_one_shape_are_known() {
        let mut recall = Recall::default();
        assert_eq!(recall.get(b"took 12 ms"), None);
        recall.keep(1);
        assert_eq!(recall.get(b"took 98 ms"), Some(1));
        for other in ["took 123 ms", "took 12 ms ", "tools 12 ms", "took x2 ms", "", "\u{e9}", "a\rb", "a\\b"]
        {
            assert_eq!(recall.get(other.as_bytes()), None, "{other}");
        }
        // What may be cleaned first is not kept, nor is what is too long, nor twice for one asking.
        recall.keep(2);
        assert_eq!(recall.get(b"a\\b"), None);
        let long = vec![b'x'; LONGEST + 1];
        assert_eq!(recall.get(&long), None);
        recall.keep(3);
        assert_eq!(recall.get(&long), None);
        assert_eq!(recall.get(&long[1..]), None);
        recall.keep(4);
        recall.keep(5);
        assert_eq!(recall.get(&long[1..]), Some(4));
    }

    #[test]
    fn the_old_makes_room_for_the_new() {
        let message = |n: usize| {
            let mut message = vec![b'a'; 100 + n % 900];
            message.splice(..0, n.to_string().bytes().map(|b| b - b'0' + b'a'));
            message
        };
        let mut recall = Recall::default();
        let count = 3 * SLOTS.max(BYTES / 500);
        for n in 0..count {
            assert_eq!(recall.get(&message(n)), None);
            recall.keep(n);
        }
        let known: Vec<usize> = (0..count).filter(|&n| recall.get(&message(n)).is_some()).collect();
        assert!(known.iter().all(|&n| recall.get(&message(n)) == Some(n)));
        assert!(known.contains(&(count - 1)) && !known.contains(&0) && known.len() > 1000, "{}", known.len());
    }

    proptest! {
        /// The law that recalling rests on: a message that is steady has the tokens of every other
        /// one that has other digits in the same places, and they are steady too.
        #[test]
        fn the_tokens_of_a_steady_message_are_those_of_its_shape(
            parts in prop::collection::vec(
                prop::sample::select(vec![
                    "utf8", "x86_64", "http/1.1", "HTTP/1.1", "status", "200", "404", "exit code", "1", "SIG9",
                    "E0308", "sha-256", "0x1f", "10.0.0.1:80", "12:34:56", "Nov 20", "2026", "2d", "::1", "fe80::1",
                    "a12b", "port=64863", "(12)", "[3]", ", 4", "5 ms", "/a/b1", "QWxhZGRpbjpvcGVuIHNlc2FtZTE=", "x",
                    "\"k1\":\"v2\"", "job.c:12", "a.b.c3", "a1@b.com", "http://h1/p", "user 7",
                    "pop3-login", "\"GET /a1 HTTP/1.1\" 200 5 \"a 1\"", "- x1 [26/Nov/2026:01:02:03 +0000]", "{\"a\": 1}",
                    "k={1,2}", "<4Ax:T2>", "<1 sec", "cn=a1,dc=b2", "(a=1, d=job 5, e=6)", "<T1 at 0x7f>", "pids:",
                    "[a 1 b 2 c 3 d 4]", "msg=\"2 of\"",
                ]),
                1..6,
            ),
            glue in prop::sample::select(vec![" ", "", ":", "="]),
            mask_codes: bool,
            named: bool,
            seed: u64,
        ) {
            let message = parts.join(glue);
            let mut digits = seed;
            let other: Vec<u8> = message
                .bytes()
                .map(|b| {
                    digits = digits.wrapping_mul(0x5851_f42d_4c95_7f2d).wrapping_add(1);
                    if b.is_ascii_digit() { b'0' + (digits >> 60) as u8 % 10 } else { b }
                })
                .collect();
            let options = Options { mask_codes, keep_sources: false };
            let scanner = || if named { Scanner::new(options) } else { Scanner::new(options).unnamed() };
            let (mut one, mut two) = (scanner(), scanner());
            let (a, b) = (one.scan(message.as_bytes()), two.scan(&other));
            if a.steady {
                prop_assert_eq!((a.encoded, a.spans, a.cut), (b.encoded, b.spans, b.cut));
                prop_assert!(b.steady);
            }
        }
    }
}
