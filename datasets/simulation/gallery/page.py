"""The frame of a page of pictures: one file, no network, light or dark as the reader's system is."""

from html import escape

STYLE = """
:root { color-scheme: light dark; --ground: #fbfbfa; --card: #fff; --ink: #1c1e21; --soft: #5d646d; --line: #dcdfe3;
  --simulated: #c2410c; --real: #1d4ed8; }
@media (prefers-color-scheme: dark) { :root { --ground: #131517; --card: #1c1f22; --ink: #e8eaed; --soft: #9aa2ac;
  --line: #31363c; --simulated: #fb923c; --real: #7aa2ff; } }
* { box-sizing: border-box; }
body { margin: 0 auto; max-width: 1500px; padding: 2rem 1.5rem 4rem; background: var(--ground); color: var(--ink);
  font: 15px/1.5 system-ui, sans-serif; }
h1 { font-size: 1.6rem; margin: 0 0 .4rem; } h2 { font-size: 1.15rem; margin: 2rem 0 .6rem; }
p { margin: .2rem 0; } body > p { max-width: 62rem; margin-bottom: 1rem; } .soft { color: var(--soft); }
article { background: var(--card); border: 1px solid var(--line); border-radius: 10px; padding: 1rem 1.2rem;
  margin: 0 0 1.4rem; }
article h2 { margin: 0 0 .2rem; }
figure { margin: 0; } figcaption { color: var(--soft); font-size: .85rem; margin-top: .25rem; }
img { display: block; max-width: 100%; height: auto; border-radius: 4px; background: #000; }
.pictures { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 640px), 1fr));
  gap: .9rem; margin-top: .8rem; }
.stack { display: flex; flex-direction: column; gap: .6rem; min-width: 0; }
.plots { display: grid; grid-template-columns: repeat(auto-fill, minmax(300px, 1fr)); gap: 1.2rem; }
svg { width: 100%; border: 1px solid var(--line); border-radius: 6px; background: var(--card); }
polyline { fill: none; stroke-width: 1.6; } .simulated { stroke: var(--simulated); } .real { stroke: var(--real); }
.tag { display: inline-block; border: 1px solid var(--line); border-radius: 99px; padding: 0 .6rem; margin: .15rem .3rem
  .15rem 0; font-size: .85rem; }
article.beside { border-left: 4px solid var(--real); }
@media (max-width: 520px) { body { padding: 1rem; } }
"""


def page(title: str, body: str) -> str:
    """A whole document around a body."""
    head = f'<meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>{escape(title)}</title>'
    return f"<!doctype html><html lang=en><head>{head}<style>{STYLE}</style></head><body><h1>{escape(title)}</h1>{body}"
