"""The frame of a page: one file that needs no other, light or dark as the reader's system is."""

from html import escape
from pathlib import Path

STYLE = Path(__file__).with_name("page.css")


def document(title: str, body: str) -> str:
    head = f'<meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>{escape(title)}</title>'
    style = STYLE.read_text(encoding="utf-8")
    return f"<!doctype html><html lang=en><head>{head}<style>{style}</style></head><body><h1>{escape(title)}</h1>{body}"


def figure(image_uri: str, caption: str) -> str:
    return f'<figure><img src="{image_uri}" alt="{escape(caption)}"><figcaption>{escape(caption)}</figcaption></figure>'
