// Package all lists the kinds. It is the only place that knows them all.
package all

import (
	"github.com/seclint/seclint/internal/kind"
	"github.com/seclint/seclint/internal/kind/app"
	"github.com/seclint/seclint/internal/kind/compose"
	"github.com/seclint/seclint/internal/kind/daemon"
	"github.com/seclint/seclint/internal/kind/envoy"
	"github.com/seclint/seclint/internal/kind/gvisor"
	"github.com/seclint/seclint/internal/kind/mediamtx"
	"github.com/seclint/seclint/internal/kind/nginx"
	"github.com/seclint/seclint/internal/kind/seccomp"
	"github.com/seclint/seclint/internal/kind/server"
	"github.com/seclint/seclint/internal/kind/systemd"
)

// Kinds returns every kind, in the order in which a file without a telling name is tried.
func Kinds() []kind.Kind {
	return []kind.Kind{
		compose.Kind(),
		envoy.Kind(),
		seccomp.Kind(),
		mediamtx.Kind(),
		gvisor.Kind(),
		daemon.Kind(),
		systemd.Kind(),
		nginx.Kind(),
		server.Kind(),
		app.Kind(),
	}
}
