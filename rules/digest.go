package rules

import (
	"crypto/sha256"
	"encoding/binary"

	"github.com/seclint/seclint/policies"
)

// Builtin returns the source of the built-in policies.
func Builtin() Source { return Source{FS: policies.FS, Plan: policies.Plan} }

// Plan returns the plan that came with the built-in policies, nil when there is none.
func (c *Catalogue) Plan() []byte { return c.plan }

// Digest identifies the built-in Rego, unit tests left out: a plan of other Rego must not be used for it.
func (c *Catalogue) Digest() [sha256.Size]byte {
	if c.digest != [sha256.Size]byte{} {
		return c.digest
	}
	sum := sha256.New()
	for _, m := range c.Modules("") {
		if m.IsTest() {
			continue
		}
		for _, s := range []string{m.Path, m.Text()} {
			sum.Write(binary.LittleEndian.AppendUint64(nil, uint64(len(s))))
			sum.Write(bytesOf(s))
		}
	}
	return [sha256.Size]byte(sum.Sum(nil))
}
