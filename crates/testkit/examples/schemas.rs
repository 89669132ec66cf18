//! Writes `schemas/` from the record types: `make schemas`.

fn main() -> std::io::Result<()> {
    let folder = testkit::repository().join("schemas");
    std::fs::create_dir_all(&folder)?;
    for (name, text) in testkit::schema_files() {
        std::fs::write(folder.join(name), text)?;
    }
    std::fs::write(folder.join("README.md"), testkit::schema_readme())
}
