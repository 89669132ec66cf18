package nested

import "testing"

func TestCart(t *testing.T) {
	t.Run("empty", func(t *testing.T) {})
	t.Run("filled", func(t *testing.T) {
		t.Run("no discount", func(t *testing.T) {})
		t.Run("discount", func(t *testing.T) {
			t.Run("10%", func(t *testing.T) {})
			t.Run("100%", func(t *testing.T) { t.Error("free things") })
			t.Run("100%", func(t *testing.T) {})
		})
	})
	t.Run("a::b/c", func(t *testing.T) {})
	t.Run("", func(t *testing.T) {})
}
