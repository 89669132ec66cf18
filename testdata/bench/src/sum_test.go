package sum

import "testing"

func sum(n int) int {
	total := 0
	for i := 0; i < n; i++ {
		total += i * i
	}
	return total
}

var sink int

func BenchmarkSum(b *testing.B) {
	b.ReportAllocs()
	b.SetBytes(8000)
	for i := 0; i < b.N; i++ {
		sink = sum(1000)
	}
}

func BenchmarkSumSub(b *testing.B) {
	for _, name := range []string{"n=10", "n=100"} {
		n := map[string]int{"n=10": 10, "n=100": 100}[name]
		b.Run(name, func(b *testing.B) {
			for i := 0; i < b.N; i++ {
				sink = sum(n)
			}
		})
	}
}
