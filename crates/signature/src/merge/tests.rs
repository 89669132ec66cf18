use super::{Cluster, ClusterId, Row, merge};
use crate::scan::{Options, Scanner};
use crate::sig::{SigId, template};
use proptest::prelude::*;

/// Clusters of messages: per cluster its template and the messages' indices.
fn grouped(messages: &[&str]) -> Vec<(String, Vec<usize>)> {
    let (rows, of) = encode(messages);
    let rows: Vec<Row<'_>> =
        rows.iter().map(|(e, n)| Row { sig: SigId::of(e), encoded: e, count: *n }).collect();
    merge(&rows)
        .iter()
        .map(|c| {
            (template(&c.template), (0..messages.len()).filter(|&m| c.members.contains(&of[m])).collect())
        })
        .collect()
}

fn encode(messages: &[&str]) -> (Vec<(Vec<u8>, u64)>, Vec<usize>) {
    let mut scanner = Scanner::new(Options::default());
    let mut rows: Vec<(Vec<u8>, u64)> = Vec::new();
    let of = messages
        .iter()
        .map(|m| {
            let e = scanner.scan(m.as_bytes()).encoded.to_vec();
            let at = rows.iter().position(|r| r.0 == e).unwrap_or_else(|| {
                rows.push((e, 0));
                rows.len() - 1
            });
            rows[at].1 += 1;
            at
        })
        .collect();
    (rows, of)
}

#[test]
fn names_are_values_and_states_are_not() {
    let got = grouped(&[
        "session opened for user anna by (uid=0)",
        "session opened for user bert by (uid=0)",
        "session opened for user carl by (uid=1)",
        "[instance: 7] VM Started now",
        "[instance: 8] VM Paused now",
    ]);
    assert_eq!(
        got,
        [
            ("[instance: <*>] VM Paused now".to_owned(), vec![4]),
            ("[instance: <*>] VM Started now".to_owned(), vec![3]),
            ("session opened for user <*> by (uid=<*>)".to_owned(), vec![0, 1, 2]),
        ]
    );
}

#[test]
fn many_words_make_a_value() {
    let users = ["anna", "bert", "carl", "dora", "emil", "fred", "gina"];
    let lines: Vec<String> = users.iter().map(|u| format!("Invalid user {u} from 10.0.0.1")).collect();
    let lines: Vec<&str> = lines.iter().map(String::as_str).collect();
    assert_eq!(grouped(&lines).len(), 1);
}

#[test]
fn a_name_before_an_address_is_a_value_when_the_set_shows_it() {
    let both = [
        "connect from web7 (10.0.0.1) ok",
        "connect from mail (10.0.0.2) ok",
        "connect from mail (10.0.0.3) ok",
    ];
    assert_eq!(grouped(&both), [("connect from <*> ok".to_owned(), vec![0, 1, 2])]);
    assert_eq!(grouped(&["connect from mail (10.0.0.2) ok"])[0].0, "connect from mail (<*>) ok");
}

#[test]
fn a_host_before_a_port_is_a_value_when_the_set_shows_it() {
    let both = [
        "retrying server: web7:9000 now",
        "retrying server: mail:9000 now",
        "retrying server: mail:9001 now",
    ];
    assert_eq!(grouped(&both), [("retrying server: <*> now".to_owned(), vec![0, 1, 2])]);
    assert_eq!(grouped(&["count: 5 items left", "7 items left"]).len(), 2);
    assert_eq!(grouped(&["component \"SCSI-WWID:f36\" is down", "component \"alt0\" is down"]).len(), 2);
}

#[test]
fn a_word_attached_to_a_value_is_one_too_when_the_set_shows_it() {
    let both = [
        "channel 7 (10.0.0.1:5 - web1): opened by client",
        "channel 8 (10.0.0.2:6 - guest-web): opened by client",
        "channel 9 (10.0.0.2:6 - other-web): opened by client",
    ];
    assert_eq!(grouped(&both), [("channel <*>: opened by client".to_owned(), vec![0, 1, 2])]);
    // Not where nothing shows that it is one.
    assert_eq!(grouped(&both[1..]).len(), 2);
    let list = ["moved 5, 6 and more of it away", "moved 5, all and more of it away"];
    assert_eq!(grouped(&list), [("moved <*> and more of it away".to_owned(), vec![0, 1])]);
}

/// `www.shop.corp` is a host by its looks, `wpad.corp` by what the set shows.
#[test]
fn a_name_that_was_taken_in_is_a_value_wherever_it_stands() {
    let got = grouped(&[
        "client 10.0.0.7#4242 (www.shop.corp): query: www.shop.corp IN A",
        "client 10.0.0.8#4243 (wpad.corp): query: wpad.corp IN A",
        "client 10.0.0.8#4243 (wpad.corp): query: corp IN A",
    ]);
    assert_eq!(got.iter().map(|g| &g.1[..]).collect::<Vec<_>>(), [&[2][..], &[0, 1]]);
}

#[test]
fn texts_in_brackets_and_quotes_are_values_where_there_are_several() {
    let of = |texts: &[&str], around: [&str; 2]| -> usize {
        let messages: Vec<String> = texts.iter().map(|t| format!("{}{t}{}", around[0], around[1])).collect();
        grouped(&messages.iter().map(String::as_str).collect::<Vec<_>>()).len()
    };
    let proposal = ["parsed the whole response [", "] of peer"];
    assert_eq!(of(&["SA KE", "SA KE NONCE", "AUTH CPRP TSI TSR"], proposal), 1);
    assert_eq!(of(&["SA KE", "SA KE NONCE"], proposal), 2);
    // Fixed phrases tell messages apart, and so does what is done.
    assert_eq!(
        of(&["no mode of this name", "out of range", "width too large"], ["not using mode 5 (", ") now"]),
        3
    );
    let carrier = ["carrier link disconnected (", ")"];
    assert_eq!(of(&["no mode of this name", "out of range", "width too large"], carrier), 3);
    assert_eq!(of(&["Deferring action", "Canceling deferred action", "Calling it"], carrier), 3);
    // In quotes two are enough, unless they are what the message says.
    let control = ["received control channel command '", "'"];
    assert_eq!(of(&["status", "status all zones"], control), 1);
    assert_eq!(of(&["Wired connection", "lan"], ["msg=\"", "\" of=a b=c d=e"]), 2);
    // Behind the last key, too.
    let search = ["conn=1 op=2 SRCH attr=", ""];
    assert_eq!(of(&["cn", "cn sn", "cn mail phone"], search), 1);
    assert_eq!(of(&["1", "member: is there already"], ["conn=1 op=2 RESULT text=", ""]), 1);
    assert_eq!(of(&["1: no such job", "2: job is over", "3: gone"], ["update of a job, uid=", ""]), 3);
}

#[test]
fn columns_are_compared_once_more_where_texts_have_become_values() {
    let got = grouped(&[
        "parsed IKE_AUTH response 1 [SA KE]",
        "parsed IKE_AUTH response 1 [SA KE NO]",
        "parsed IKE_AUTH response 1 [AUTH]",
        "parsed CREATE_CHILD response 1 [SA NO]",
        "parsed CREATE_CHILD response 1 [SA NO KE]",
        "parsed CREATE_CHILD response 1 [KE]",
    ]);
    assert_eq!(got.len(), 1, "{got:?}");
}

#[test]
fn keys_and_what_is_done_are_no_names() {
    for (a, b) in [
        ("syncrepl entry be_add 1 done", "syncrepl entry be_modify 1 done"),
        ("lo has addr_type=1 here", "lo has mtu_type=1 here"),
        ("box 1 got expunge: 2 of it", "box 1 got undelete: 2 of it"),
        ("no mode 5 of it (hsync out of range)", "no mode 5 of it (vrefresh out of range)"),
        ("took mode at 5 Hz", "took mode at 5 Hz (D)"),
        ("7 event={\"event\":\"flows.get\"}", "7 event={\"event\":\"nodes.get\"}"),
        ("got eap_ttls: error of it", "got eap_peap: error of it"),
    ] {
        assert_eq!(grouped(&[a, b]).len(), 2, "{a}");
    }
}

#[test]
fn clusters_joined_by_short_forms_have_one_template_in_any_order() {
    let messages = [
        "generating INFORMATIONAL request 1 [ ]",
        "generating IKE_AUTH request 1 [ ]",
        "generating INFORMATIONAL request 1 [anna]",
        "generating IKE_AUTH request 1 [anna]",
        "generating IKE_SA request 1 [anna]",
    ];
    assert_eq!(grouped(&messages), [("generating <*> request <*>".to_owned(), vec![0, 1, 2, 3, 4])]);
    assert!(turned(&messages));
}

#[test]
fn what_was_and_what_is_are_values() {
    let got = grouped(&[
        "a.mount: changed dead -> mounted",
        "a.mount: changed mounted -> dead",
        "b.mount: changed dead => failed",
        "b.mount: changed failed => dead",
        "unit is active",
        "unit is failed",
    ]);
    assert_eq!(got.len(), 4, "{got:?}");
    assert!(got.contains(&("<*>: changed <*> -> <*>".to_owned(), vec![0, 1])), "{got:?}");
}

#[test]
fn more_words_need_fewer_around_them() {
    let with = |n: usize| {
        let lines: Vec<String> = ["table", "window", "river", "paper", "garden"][..n]
            .iter()
            .map(|w| format!("using the {w} one"))
            .collect();
        grouped(&lines.iter().map(String::as_str).collect::<Vec<_>>()).len()
    };
    assert_eq!([with(2), with(3), with(4), with(5)], [2, 3, 1, 1]);
    // Not words of state: they tell messages apart.
    let states =
        ["unit one started now", "unit one stopped now", "unit one failed now", "unit one killed now"];
    assert_eq!(grouped(&states).len(), 4);
}

#[test]
fn several_words_after_a_key_are_values_and_two_are_not() {
    let of = |users: &[&str]| {
        let line =
            |u: &&str| format!("authorized: user={u} database={} ok", if *u == "anna" { "a" } else { "b" });
        let lines: Vec<String> = users.iter().map(line).collect();
        grouped(&lines.iter().map(String::as_str).collect::<Vec<_>>()).len()
    };
    assert_eq!((of(&["anna", "bert", "carl"]), of(&["anna", "bert"])), (2, 2));
    assert_eq!(grouped(&["a b=x c=y d", "a b=y c=z d", "a b=z c=x d"]).len(), 1);
}

#[test]
fn a_first_word_before_a_value_says_what_it_is() {
    let kinds = ["table", "column", "relation", "savepoint", "schema", "index", "view"];
    let lines: Vec<String> = kinds.iter().map(|k| format!("{k} \"x1\" does not exist")).collect();
    assert_eq!(grouped(&lines.iter().map(String::as_str).collect::<Vec<_>>()).len(), kinds.len());
}

#[test]
fn names_of_accounts_are_values_even_where_they_are_two() {
    assert_eq!(
        grouped(&["Failed password for root from 10.0.0.1", "Failed password for anna from 10.0.0.2"]).len(),
        1
    );
    assert_eq!(grouped(&["waiting for memory on 3", "waiting for disk on 3"]).len(), 2);
}

#[test]
fn quoted_keys_are_no_values() {
    assert_eq!(grouped(&["\"size\": 4,", "\"version\": 2,"]).len(), 2);
    assert_eq!(grouped(&["no such relation \"orders\" here", "no such relation \"items\" here"]).len(), 1);
}

#[test]
fn single_letters_are_names() {
    assert_eq!(grouped(&["mode 5 is at 60 Hz (D) now", "mode 5 is at 60 Hz (I) now"]).len(), 1);
    assert_eq!(grouped(&["link got re-connected now", "link got un-mounted now"]).len(), 2);
}

#[test]
fn two_names_are_a_value_and_two_words_of_english_are_not() {
    let both = |a: &str, b: &str| grouped(&[a, b]).len();
    assert_eq!(both("loaded the plugin mqtt now", "loaded the plugin stomp now"), 1);
    assert_eq!(both("running boot step pre_boot", "running boot step post_boot"), 1);
    assert_eq!(both("locality is NODE_LOCAL now", "locality is PROCESS_LOCAL now"), 1);
    assert_eq!(both("begin the account pass", "begin the container pass"), 2);
    assert_eq!(both("going up again", "going down again"), 2);
    // What a message begins with, what stands behind `=`, and what a failure names, says which
    // one it is.
    assert_eq!(both("preBoot is set", "postBoot is set"), 2);
    assert_eq!(both("granted to=anna here", "granted to=bert here"), 2);
    assert_eq!(both("changed to: aB here", "changed to: aC here"), 2);
    let failures: [&[u8]; 2] = [b"E\x02no attribute anna\x02s", b"E\x02no attribute bert\x02s"];
    let rows = failures.map(|encoded| Row { sig: SigId::of(encoded), encoded, count: 1 });
    assert_eq!(merge(&rows).len(), 2);
}

#[test]
fn one_word_more_does_not_make_a_value_of_words_of_state() {
    let of = |words: &[&str]| {
        let lines: Vec<String> = words.iter().map(|w| format!("unit {w} 10.0.0.1")).collect();
        grouped(&lines.iter().map(String::as_str).collect::<Vec<_>>()).len()
    };
    assert_eq!(of(&["started", "stopped", "failed", "loaded", "closed", "opened", "table"]), 7);
    assert_eq!(of(&["NEW", "ACTIVE", "DONE", "LOST", "GONE", "IDLE", "table"]), 1);
}

#[test]
fn masked_values_do_not_count_against_what_is_fixed() {
    let types = ["A", "PTR", "TXT", "MX", "SRV", "NS", "soa"];
    let lines: Vec<String> = types.iter().map(|t| format!("query[{t}] 10.0.0.1 from 10.0.0.2")).collect();
    assert_eq!(grouped(&lines.iter().map(String::as_str).collect::<Vec<_>>()).len(), 1);
}

#[test]
fn a_first_word_before_a_name_says_what_it_is_too() {
    let kinds = ["table", "column", "relation", "savepoint", "schema", "index", "view"];
    let lines: Vec<String> =
        kinds.iter().flat_map(|k| ["ab", "cd"].map(|n| format!("{k} \"{n}\" does not exist"))).collect();
    assert_eq!(grouped(&lines.iter().map(String::as_str).collect::<Vec<_>>()).len(), kinds.len());
}

/// The id of the cluster that holds the message.
fn id_in(messages: &[&str], message: &str) -> ClusterId {
    let (rows, of) = encode(messages);
    let rows: Vec<Row<'_>> =
        rows.iter().map(|(e, n)| Row { sig: SigId::of(e), encoded: e, count: *n }).collect();
    let row = of[messages.iter().position(|m| *m == message).expect("it is given")];
    merge(&rows).iter().find(|c| c.members.contains(&row)).expect("every row is in one").id
}

#[test]
fn an_id_stays_when_a_word_turns_out_to_be_a_value() {
    let one = "loaded the plugin mqtt now";
    let before = id_in(&[one], one);
    assert_eq!(before, id_in(&[one, "loaded the plugin stomp now"], one));
    let users = |n: usize| {
        ["anna", "anna", "anna", "bert", "carl", "dora"].map(|u| format!("in: user={u} ok"))[..n].to_vec()
    };
    let ids: Vec<ClusterId> = (1..=6)
        .map(|n| {
            let lines = users(n);
            id_in(&lines.iter().map(String::as_str).collect::<Vec<_>>(), &lines[0])
        })
        .collect();
    assert!(ids.iter().all(|id| *id == ids[0]), "{ids:?}");
    // Words of the message itself are in the id.
    assert_ne!(id_in(&["it is up"], "it is up"), id_in(&["it is down"], "it is down"));
}

#[test]
fn the_id_survives_a_few_new_members() {
    let id = |rows: &[(&[u8], u64)]| {
        let rows: Vec<Row<'_>> =
            rows.iter().map(|&(e, count)| Row { sig: SigId::of(e), encoded: e, count }).collect();
        let got = merge(&rows);
        assert_eq!(got.len(), 1);
        got[0].id
    };
    let before = id(&[(b"failed password for root from \x01 port \x01", 90)]);
    let after = id(&[
        (b"failed password for root from \x01 port \x01", 170),
        (b"failed password for anna from \x01 port \x01", 5),
        (b"failed password for bert from \x01 port \x01", 5),
    ]);
    assert_eq!(before, after);
}

fn messages() -> impl Strategy<Value = Vec<String>> {
    let word = prop_oneof![
        Just("started"),
        Just("user"),
        Just("for"),
        Just("anna"),
        Just("7"),
        Just("x=1"),
        Just("key=up"),
        Just("key=anna"),
        Just("kex=bert"),
        Just("key=carl"),
        Just("'dora'"),
        Just("-> NODE_UP"),
        Just("[5]"),
        Just("(mail)"),
        Just("- web"),
        Just("("),
        Just("done:"),
        Just("[SA KE]"),
        Just("[SA KE 5]"),
        Just("[AUTH]"),
        Just("(anna 5)"),
        Just("'big dora'"),
        Just("text=anna of"),
        Just("text=anna"),
    ];
    proptest::collection::vec(proptest::collection::vec(word, 1..6).prop_map(|w| w.join(" ")), 1..60)
}

/// Whether the clusters are the same when the rows come the other way round.
fn turned(messages: &[&str]) -> bool {
    let (rows, _) = encode(messages);
    let mut rows: Vec<Row<'_>> =
        rows.iter().map(|(e, n)| Row { sig: SigId::of(e), encoded: e, count: *n }).collect();
    let there = canonical(&merge(&rows), &rows);
    rows.reverse();
    there == canonical(&merge(&rows), &rows)
}

#[test]
fn a_key_that_varies_says_nothing_of_its_values() {
    // `database` takes values, the keys beside it are seen once each.
    assert!(turned(&[
        "authorized: user=postgres database=shop application=psql",
        "authorized: user=postgres databaseu=shop application=psql",
        "authorized: user=postgres databasev=postgres application=psql",
        "disconnection: user=postgres database=postgres host=1",
        "disconnection: user=postgres database=other host=1",
    ]));
}

fn canonical(clusters: &[Cluster], rows: &[Row<'_>]) -> Vec<(u64, Vec<u64>)> {
    clusters.iter().map(|c| (c.id.0, c.members.iter().map(|&m| rows[m].sig.0).collect())).collect()
}

proptest! {
    #[test]
    fn order_does_not_matter_and_every_row_is_in_one_cluster(lines in messages(), seed in 0usize..1000) {
        let lines: Vec<&str> = lines.iter().map(String::as_str).collect();
        let (owned, _) = encode(&lines);
        let rows: Vec<Row<'_>> = owned.iter().map(|(e, n)| Row { sig: SigId::of(e), encoded: e, count: *n }).collect();
        let mut turned = rows.clone();
        turned.rotate_left(seed % rows.len());
        turned.reverse();
        let (a, b) = (merge(&rows), merge(&turned));
        prop_assert_eq!(canonical(&a, &rows), canonical(&b, &turned));
        let mut all: Vec<usize> = a.iter().flat_map(|c| c.members.clone()).collect();
        all.sort_unstable();
        prop_assert_eq!(all, (0..rows.len()).collect::<Vec<_>>());
        let mut ids: Vec<_> = a.iter().map(|c| c.id).collect();
        ids.sort_unstable();
        ids.dedup();
        prop_assert_eq!(ids.len(), a.len());
    }
}
