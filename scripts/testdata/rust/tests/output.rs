#[test]
fn prints_a_lot() {
    for i in 0..40 {
        println!("line {i:04} of a chatty test, with some padding to make it real");
    }
    eprintln!("warn: low on ink");
}

#[test]
fn unicode_and_control_output_passes() {
    println!("naïve café ✓ 日本語 🦀 \x1b[31mred\x1b[0m bell\x07 nul\0 cr\rback ]]> &amp; <tag>");
}

#[test]
fn unicode_and_control_output_fails() {
    println!("before the failure: ünïcode \x1b[32mgreen\x1b[0m");
    panic!("message with \x1b[31mred\x1b[0m, nul \0, bell \x07, ]]> and <b>&amp;</b> 日本語 🦀");
}
