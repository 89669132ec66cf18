#[test]
fn never_compiled() {
    let n: u32 = "text";
    undefined_function(n);
}
