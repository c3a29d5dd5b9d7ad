"""Writes the clusters of the proxy, one for each host that machines may reach."""
import sys

import yaml

HOSTS = {"registry": "registry.example.com", "packages": "packages.example.org"}


def endpoint(host, port):
    return {"endpoint": {"address": {"socket_address": {"address": host, "port_value": port}}}}


def cluster(name, host):
    return {
        "name": name,
        "type": "LOGICAL_DNS",
        "connect_timeout": "5s",
        "load_assignment": {
            "cluster_name": name,
            "endpoints": [{"lb_endpoints": [endpoint(host, 443)]}],
        },
        "transport_socket": {
            "name": "envoy.transport_sockets.tls",
            "typed_config": {
                "@type": "type.googleapis.com/envoy.extensions.transport_sockets.tls.v3.UpstreamTlsContext",
                "sni": host,
            },
        },
    }


def resources():
    return {"resources": [cluster(name, host) for name, host in HOSTS.items()]}


if __name__ == "__main__":
    yaml.safe_dump(resources(), sys.stdout)
