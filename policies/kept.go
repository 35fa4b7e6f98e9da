package policies

import (
	"sync"

	"zhanping/assessment"
)

const (
	maxKept     = 512 // verdicts of one part
	maxKeyBytes = 512 // a list longer than this is rarely met twice
)

// kept holds verdicts on one part by the values that they depend on. In a batch most
// stations give a part the same few values.
type kept struct {
	mutex    sync.RWMutex
	verdicts map[string]assessment.PartFinding
}

func newKept() *kept { return &kept{verdicts: map[string]assessment.PartFinding{}} }

func (k *kept) get(key []byte) (assessment.PartFinding, bool) {
	k.mutex.RLock()
	defer k.mutex.RUnlock()
	finding, ok := k.verdicts[string(key)]
	return finding, ok
}

// put keeps a verdict; when there is no room the older ones go, all together.
func (k *kept) put(key []byte, finding assessment.PartFinding) {
	if len(key) > maxKeyBytes {
		return
	}
	k.mutex.Lock()
	defer k.mutex.Unlock()
	if len(k.verdicts) >= maxKept {
		clear(k.verdicts)
	}
	k.verdicts[string(key)] = finding
}
