package fatal

import (
	"os"
	"syscall"
	"testing"
)

func TestBefore(t *testing.T) {}

func TestKilled(t *testing.T) {
	p, _ := os.FindProcess(os.Getpid())
	p.Signal(syscall.SIGKILL)
	select {}
}
