package all

// Name is a kind with names of files by which it is found, for people.
type Name struct {
	Kind, What string
	Files      []string // none where the content tells
}

// Names says what is looked for: the kinds with some of the names that tell them.
func Names() []Name {
	return []Name{
		{"compose", "Docker Compose", []string{"compose.yaml", "docker-compose.yml"}},
		{"nginx", "nginx", []string{"nginx.conf"}},
		{"envoy", "Envoy", []string{"envoy.yaml"}},
		{"mediamtx", "MediaMTX", []string{"mediamtx.yml"}},
		{"systemd", "units of systemd", nil},
		{"daemon", "Docker daemon", []string{"daemon.json"}},
		{"gvisor", "gVisor", []string{"runsc.toml"}},
		{"seccomp", "seccomp", []string{"seccomp.json"}},
	}
}
