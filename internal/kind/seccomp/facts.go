package seccomp

// Facts is what a profile comes to once a runtime has loaded it. It implements kind.Profile.
type Facts struct {
	Seccomp object `json:"seccomp"`
}

// IsFacts implements source.Facts.
func (*Facts) IsFacts() {}

// IsRefused implements kind.Profile.
func (f *Facts) IsRefused() bool {
	faults, _ := f.Seccomp["faults"].([]any)
	return len(faults) > 0
}
