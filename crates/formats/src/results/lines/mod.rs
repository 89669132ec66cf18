//! One line of a runner's human output at a time: the grammars that the full parsers and
//! the live recogniser share. Each takes text without escape sequences and holds no state.

pub(crate) mod go;
pub(crate) mod js;
pub(crate) mod jvm;
pub(crate) mod libtest;
pub(crate) mod nextest;
pub(crate) mod pytest;
pub(crate) mod tap;
pub(crate) mod teamcity;
