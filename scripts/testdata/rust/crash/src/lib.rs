#[cfg(test)]
mod tests {
    #[test]
    fn a_before() {}

    #[test]
    fn b_fails_before() {
        panic!("an honest failure");
    }

    #[test]
    fn c_crashes() {
        println!("about to crash");
        match std::env::var("SAMPLE_CRASH").as_deref() {
            Ok("abort") => std::process::abort(),
            Ok("exit") => std::process::exit(3),
            Ok("overflow") => println!("{}", deep(1)),
            Ok("hang") => std::thread::sleep(std::time::Duration::from_secs(3600)),
            _ => {}
        }
    }

    #[test]
    fn d_after() {}

    #[allow(unconditional_recursion)]
    fn deep(n: u64) -> u64 {
        let pad = [n; 512];
        deep(n + 1) + std::hint::black_box(pad)[7]
    }
}
