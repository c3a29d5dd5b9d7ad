package mediamtx

// Facts is what a configuration of MediaMTX comes to. It implements kind.Program.
type Facts struct {
	MediaMTX map[string]any `json:"mediamtx"`
}

// IsFacts implements source.Facts.
func (*Facts) IsFacts() {}

// ImageNames implements kind.Program.
func (*Facts) ImageNames() []string { return []string{"mediamtx", "rtsp-simple-server"} }
