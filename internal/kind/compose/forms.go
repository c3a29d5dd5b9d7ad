package compose

import (
	"maps"

	"github.com/seclint/seclint/internal/source"
)

// form rewrites one value into its canonical form.
type form func(c *canonical, n *source.Node) *source.Node

// forms says for each attribute how it is brought into canonical form; other attributes stay as they are.
type forms map[string]form

func (f forms) add(fn form, keys ...string) forms {
	for _, key := range keys {
		f[key] = fn
	}
	return f
}

// with returns the forms together with others.
func (f forms) with(others forms) forms {
	maps.Copy(f, others)
	return f
}

// The forms follow compose-go's transform package and the casts of its loader (loader/interpolate.go).
var (
	containerForms = forms{}.
			add(toBool, "privileged", "init", "read_only", "tty", "stdin_open", "oom_kill_disable", "use_api_socket", "attach").
			add(toText, "image", "user", "network_mode", "pid", "ipc", "uts", "cgroup", "userns_mode", "runtime", "restart", "container_name", "hostname", "working_dir").
			add(toTexts, "cap_add", "cap_drop", "security_opt", "device_cgroup_rules", "dns", "dns_search", "dns_opt", "tmpfs", "profiles", "expose", "group_add", "volumes_from", "links", "external_links", "label_file").
			add(toPairs, "labels", "annotations", "sysctls").
			add(environment, "environment").
			add(toWords, "command", "entrypoint").
			add((*canonical).volumes, "volumes").
			add((*canonical).envFiles, "env_file").
			add(grants, "secrets", "configs").
			add(devices, "devices").
			add(toKeys, "networks", "models")

	hookForms = forms{}.
			add(toBool, "privileged").
			add(toText, "user", "working_dir").
			add(environment, "environment").
			add(toWords, "command")

	buildForms = forms{}.
			add(toBool, "privileged", "pull", "no_cache").
			add((*canonical).contextPath, "context").
			add(toText, "dockerfile", "network").
			add(toPairs, "args", "labels", "additional_contexts").
			add(toTexts, "entitlements", "cache_from", "cache_to", "ssh").
			add(grants, "secrets")

	serviceForms = forms{}.
			with(containerForms).
			add((*canonical).ports, "ports").
			add((*canonical).build, "build").
			add(dependencies, "depends_on").
			add(healthcheck, "healthcheck").
			add(hooks, "post_start", "pre_stop").
			add((*canonical).initContainers, "pre_start").
			add(nested(forms{}.add(toPairs, "labels")), "deploy").
			add(nested(forms{}.add(toPairs, "options")), "logging").
			add(toKey("service"), "extends")

	portForms    = forms{}.add(toText, "published", "host_ip", "protocol", "mode").add(toInt, "target")
	volumeForms  = forms{}.add(toText, "type", "source", "target").add(toBool, "read_only")
	envFileForms = forms{}.add((*canonical).filePath, "path").add(toBool, "required")
	healthForms  = forms{}.add(healthTest, "test").add(toBool, "disable")

	resourceForms = forms{}.
			add(toBool, "internal", "attachable", "enable_ipv4", "enable_ipv6").
			add(toText, "name", "driver", "environment", "content").
			add((*canonical).filePath, "file").
			add(toPairs, "driver_opts", "labels").
			add(external, "external")

	fileForms = forms{}.
			add((*canonical).services, "services").
			add(resources, "networks", "volumes", "secrets", "configs").
			add(nil, "include").
			add(toText, "name", "version")
)
