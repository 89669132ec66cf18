package notests

// Answer is here so that the package has code and no tests.
const Answer = 42
