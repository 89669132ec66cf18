// Package shop is a tiny shop: the subject of the sample tests.
package shop

import (
	"fmt"
	"os"
)

// Draw is the seeded chance of all sample projects: FNV-1a 64 over
// "name:seed:attempt" and one murmur finaliser.
func Draw(name string, attempt int) uint64 {
	seed := os.Getenv("SAMPLE_SEED")
	if seed == "" {
		seed = "1"
	}
	h := uint64(0xcbf29ce484222325)
	for _, b := range []byte(fmt.Sprintf("%s:%s:%d", name, seed, attempt)) {
		h = (h ^ uint64(b)) * 0x100000001b3
	}
	h ^= h >> 33
	h *= 0xff51afd7ed558ccd
	h ^= h >> 33
	return h
}

// Fails says whether this attempt of the named test fails; the rate is per mille.
func Fails(name string, perMille uint64, attempt int) bool {
	return Draw(name, attempt)%1000 < perMille
}

// Convert changes cents of one currency into another.
func Convert(cents int, currency string) (int, error) {
	rate, ok := map[string]int{"eur": 100, "usd": 109, "gbp": 86, "¥en": 16230}[currency]
	if !ok {
		return 0, fmt.Errorf("no rate for %q", currency)
	}
	return cents * rate / 100, nil
}
