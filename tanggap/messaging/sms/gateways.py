"""Handing one short message to whoever carries it. Each gateway is a class and a line below.

Two protocols cover what cities have: Kannel's `sendsms`, in front of any operator's SMPP line, and
the Messages API that Twilio began and others copied. Numbers and passwords reach no log: errors
of the HTTP client name the address that was asked, so they are not passed on.
"""

from __future__ import annotations

import json
import secrets
from pathlib import Path
from typing import Protocol

import requests
from django.conf import settings

from tanggap.messaging.failing import SendFailed
from tanggap.messaging.sms import gsm, receipts

TIMEOUT = (5, 20)  # seconds to connect, to answer
ANSWER_BYTES = 64 * 1024


class Gateway(Protocol):
    def send(self, number: str, text: str, *, receipt: str = "") -> None:
        """Hand over a text to a normalised number. Raises SendFailed.

        `receipt`: where to say what became of it, if somebody wants to know (`sms.receipts`).
        """


class Kannel:
    """`GET sendsms`. 202 is taken; 400 and the words "do not try again" are final."""

    def send(self, number: str, text: str, *, receipt: str = "") -> None:
        asked = {
            "username": settings.SMS_USER,
            "password": settings.SMS_PASSWORD,
            "from": settings.SMS_FROM,
            "to": number,
            "text": text,
            "charset": "UTF-8",
            "coding": "0" if gsm.is_plain(text) else "2",
            "dlr-mask": str(receipts.WANTED) if receipt else "",
            "dlr-url": f"{receipt}?state={receipts.KANNEL}" if receipt else "",
        }
        status, words = _ask("GET", params={key: value for key, value in asked.items() if value})
        if status == 202 or (status == 200 and words[:2] in ("0:", "3:")):
            return
        is_final = status == 400 or "do not try again" in words.lower()
        raise SendFailed(f"kannel {status}", permanent=is_final)


class MessagesApi:
    """`POST .../Messages.json` with a form and a password. 400 is final: the number is no use."""

    def send(self, number: str, text: str, *, receipt: str = "") -> None:
        key = "MessagingServiceSid" if settings.SMS_FROM.startswith("MG") else "From"
        form = {"To": number, "Body": text, key: settings.SMS_FROM}
        form |= {"StatusCallback": receipt} if receipt else {}
        status, words = _ask("POST", data=form, auth=(settings.SMS_USER, settings.SMS_PASSWORD))
        if status in (200, 201, 202):
            return
        raise SendFailed(f"gateway {status} {_code(words)}".strip(), permanent=status == 400)


def _code(words: str) -> str:
    """The number of the error, and none of its words: those repeat the telephone number."""
    try:
        code = json.loads(words).get("code", "")
    except (ValueError, AttributeError):
        return ""
    return str(code) if isinstance(code, int) else ""


class Files:
    """A file for each message in `data/outbox`, as mails have it: for the demo and the training."""

    def send(self, number: str, text: str, *, receipt: str = "") -> None:
        folder = Path(settings.EMAIL_FILE_PATH)
        folder.mkdir(parents=True, exist_ok=True)
        draft = folder / f".{secrets.token_hex(8)}"
        draft.write_text(json.dumps({"to": number, "text": text}, ensure_ascii=False))
        # One that is being written is read by nobody.
        draft.rename(folder / f"{_next(folder)}.sms")


def _next(folder: Path) -> str:
    last = max((int(file.stem.split("-")[0]) for file in folder.glob("*.sms")), default=0)
    return f"{last + 1:08d}-{secrets.token_hex(4)}"


def _ask(method: str, **asked: object) -> tuple[int, str]:
    """Status and the beginning of the answer. Raises SendFailed without naming the address."""
    try:
        with requests.request(
            method,
            settings.SMS_URL,
            timeout=TIMEOUT,
            allow_redirects=False,
            stream=True,
            **asked,  # type: ignore[arg-type]
        ) as answer:
            words = next(answer.iter_content(ANSWER_BYTES), b"")
            return answer.status_code, words.decode("utf-8", "replace")
    except (requests.RequestException, OSError) as error:
        name = type(error).__name__
    raise SendFailed(name, permanent=False)


GATEWAYS: dict[str, type[Gateway]] = {"kannel": Kannel, "messages": MessagesApi, "files": Files}


def is_on() -> bool:
    """Whether this instance can send short messages at all."""
    return settings.SMS_GATEWAY in GATEWAYS


def gateway() -> Gateway:
    """The one that the operator chose. Raises SendFailed where there is none, or no such one."""
    if not is_on():
        raise SendFailed("no gateway", permanent=True)
    return GATEWAYS[settings.SMS_GATEWAY]()
