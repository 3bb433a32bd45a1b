"""A mail server for the tests: aiosmtpd, which takes what it is told to take and writes each mail to a file.

Every mail becomes a file of its own, the envelope as JSON in the first line and the message after it.
"""

import argparse
import json
import pathlib
import ssl
import threading

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult

options = argparse.ArgumentParser()
options.add_argument("--port", type=int, required=True)
options.add_argument("--folder", type=pathlib.Path, required=True)
options.add_argument("--refuse", action="append", default=[])
options.add_argument("--postpone", action="append", default=[])
options.add_argument("--hang-up-after-the-first", action="store_true")
options.add_argument("--certificate")
options.add_argument("--key")
options.add_argument("--from-the-start", action="store_true")
options.add_argument("--password")
options = options.parse_args()
options.folder.mkdir(parents=True, exist_ok=True)


class Handler:
    taken = 0
    lock = threading.Lock()

    async def handle_RCPT(self, server, session, envelope, address, rcpt_options):
        if address in options.refuse:
            return f"550 5.1.1 <{address}>: no such mailbox"
        if address in options.postpone:
            return f"451 4.7.1 <{address}>: come back later"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        with self.lock:
            number = Handler.taken
            Handler.taken += 1
        seen = {
            "from": envelope.mail_from,
            "to": envelope.rcpt_tos,
            "encrypted": session.ssl is not None or options.from_the_start,
            "signed_in": bool(session.authenticated),
        }
        draft = options.folder / f".{number}.tmp"
        draft.write_bytes(json.dumps(seen).encode() + b"\n" + envelope.content)
        draft.rename(options.folder / f"{number}.mail")
        if number == 0 and options.hang_up_after_the_first:
            # Taken, and nobody is told.
            server.transport.abort()
            return "451 never heard"
        return "250 OK"


def authenticate(server, session, envelope, mechanism, data):
    wanted = options.password.encode()
    return AuthResult(success=data.password == wanted and data.login == b"luutru")


context = None
if options.certificate:
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(options.certificate, options.key)


class Server(Controller):
    def factory(self):
        settings = {"enable_SMTPUTF8": True, "hostname": "mail.test"}
        if context and not options.from_the_start:
            settings.update(tls_context=context, require_starttls=True)
        if options.password:
            settings.update(authenticator=authenticate, auth_required=True, auth_require_tls=not options.from_the_start)
        return SMTP(self.handler, **settings)


server = Server(
    Handler(), hostname="127.0.0.1", port=options.port, ssl_context=context if options.from_the_start else None
)
server.start()
print("ready", flush=True)
threading.Event().wait()
