package panic

import (
	"testing"
	"time"
)

func TestBefore(t *testing.T) {}

func TestFailsBefore(t *testing.T) { t.Error("an honest failure") }

func TestInnocentParallel(t *testing.T) {
	t.Parallel()
	time.Sleep(50 * time.Millisecond)
}

func TestPanics(t *testing.T) {
	t.Run("inner", func(t *testing.T) {
		var m map[string]int
		m["x"] = 1
	})
}

func TestNeverRun(t *testing.T) {}
