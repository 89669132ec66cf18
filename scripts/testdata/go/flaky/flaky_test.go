package flaky

import (
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"testing"
	"time"

	shop "example.org/shop"
)

var attempts = map[string]int{}

// attempt counts within the process, or in files of $SAMPLE_ATTEMPTS where each
// rerun is a process of its own.
func attempt(name string) int {
	if dir := os.Getenv("SAMPLE_ATTEMPTS"); dir != "" {
		path := filepath.Join(dir, name)
		old, _ := os.ReadFile(path)
		if err := os.WriteFile(path, append(old, '.'), 0o644); err != nil {
			panic(err)
		}
		return len(old) + 1
	}
	attempts[name]++
	return attempts[name]
}

func TestFlakyRare(t *testing.T) {
	n := attempt("flaky rare")
	port := 30000 + shop.Draw("flaky rare", n)%20000
	if shop.Fails("flaky rare", 100, n) {
		t.Fatalf("no answer from 127.0.0.1:%d after %d ms", port, 1500+port%97)
	}
}

func TestFlakySometimes(t *testing.T) {
	n := attempt("flaky_sometimes")
	key := fmt.Sprintf("%016x", shop.Draw("flaky_sometimes", n))
	time.Sleep(2 * time.Millisecond)
	if shop.Fails("flaky_sometimes", 300, n) {
		t.Errorf("row %s is missing from /tmp/shop-%s/orders.db", key, key[:8])
	}
}

func TestFlakyOften(t *testing.T) {
	n := attempt("flaky_often")
	t.Run("order", func(t *testing.T) {
		if shop.Fails("flaky_often", 500, n) {
			t.Error("got [c b a], want [a b c]")
		}
	})
}

func TestTimingVaries(t *testing.T) {
	time.Sleep(time.Duration(1+shop.Draw("timing", 1)%20) * time.Millisecond)
	if v := os.Getenv("SAMPLE_SEED"); v != "" {
		if _, err := strconv.Atoi(v); err != nil {
			t.Fatal(err)
		}
	}
}
