"""Load what is new in an archive, and mail what it has for the saved searches.

    python examples/cron_alert.py ARCHIVE INDEX ADDRESS

SMTP_HOST names the mail server; without it the message is printed. In a crontab, every quarter of an hour:

    */15 * * * *  cd /srv/news && SMTP_HOST=localhost python cron_alert.py archive/ index/ desk@example.org

Searches are saved once: `searchnews save مفاوضات '+محادثات +"وزير الخارجية"'`. What could not be mailed stays new.
"""

import os
import smtplib
import sys
from collections.abc import Iterable
from email.message import EmailMessage

import searchnews


def message_of(alerts: Iterable[searchnews.Alert], address: str) -> EmailMessage:
    """Write one message about all searches that have something new."""
    alerts = list(alerts)
    message = EmailMessage()
    message["Subject"] = "جديد: " + "، ".join(f"{one.search.name} ({one.results.total})" for one in alerts)
    message["From"] = message["To"] = address
    lines = []
    for alert in alerts:
        lines += [f"{alert.search.name}: {alert.search.query}", ""]
        for hit in alert.results:
            lines += [f"* {hit.title} ({(hit.date or '')[:10]})", *(f"  {part.text}" for part in hit.snippets)]
        lines.append("")
    message.set_content("\n".join(lines))
    return message


def send(message: EmailMessage) -> None:
    """Hand a message to the mail server, or print it where there is none."""
    if host := os.environ.get("SMTP_HOST"):
        with smtplib.SMTP(host, timeout=30) as server:
            server.send_message(message)
    else:
        print(message["Subject"], message.get_content(), sep="\n\n")


def main(archive: str, folder: str, address: str) -> int:
    """Load, ask, tell; an error while telling leaves everything new."""
    with searchnews.open_index(folder) as index:
        index.add_many(searchnews.read_articles(archive))
        with searchnews.SavedSearches(index).alerts() as alerts:
            if alerts:
                send(message_of(alerts, address))
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:4]))
