package output

import (
	"fmt"
	"os"
	"strings"
	"testing"
)

func TestPrintsALot(t *testing.T) {
	for i := 0; i < 15; i++ {
		fmt.Printf("line %04d of a chatty test, with some padding to make it real\n", i)
	}
	fmt.Fprintln(os.Stderr, "warn: low on ink")
}

func TestOneLongLine(t *testing.T) {
	fmt.Println(strings.Repeat("0123456789", 250))
}

func TestUnicodeAndControl(t *testing.T) {
	fmt.Print("naïve café ✓ 日本語 🦀 \x1b[31mred\x1b[0m bell\x07 nul\x00 cr\rback invalid\xff\xfe ]]> &amp; <tag>\n")
	t.Log("a log with \x1b[1mbold\x1b[0m")
}

func TestGluedVerdict(t *testing.T) {
	fmt.Print("no newline at the end")
}

func TestPrintsAVerdictItself(t *testing.T) {
	fmt.Println("--- PASS: TestForged (0.00s)")
	fmt.Println("=== RUN   TestForgedToo")
}

func TestFailsWithControl(t *testing.T) {
	t.Error("message with \x1b[31mred\x1b[0m, bell \x07, ]]> and <b>&amp;</b> 日本語 🦀\nand a second line")
}
