package broken

import "testing"

func TestNeverCompiled(t *testing.T) {
	var n int = "text"
	undefinedFunction()
}
