package shop

import (
	"fmt"
	"os"
	"testing"
	"time"
)

func TestConvert(t *testing.T) {
	for _, c := range []struct {
		currency string
		want     int
	}{{"eur", 1000}, {"usd", 1090}, {"gbp", 860}, {"¥en", 162300}, {"with space", 0}} {
		t.Run(c.currency, func(t *testing.T) {
			if c.currency == "with space" {
				t.Skip("no such currency")
			}
			got, err := Convert(1000, c.currency)
			if err != nil || got != c.want {
				t.Errorf("got %d, %v, want %d", got, err, c.want)
			}
		})
	}
}

func TestTwoFailures(t *testing.T) {
	t.Errorf("first: got %d, want %d", 1, 2)
	t.Errorf("second: got %q, want %q", "a", "b")
}

func TestFatal(t *testing.T) {
	t.Fatal("stopped here")
}

func TestSkipped(t *testing.T) {
	t.Skip("needs the rate service")
}

func TestSkippedSilently(t *testing.T) {
	t.SkipNow()
}

func TestParallel(t *testing.T) {
	for i := 0; i < 3; i++ {
		i := i
		t.Run(fmt.Sprintf("worker_%d", i), func(t *testing.T) {
			t.Parallel()
			t.Logf("worker %d speaks", i)
			time.Sleep(time.Duration(3-i) * time.Millisecond)
		})
	}
}

func ExampleConvert() {
	fmt.Println(Convert(1000, "usd"))
	// Output: 1090 <nil>
}

func BenchmarkConvert(b *testing.B) {
	for i := 0; i < b.N; i++ {
		Convert(i, "usd")
	}
}

func TestMain(m *testing.M) {
	fmt.Println("set-up done")
	os.Exit(m.Run())
}
