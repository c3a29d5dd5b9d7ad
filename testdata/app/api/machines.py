"""Starts the machines that people rent."""
import docker

import settings

client = docker.from_env()


def start(name, image):
    machine = client.containers.run(
        image,
        name=name,
        detach=True,
        network=settings.MACHINE_NETWORK,
        cap_drop=["ALL"],
        security_opt=["no-new-privileges:true", "seccomp=unconfined"],
    )
    client.networks.get(settings.UPLINK_NETWORK).connect(machine)
    return machine.id


def stop(name):
    client.containers.get(name).remove(force=True)
