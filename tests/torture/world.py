"""What lies outside the site: people who apply and try again until they are answered, and a mail server.

Reads `people.json` in the folder that it is given, and writes what it saw: `answered`, one line for each
application that the site acknowledged (person, listing, seconds since the epoch), and `mail`, one line for
each mail taken (its Message-ID).
"""

import http.client
import json
import os
import queue
import re
import sys
import threading
import time
from email.parser import BytesHeaderParser
from pathlib import Path
from urllib.parse import urlencode

from aiosmtpd.controller import Controller

CLIENTS = 4
TOKEN = "k" * 32  # a token may be anything, if cookie and form say the same
APPLICATION_PAGE = re.compile(r"^(?:https?://[^/]+)?/me/applications/\d+/")


class MailServer:
    def __init__(self, path: Path):
        self.file = path.open("a", buffering=1)

    async def handle_DATA(self, server, session, envelope):
        message_id = BytesHeaderParser().parsebytes(envelope.content)["Message-ID"]
        self.file.write(f"{message_id}\n")
        return "250 taken"


def apply(plan: dict, session: str, listing: int) -> bool:
    """Whether the site said that the application is there: this POST's, or an earlier one's."""
    wire = http.client.HTTPConnection("127.0.0.1", plan["port"], timeout=10)
    body = {"csrfmiddlewaretoken": TOKEN, "step": "send", "name": "Sam Rivera", "note": "Hello."}
    body |= {"resume": "", "consent": plan["consent_version"]}
    headers = {
        "Cookie": f"__Host-session={session}; __Host-csrf={TOKEN}",
        "Content-Type": "application/x-www-form-urlencoded",
        "Origin": f"https://127.0.0.1:{plan['port']}",
        "X-Forwarded-Proto": "https",
        "X-Forwarded-For": "192.0.2.1",
    }
    try:
        wire.request("POST", f"/jobs/{listing}/apply/", urlencode(body), headers)
        answer = wire.getresponse()
        page = answer.read()
    finally:
        wire.close()
    if answer.status in (302, 303) and APPLICATION_PAGE.match(answer.getheader("Location", "")):
        return True
    if answer.status < 500:
        # Neither sent nor killed: the form wants something that is not in it.
        where = answer.getheader("Location", "")
        sys.stderr.write(f"answered {answer.status} {where}\n{page.decode()[:20_000]}\n")
        os._exit(1)
    return False


def client(plan: dict, to_do: queue.SimpleQueue, answered) -> None:
    while True:
        person, session, listing = to_do.get()
        while True:
            try:
                if apply(plan, session, listing):
                    break
            except (OSError, http.client.HTTPException):
                pass  # killed under the request: as a person would, try again
            time.sleep(0.02)
        answered.write(f"{person} {listing} {time.time()}\n")


def main() -> None:
    folder = Path(sys.argv[1])
    plan = json.loads((folder / "people.json").read_text())
    Controller(MailServer(folder / "mail"), hostname="127.0.0.1", port=plan["mail_port"]).start()
    to_do = queue.SimpleQueue()
    for listing in plan["listings"]:
        for person, session in plan["people"]:
            to_do.put((person, session, listing))
    answered = (folder / "answered").open("a", buffering=1)
    for _number in range(CLIENTS):
        threading.Thread(target=client, args=(plan, to_do, answered), daemon=True).start()
    sys.stdin.read()  # until the one who started this closes it


if __name__ == "__main__":
    main()
