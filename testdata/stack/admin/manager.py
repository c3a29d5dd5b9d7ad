"""Lists the agents and opens terminals in them."""

import os

from aiohttp import web

import docker

engine = docker.from_env()


async def agents(_request):
    return web.json_response([c.name for c in engine.containers.list() if c.name.startswith("lookout-agent")])


app = web.Application()
app["secret"] = os.environ["SESSION_SECRET"]
app.router.add_get("/agents", agents)
web.run_app(app, host="0.0.0.0", port=8090)
