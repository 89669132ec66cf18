package exit

import (
	"fmt"
	"os"
	"testing"
)

func TestBefore(t *testing.T) {}

func TestExits(t *testing.T) {
	fmt.Println("leaving now")
	os.Exit(3)
}

func TestNeverRun(t *testing.T) {}
