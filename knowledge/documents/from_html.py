"""Web pages as they come: what is said stays, with its headings; menus, banners, forms and scripts go."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml import etree, html

from knowledge.documents.document import Block, Document, clean, tidy
from knowledge.documents.encoding import decode
from knowledge.documents.faults import DocumentError
from knowledge.marked_text import BULLET, CELL

MAX_DEPTH = 250
"""Of elements inside each other; pages of people have twenty or thirty."""
MOST_LINKED = 0.6
"""A block whose text is links to a larger share is a menu."""
LONG = 120
"""Characters from which on a linked text is something said all the same."""

_GONE = {
    *(
        "script",
        "style",
        "noscript",
        "template",
        "iframe",
        "object",
        "embed",
        "applet",
        "svg",
        "math",
        "canvas",
        "audio",
        "video",
        "map",
    ),
    *("form", "button", "input", "select", "textarea", "dialog", "nav", "aside", "footer", "head", "link", "meta"),
}
_ROLES = {
    *("navigation", "banner", "contentinfo", "search", "complementary"),
    *("dialog", "alertdialog", "menu", "menubar", "toolbar", "alert"),
}
_NAMES = re.compile(
    r"(?<![a-z])(cookies?|consent|nav|navbar|navigation|menu|menubar|breadcrumbs?|side-?bar|footer|skip|share|social"
    r"|search|pagination|pager|back-?to-?top|lang(uage)?-?(switch|bar|select)\w*|font-?size|toolbar|popup|modal|advert\w*"
    r"|related|newsletter|subscribe)(?![a-z])"
)
"""Words of a class or id that say that it is no content."""
_LINE_END = "\x1e"
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden")
_HEADINGS = {f"h{level}": level for level in range(1, 7)}
_BLOCKS = {
    *_HEADINGS,
    *(
        "p",
        "div",
        "section",
        "article",
        "main",
        "header",
        "ul",
        "ol",
        "li",
        "dl",
        "dt",
        "dd",
        "table",
        "thead",
        "tbody",
        "tfoot",
        "tr",
    ),
    *(
        "blockquote",
        "figure",
        "figcaption",
        "pre",
        "address",
        "center",
        "body",
        "html",
        "fieldset",
        "details",
        "summary",
        "caption",
        "hr",
    ),
}
_MAIN = "//main | //*[@role='main'] | //article"
ENOUGH = 0.5
"""Share of a page's text that what calls itself the main part must have to be believed."""


@dataclass
class _Walk:
    """Gathers blocks in the order of the page."""

    blocks: list[Block] = field(default_factory=list)
    left_out: dict[str, None] = field(default_factory=dict)
    _text: list[str] = field(default_factory=list)
    _linked: int = 0

    def into(self, element: etree._Element, *, linked: bool = False, prefix: str = "") -> None:
        """Everything below an element."""
        for child in element.iterchildren():
            if isinstance(child.tag, str):
                self._child(child, linked=linked, prefix=prefix)
            self.say(child.tail, linked=linked)

    def flush(self, heading: int = 0, prefix: str = "") -> None:
        """End the block that was begun."""
        text = clean("".join(self._text).replace(_LINE_END, "\n"))
        menu = self._linked > MOST_LINKED * len(text.replace(" ", "")) and len(text) < LONG and not heading
        if text and menu:
            self.left_out[text] = None
        elif text:
            self.blocks.append(Block(prefix + text, heading))
        self._text, self._linked = [], 0

    def say(self, text: str | None, *, linked: bool) -> None:
        """Go on with the block that was begun."""
        if text:
            self._text.append(text)
            self._linked += linked * sum(not char.isspace() for char in text)

    def _break(self, prefix: str) -> None:
        """One ends a line; two, as old pages have them, a paragraph."""
        if "".join(self._text).rstrip(" \t\r").endswith(_LINE_END):
            self.flush(prefix=prefix)
        self._text.append(_LINE_END)

    def _child(self, child: etree._Element, *, linked: bool, prefix: str) -> None:
        tag = child.tag.lower()
        if _is_gone(child, tag):
            if text := clean(" ".join(child.itertext()) if tag not in ("script", "style", "template") else ""):
                self.left_out[text[:200]] = None
        elif tag == "br":
            self._break(prefix)
        elif tag == "table" and (rows := _rows(child)):
            self.flush(prefix=prefix)
            self.blocks.append(Block("\n".join(rows)))
        elif tag in _BLOCKS:
            self.flush(prefix=prefix)
            within = BULLET if tag == "li" else "" if tag in ("ul", "ol") else prefix
            self.say(child.text, linked=linked)
            self.into(child, linked=linked, prefix=within)
            self.flush(_HEADINGS.get(tag, 0), within if tag not in _HEADINGS else "")
        else:
            self.say(child.text, linked=linked or tag == "a")
            self.into(child, linked=linked or tag == "a", prefix=prefix)


def read(name: str, data: bytes) -> Document:
    """The document in a web page. Raises DocumentError."""
    text = re.sub(r"^\s*<\?xml[^>]*\?>", "", decode(name, data))
    parser = html.HTMLParser(no_network=True, remove_comments=True, remove_pis=True, huge_tree=False)
    try:
        page = html.document_fromstring(text, parser=parser)
    except (etree.LxmlError, ValueError) as error:
        raise DocumentError("nothing", name=name) from error
    if _depth(page) > MAX_DEPTH:
        raise DocumentError("not_text", name=name)
    body = page.find("body")
    whole = _walk(page if body is None else body)
    part = max((_walk(main) for main in page.xpath(_MAIN)), key=_size, default=whole)
    chosen = part if _size(part) >= ENOUGH * _size(whole) else whole
    left_out = dict.fromkeys([*chosen.left_out, *whole.left_out, *_rest(whole, chosen)])
    blocks = tidy(chosen.blocks)
    return Document(_title(page, blocks), blocks, tuple(left_out))


def _walk(element: etree._Element) -> _Walk:
    walk = _Walk()
    walk.say(element.text, linked=False)
    walk.into(element)
    walk.flush()
    return walk


def _size(walk: _Walk) -> int:
    return sum(len(block.text) for block in walk.blocks)


def _rest(whole: _Walk, chosen: _Walk) -> Iterator[str]:
    """What stands outside the main part."""
    kept = {block.text for block in chosen.blocks}
    return (block.text for block in whole.blocks if block.text not in kept)


def _is_gone(element: etree._Element, tag: str) -> bool:
    if tag in _GONE or element.get("role", "").lower() in _ROLES:
        return True
    if tag in ("body", "html", "main", "article") or tag in _HEADINGS:
        return False
    if "hidden" in element.attrib or element.get("aria-hidden") == "true" or _HIDDEN.search(element.get("style", "")):
        return True
    names = f"{element.get('class', '')} {element.get('id', '')}".lower().replace("_", "-")
    # a page may call its whole content by such a name: much text without links is content
    return bool(_NAMES.search(names)) and not _is_said(element)


def _is_said(element: etree._Element) -> bool:
    text = sum(len(part) for part in element.itertext())
    linked = sum(len(part) for link in element.iter("a") for part in link.itertext())
    return text - linked > 10 * LONG


def _rows(table: etree._Element) -> list[str]:
    """Rows of a table of data, its cells divided by CELL; none for one that only places things on the page."""
    if table.find(".//table") is not None or table.xpath(".//p[2] | .//h1 | .//h2 | .//h3 | .//h4 | .//div[2] | .//ul"):
        return []
    rows = [[clean(" ".join(cell.itertext())) for cell in row.xpath("./td | ./th")] for row in table.iter("tr")]
    if max(map(len, rows), default=0) < 2:
        return []
    return [CELL.join(cell for cell in row if cell) for row in rows if any(row)]


def _title(page: etree._Element, blocks: tuple[Block, ...]) -> str:
    """The first heading of the highest level, or what the window would be called."""
    headings = [block for block in blocks if block.heading]
    if headings:
        return min(headings, key=lambda block: block.heading).text
    return clean(page.findtext(".//title") or "")


def _depth(page: etree._Element) -> int:
    """How far elements are inside each other, without recursion."""
    deepest, level = 0, 0
    for event, _ in etree.iterwalk(page, events=("start", "end")):
        level += 1 if event == "start" else -1
        deepest = max(deepest, level)
    return deepest
