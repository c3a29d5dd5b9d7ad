package python_test

import (
	"fmt"
	"slices"
	"testing"
)

// A function of the application that reads the environment is one that reads it, in whichever way it does so.
func TestReaders(t *testing.T) {
	t.Parallel()
	m := read(t, `-- app.py --
import tools
from tools import text as get, flag
A = get("A", "x")
B = tools.text("B", default="y")
C = flag("C")
D = tools.Env().read("D", "z")
E = tools.prefixed("E", 3)
F = tools.other("F", "w")
G = tools.again("G", "v")
-- tools.py --
import os
def text(name, default=None):
    value = os.getenv(name)
    if value is None:
        return default
    return value
def flag(key, fallback="false") -> bool:
    return os.environ.get(key, fallback) in ("1", "true")
class Env:
    def read(self, key, default):
        return os.environ[key] if key in os.environ else default
def prefixed(key, default):
    return os.environ.get("APP_" + key, default)
def other(key, default):
    return os.environ.get("OTHER", key)
def again(key, default):
    return again(key, default)
`)[0]
	var got []string
	for _, s := range m.Settings {
		value := any("-")
		if s.Default != nil {
			value = s.Default.Is
		}
		if s.From == "environment" {
			got = append(got, fmt.Sprint(s.Name, " ", value))
		}
	}
	wants(t, got, []string{"A x", "B y", "C false", "D z", "APP_E 3"})
}

// What a factory returns is known where all of its own returns give the same.
func TestFactories(t *testing.T) {
	t.Parallel()
	m := read(t, `-- app.py --
from flask import Flask
from fastapi import FastAPI
def create(config=None):
    app = Flask(__name__)
    def locale():
        return "de"
    app.locale = lambda: locale()
    if config is None:
        return app
    return app
def either(fast):
    if fast:
        return FastAPI()
    return Flask(__name__)
one = create()
one.run(host="0.0.0.0")
create().run()
either(True).run()
`)[0]
	var got []string
	for _, c := range m.Calls {
		if c.Is == "listen" {
			got = append(got, c.Callee)
		}
	}
	wants(t, got, []string{"flask.Flask.run", "flask.Flask.run"})
}

// A path that is put together is a path, as far as it is written out.
func TestRoutePaths(t *testing.T) {
	t.Parallel()
	m := read(t, `-- app.py --
import os
from unittest import mock
from flask import Flask
app = Flask(__name__)
PREFIX = "/base"
root = os.getenv("ROOT", "")
@app.post(f"{PREFIX}/login")
def a(): pass
@app.get(root + "/items/" + "new")
def b(): pass
@app.get(config.prefix + "add")
def c(): pass
@mock.patch(f"{PREFIX}.x")
def d(): pass
@app.get("%s/list" % root)
def e(): pass
@cache.get(f"{PREFIX}")
def f(): pass
`)[0]
	var got []string
	for _, r := range m.Routes {
		got = append(got, r.Handler+" "+r.Path)
	}
	wants(t, got, []string{"a /base/login", "b /items/new", "c /add", "e /%s/list", "f /base"})
}

// The body of a request has data by name, in the ways of all frameworks, and an answer of a server is no request.
func TestBodies(t *testing.T) {
	t.Parallel()
	m := read(t, `-- app.py --
import requests
from flask import Flask, request as r
from starlette.requests import Request
app = Flask(__name__)
@app.post("/a")
def a():
    data = r.get_json(silent=True) or {}
    use(data.get("one"), data["two"], r.json["three"], r.values.get("four"))
async def b(req: Request):
    form = await req.form()
    use(form.get("five"), (await req.json())["six"])
async def c(request):
    body = await request.json()
    use(body["seven"])
def d():
    req = requests.get("https://example.com")
    use(req.json()["eight"])
    req = fetch()
    use(req.json()["nine"])
`)[0]
	var got []string
	for _, i := range m.Inputs {
		if i.Name != "" {
			got = append(got, i.Part+" "+i.Name)
		}
	}
	wants(t, got, []string{"body one", "body two", "body three", "query four", "body five", "body six", "body seven"})
}

// The default of a field may be in its type.
func TestAnnotatedFields(t *testing.T) {
	t.Parallel()
	m := read(t, `-- app.py --
from typing import Annotated
from pydantic import Field
from pydantic_settings import BaseSettings
class Settings(BaseSettings):
    a: Annotated[str, Field("x")]
    b: Annotated[str | None, Field(default="y", min_length=8)]
    c: Annotated[str, Field(min_length=8)]
    d: Annotated[str, "text"]
`)[0]
	var got []string
	for _, s := range m.Settings {
		value := any("-")
		if s.Default != nil {
			value = s.Default.Is
		}
		got = append(got, fmt.Sprint(s.Name, " ", value, " ", s.Checked))
	}
	wants(t, got, []string{"a x false", "b y true", "c - true", "d - false"})
}

// A class of settings has the fields of those that it extends, and classes that extend each other end.
func TestInheritedSettings(t *testing.T) {
	t.Parallel()
	m := read(t, `-- app.py --
import os
from base import Config
class Mine(Config):
    pass
class Other(Mine):
    port: int = 1
class A(B):
    pass
class B(A):
    pass
config = Other()
def check(given):
    return given == config.api_token or given == config.absent or given == B().x
-- base.py --
from pydantic_settings import BaseSettings
class Config(BaseSettings):
    api_token: str = ""
`)[0]
	var got []string
	for _, c := range m.Comparisons {
		got = append(got, c.Right.Kind+" "+c.Right.Name)
	}
	wants(t, got, []string{"setting api_token", "name app.Other.absent", "name app.B.x"})
}

// The name of an exception is not its class.
func TestExceptions(t *testing.T) {
	t.Parallel()
	m := read(t, `-- app.py --
from flask import Flask
from errors import InvalidToken
try:
    Flask(__name__)
except InvalidToken as e:
    print(e)
`)[0]
	for _, c := range m.Calls {
		if v := c.Arguments["0"]; c.Is == "print" && v.Kind != "unknown" {
			t.Errorf("got %+v", v)
		}
	}
}

// The methods of a class for requests are handlers, and Tornado's read data by name.
func TestViews(t *testing.T) {
	t.Parallel()
	m := read(t, `-- app.py --
import tornado.web
from flask.views import MethodView
class Base(tornado.web.RequestHandler):
    def prepare(self):
        pass
class Login(Base):
    def post(self):
        self.check(self.get_argument("password"), self.get_body_argument("code"))
class Items(MethodView):
    def get(self, name):
        return name
class Store:
    def get(self, name):
        return name
app = tornado.web.Application([("/login", Login)])
app.listen(8888)
`)[0]
	var got []string
	for _, r := range m.Routes {
		got = append(got, r.Handler)
	}
	for _, i := range m.Inputs {
		got = append(got, i.Part+" "+i.Name)
	}
	wants(t, got, []string{"Login.post", "Items.get", "query password", "body code"})
}

// A class of the application that extends one of a library has its methods, and is made as it is.
func TestSubclasses(t *testing.T) {
	t.Parallel()
	m := read(t, `-- app.py --
import random
from http.server import HTTPServer
from flask import Flask
class Numbers(random.Random):
    def getrandbits(self, k):
        return 4
class More(Numbers):
    pass
class Server(HTTPServer):
    daemon_threads = True
class Other(HTTPServer):
    def __init__(self, port):
        pass
class Web(Flask):
    pass
numbers = More()
numbers.choice("abc")
numbers.getrandbits(4)
Server(("0.0.0.0", 80), None)
Other(80)
app = Web(__name__)
app.run(host="::")
`)[0]
	want := []string{
		"app.More", "random.Random.choice weak-random", "app.More.getrandbits", "app.Server listen-address", "app.Other", "app.Web web-app",
		"flask.Flask.run listen",
	}
	if got := calls(m); !slices.Equal(got, want) {
		t.Errorf("got  %q\nwant %q", got, want)
	}
}

// wants compares what was found with what is wanted.
func wants(t *testing.T, got, want []string) {
	t.Helper()
	if !slices.Equal(got, want) {
		t.Errorf("got  %q\nwant %q", got, want)
	}
}

// The path of a class is said where it is registered, and a class of another name keeps its own.
func TestPathsOfClasses(t *testing.T) {
	t.Parallel()
	modules := read(t, `-- server.py --
import tornado.web
from handlers import LoginHandler
app = tornado.web.Application([(r"^/login/?$", LoginHandler), (r"/other", Missing)])
-- handlers.py --
import tornado.web
class LoginHandler(tornado.web.RequestHandler):
    def post(self):
        pass
class Login(tornado.web.RequestHandler):
    def get(self):
        pass
-- urls.py --
from django.urls import path, re_path
import views
urlpatterns = [re_path(r"^account/sign-in/?$", views.SignIn.as_view())]
-- views/__init__.py --
from .account import SignIn
-- views/account.py --
from django.views import View
class SignIn(View):
    def get(self, request):
        pass
`)
	var got []string
	for _, m := range modules {
		for _, r := range m.Routes {
			got = append(got, r.Handler+" "+r.Path)
		}
	}
	slices.Sort(got)
	wants(t, got, []string{"Login.get ", "LoginHandler.post /login", "SignIn.get account/sign-in", "views.SignIn.as_view account/sign-in"})
}

// A field of an object with settings is what its class says, wherever the object is used.
func TestSettingsOfObjects(t *testing.T) {
	t.Parallel()
	modules := read(t, `-- app.py --
import requests
from conf import settings
requests.get("https://a.example", verify=settings.VERIFY)
requests.get("https://b.example", verify=str(settings.OTHER).lower() == "true")
-- conf.py --
import os
class Settings:
    VERIFY = os.environ.get("SHOP_VERIFY", False)
    OTHER = os.environ.get("SHOP_OTHER", "true")
settings = Settings()
`)
	var got []string
	for _, call := range modules[0].Calls {
		if call.Is == "http-request" {
			verify := call.Arguments["verify"]
			got = append(got, fmt.Sprint(verify.Kind, " ", verify.Name, " ", verify.Default.Is))
		}
	}
	wants(t, got, []string{"environment SHOP_VERIFY false", "environment SHOP_OTHER true"})
}

// A text that statements put together is the text with its parts; one that something else changes is not known.
func TestTextsThatGrow(t *testing.T) {
	t.Parallel()
	m := read(t, `-- app.py --
import subprocess
def run(names):
    command = "ls -l"
    for name in names:
        command += f" {name}"
    subprocess.run(command, shell=True)
def count(lines):
    total = 0
    total += 1
    subprocess.run(total)
`)[0]
	var got []string
	for _, call := range m.Calls {
		if call.Is == "process" {
			got = append(got, fmt.Sprint(call.Arguments["command"].Kind, " ", len(call.Arguments["command"].Items)))
		}
	}
	wants(t, got, []string{"template 2", "unknown 0"})
}
