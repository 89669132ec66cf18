use super::{Events, Problem, Tokens};
use crate::results::book::Place;
use crate::results::xml::Attributes;
use proptest::prelude::*;

/// Everything that was told, text pieces joined.
#[derive(Default)]
struct Told {
    events: Vec<String>,
    problems: Vec<Problem>,
    depth: usize,
}

impl Events for Told {
    fn start(&mut self, name: &str, attributes: &Attributes<'_>, _: Place) {
        let attributes: Vec<String> = attributes.iter().map(|(n, v)| format!(" {n}={v}")).collect();
        self.events.push(format!("<{name}{}", attributes.concat()));
        self.depth += 1;
    }
    fn end(&mut self, name: &str, _: Place) {
        self.events.push(format!(">{name}"));
        self.depth -= 1;
    }
    fn text(&mut self, text: &str) {
        match self.events.last_mut() {
            Some(last) if last.starts_with('T') => last.push_str(text),
            _ => self.events.push(format!("T{text}")),
        }
    }
    fn wants_text(&self) -> bool {
        true
    }
    fn problem(&mut self, problem: Problem, _: Place) {
        if !self.problems.contains(&problem) {
            self.problems.push(problem);
        }
    }
}

fn told(bytes: &[u8], step: usize) -> Told {
    let mut tokens = Tokens::new();
    let mut told = Told::default();
    for piece in bytes.chunks(step.max(1)) {
        tokens.feed(piece, &mut told);
    }
    tokens.finish(&mut told);
    assert_eq!(told.depth, 0, "every start has its end");
    told.events.retain(|e| e != "T");
    told
}

fn check(text: &str, want: &[&str], problems: &[Problem]) {
    for step in [1, 2, 5, 4096] {
        let told = told(text.as_bytes(), step);
        assert_eq!(told.events, want, "{text}, step {step}");
        assert_eq!(told.problems, problems, "{text}, step {step}");
    }
}

#[test]
fn well_formed_documents() {
    check(
        "<?xml version='1.0'?><!-- c --><a x='1' n:y=\"&lt;2>\"><b/>t &amp; u<![CDATA[<raw> ]] &amp;]]></a>\n",
        &["<a x=1 y=<2>", "<b", ">b", "Tt & u<raw> ]] &amp;", ">a"],
        &[],
    );
    check("<n:a></n:a>", &["<a", ">a"], &[]);
    check("<a\n x = '1'\n/>", &["<a x=1", ">a"], &[]);
}

#[test]
fn entities_and_doctypes_are_never_expanded() {
    check(
        "<!DOCTYPE a [<!ENTITY x \"]>\"><!ENTITY y SYSTEM 'file:///etc/passwd'>]><a>&x;&y;</a>",
        &["<a", "T&x;&y;", ">a"],
        &[Problem::UndefinedEntity],
    );
}

#[test]
fn broken_documents_are_read_as_far_as_they_go() {
    check("<a>x & y < z</a>", &["<a", "Tx & y < z", ">a"], &[Problem::BareAmpersand, Problem::BareLess]);
    check("<a><b>x</a>", &["<a", "<b", "Tx", ">b", ">a"], &[Problem::Unclosed]);
    check("<a></b></a>", &["<a", ">a"], &[Problem::StrayEnd]);
    check("<a x=1 y z='2'/>", &["<a x=1 y= z=2", ">a"], &[Problem::BadAttribute]);
    check("<a/>text", &["<a", ">a"], &[Problem::StrayText]);
    check("<a/><b/>", &["<a", ">a", "<b", ">b"], &[]);
}

#[test]
fn a_document_may_end_anywhere() {
    let whole = "<a x='1'><b>text</b><![CDATA[raw]]><!-- c --></a>";
    for cut in 1..whole.len() {
        let told = told(&whole.as_bytes()[..cut], 4);
        assert_eq!(told.problems, [Problem::Truncated], "cut at {cut}: {}", &whole[..cut]);
    }
    assert_eq!(told(whole.as_bytes(), 4).problems, []);
}

#[test]
fn depth_is_bounded() {
    let text = format!("{}x{}<z/>", "<a>".repeat(10_000), "</a>".repeat(10_000));
    let told = told(text.as_bytes(), 4096);
    assert_eq!(told.problems, [Problem::TooDeep]);
    assert_eq!(told.events.last().map(String::as_str), Some(">z"));
    assert_eq!(told.events.len(), 2 * super::DEPTH + 2);
}

#[test]
fn a_huge_attribute_is_cut_and_the_rest_goes_on() {
    let text = format!("<a x='{}' y='2'/><b/>", "v".repeat(super::TAG_LIMIT + 500_000));
    let told = told(text.as_bytes(), 64 << 10);
    assert_eq!(told.problems, [Problem::TagCut, Problem::ValueCut]);
    assert!(told.events[0].ends_with(" y=2"));
    assert!(told.events[0].len() <= (64 << 10) + 100);
    assert_eq!(told.events[2], "<b");
}

#[test]
fn problems_have_their_place_whatever_the_pieces() {
    struct Places(Vec<(Problem, Option<u64>, Option<u64>)>);
    impl Events for Places {
        fn start(&mut self, _: &str, _: &Attributes<'_>, _: Place) {}
        fn end(&mut self, _: &str, _: Place) {}
        fn text(&mut self, _: &str) {}
        fn wants_text(&self) -> bool {
            true
        }
        fn problem(&mut self, problem: Problem, place: Place) {
            self.0.push((problem, place.line, place.offset));
        }
    }
    let text = b" \n <a>\n\nx \xff y & z\n<b>\n&u; &#0; < </b>\n</c></a>\n\n x";
    for step in 1..text.len() {
        let mut tokens = Tokens::new();
        let mut places = Places(Vec::new());
        for piece in text.chunks(step) {
            tokens.feed(piece, &mut places);
        }
        tokens.finish(&mut places);
        let want = [
            (Problem::InvalidBytes, Some(4), Some(10)),
            (Problem::BareAmpersand, Some(4), Some(16)),
            (Problem::UndefinedEntity, Some(6), Some(24)),
            (Problem::BadReference, Some(6), Some(28)),
            (Problem::BareLess, Some(6), Some(33)),
            (Problem::StrayEnd, Some(7), Some(40)),
            (Problem::StrayText, Some(9), Some(51)),
        ];
        assert_eq!(places.0, want, "pieces of {step}");
    }
}

/// The same document through quick-xml, which only takes what is well-formed.
fn oracle(text: &str) -> Vec<String> {
    use quick_xml::events::Event;
    let mut reader = quick_xml::Reader::from_str(text);
    let mut events: Vec<String> = Vec::new();
    let push_text = |events: &mut Vec<String>, text: &str| match events.last_mut() {
        Some(last) if last.starts_with('T') => last.push_str(text),
        _ => events.push(format!("T{text}")),
    };
    let name = |raw: &str| raw.to_owned();
    loop {
        match reader.read_event().expect("well-formed") {
            Event::Eof => break,
            Event::Start(e) => events.push(start(&e)),
            Event::Empty(e) => {
                events.push(start(&e));
                events.push(format!(">{}", name(e.local_name().as_ref())));
            }
            Event::End(e) => events.push(format!(">{}", name(e.local_name().as_ref()))),
            Event::Text(t) => push_text(&mut events, &name(&t)),
            Event::CData(t) => push_text(&mut events, &name(&t)),
            Event::GeneralRef(r) => {
                let mut out = String::new();
                super::super::decode_into(&format!("&{};", name(&r)), &mut out, |_, _| {});
                push_text(&mut events, &out);
            }
            _ => {}
        }
    }
    events.retain(|e| e != "T");
    events
}

fn start(e: &quick_xml::events::BytesStart<'_>) -> String {
    let mut out = format!("<{}", e.local_name().as_ref());
    for attribute in e.attributes() {
        let attribute = attribute.expect("well-formed");
        let mut value = String::new();
        super::super::decode_into(&attribute.value, &mut value, |_, _| {});
        out.push_str(&format!(" {}={value}", attribute.key.local_name().as_ref()));
    }
    out
}

fn document() -> impl Strategy<Value = String> {
    let text = prop_oneof![
        Just("x &amp; y".to_owned()),
        Just("&#65;".to_owned()),
        Just("<![CDATA[a < b & ]] ]]>".to_owned()),
        Just("<!-- a > b -->".to_owned()),
        Just("<?p x?>".to_owned()),
        "[a-zé ]{1,8}",
    ];
    let leaf = text;
    leaf.prop_recursive(4, 40, 5, |inner| {
        ("[a-c]", prop::option::of("[^<&\"']{0,6}"), prop::collection::vec(inner, 0..5)).prop_map(
            |(name, value, inside)| {
                let value = value.map_or_else(String::new, |v| format!(" k=\"{v}\" j='&lt;'"));
                if inside.is_empty() {
                    format!("<{name}{value}/>")
                } else {
                    format!("<{name}{value}>{}</{name}>", inside.concat())
                }
            },
        )
    })
    .prop_map(|inside| format!("<root>{inside}</root>"))
}

proptest! {
    #[test]
    fn well_formed_documents_are_read_as_quick_xml_reads_them(text in document(), step in 1usize..30) {
        let told = told(text.as_bytes(), step);
        prop_assert_eq!(&told.problems, &[]);
        prop_assert_eq!(told.events, oracle(&text));
    }

    #[test]
    fn any_bytes_in_any_pieces_give_the_same(
        bytes in prop::collection::vec(prop::sample::select(b"<>/!?[]-='\"&;#ab \n\xc3\xa9CDATA".to_vec()), 0..120),
        step in 1usize..9,
    ) {
        prop_assert_eq!(told(&bytes, step).events, told(&bytes, 4096).events);
    }
}
