"""The API of Harbour."""
import hmac
import logging

import uvicorn
from fastapi import Depends, FastAPI, Header, HTTPException
from fastapi.middleware.cors import CORSMiddleware

import machines
import settings

log = logging.getLogger(__name__)


def authenticated(authorization: str = Header(default="")):
    if not settings.API_TOKEN:
        return None
    if not hmac.compare_digest(authorization, f"Bearer {settings.API_TOKEN}"):
        log.warning("a request was refused")
        raise HTTPException(status_code=401)
    return "operator"


app = FastAPI(docs_url=None, redoc_url=None, openapi_url=None, dependencies=[Depends(authenticated)])
if settings.CORS_ORIGINS:
    app.add_middleware(
        CORSMiddleware,
        allow_origins=settings.CORS_ORIGINS,
        allow_credentials=True,
        allow_methods=["*"],
        allow_headers=["Authorization", "Content-Type"],
    )


@app.post("/api/machines/{name}")
def create(name: str, image: str):
    return {"id": machines.start(name, image)}


@app.delete("/api/machines/{name}")
def remove(name: str):
    machines.stop(name)
    return {}


if __name__ == "__main__":
    uvicorn.run(app, host=settings.HOST, port=8000)
