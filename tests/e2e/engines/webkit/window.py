#!/usr/bin/python3
"""The plainest browser with WebKitGTK: windows without bars, which WebKitWebDriver opens, and a line of JSON for each of
the few things that a driver cannot ask for. It has no state of its own that outlives it."""

import json
import os
import socket
import sys

import gi

gi.require_version("Gtk", "3.0")
gi.require_version("WebKit2", "4.1")
from gi.repository import GLib, Gtk, WebKit2  # noqa: E402

asked = json.loads(os.environ["TRAINBILL_WEBKIT"])
# A private context would print nothing of the console.
kept = asked["data"]
context = WebKit2.WebContext(
    website_data_manager=WebKit2.WebsiteDataManager(base_data_directory=kept, base_cache_directory=kept)
)
context.set_cache_model(WebKit2.CacheModel.DOCUMENT_VIEWER)
context.set_automation_allowed(True)
context.set_preferred_languages([asked.get("locale") or "en-GB"])
content = WebKit2.UserContentManager()
settings = WebKit2.Settings(
    enable_javascript=asked.get("javaScriptEnabled", True),
    enable_javascript_markup=asked.get("javaScriptEnabled", True),
    enable_write_console_messages_to_stdout=True,
    javascript_can_access_clipboard=True,
    javascript_can_open_windows_automatically=True,
)
control = socket.create_connection(("127.0.0.1", asked["port"]))


def say(**message):
    control.sendall((json.dumps(message) + "\n").encode())


def open_window(**how):
    view = WebKit2.WebView(is_controlled_by_automation=True, settings=settings, user_content_manager=content, **how)
    window = Gtk.Window()
    window.set_default_size(1280, 720)
    window.add(view)
    # No window manager gives it the keyboard.
    window.connect("map-event", lambda *_: window.get_window().focus(0) or False)
    window.show_all()
    view.grab_focus()
    view.connect("close", lambda _: window.destroy())
    view.connect("create", lambda _, __: open_window(related_view=view))
    view.connect("permission-request", lambda _, request: request.allow() or True)
    view.connect("load-failed", lambda _, __, address, error: say(event="failed", url=address, text=error.message))
    return view


def start(_, session):
    info = WebKit2.ApplicationInfo()
    info.set_name("WebKitGTK")
    info.set_version(WebKit2.get_major_version(), WebKit2.get_minor_version(), WebKit2.get_micro_version())
    session.set_application_info(info)
    session.connect("create-web-view", lambda _: open_window(web_context=context))


def download(_, it):
    it.set_allow_overwrite(True)

    def decide(it, name):
        # Under its own name: that is where Playwright looks for it.
        it.set_destination(os.path.join(asked["downloads"], name))
        say(event="download", id=str(id(it)), url=it.get_request().get_uri(), name=name)
        return True

    it.connect("decide-destination", decide)
    it.connect("finished", lambda _: say(event="downloaded", id=str(id(it)), status="complete"))
    it.connect("failed", lambda _, __: say(event="downloaded", id=str(id(it)), status="canceled"))


def obey(message):
    look = Gtk.Settings.get_default()
    if "dark" in message:
        look.set_property("gtk-application-prefer-dark-theme", message["dark"])
    if "motion" in message:
        look.set_property("gtk-enable-animations", message["motion"])
    if "scripts" in message:
        content.remove_all_scripts()
        for source in message["scripts"]:
            content.add_script(
                WebKit2.UserScript(
                    source, WebKit2.UserContentInjectedFrames.ALL_FRAMES, WebKit2.UserScriptInjectionTime.START, None, None
                )
            )
    say(done=message["id"])


def read(*_):
    global rest
    piece = control.recv(1 << 20)
    if not piece:
        sys.exit()
    *lines, rest = (rest + piece).split(b"\n")
    for line in lines:
        obey(json.loads(line))
    return True


rest = b""
context.connect("automation-started", start)
context.connect("download-started", download)
GLib.io_add_watch(control.fileno(), GLib.IO_IN | GLib.IO_HUP, read)
Gtk.main()
