from html.parser import HTMLParser

import pytest

from cms.richtext import TAGS, render_markdown


class Tags(HTMLParser):
    """What a browser would make of the text: its tags, and the attributes of all of them."""

    def __init__(self, html):
        super().__init__()
        self.names, self.attributes = set(), []
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        self.names.add(tag)
        self.attributes += attrs


def test_plain_markdown_becomes_html():
    html = render_markdown(
        "# Hello\n\nYou **help** people.\n\n- by phone\n- by [chat](https://a.example/)"
    )

    assert "<h3>Hello</h3>" in html
    assert "<strong>help</strong>" in html
    assert "<li>by phone</li>" in html
    assert '<a href="https://a.example/" rel="nofollow ugc noopener">chat</a>' in html


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script>",
        '<img src=x onerror="alert(1)">',
        "![a picture](https://a.example/x.png)",
        '<a href="https://a.example/" onclick="alert(1)">go</a>',
        "<style>body { display: none }</style>",
        '<iframe src="https://a.example/"></iframe>',
        "<svg/onload=alert(1)>",
        "- <b onmouseover=alert(1)>x</b>\n\n    <script>alert(1)</script>",
        '[x](https://a.example/ "title\\" onclick=alert(1)")',
    ],
)
def test_html_is_shown_as_text_or_dropped(text):
    tags = Tags(render_markdown(text))

    assert tags.names <= TAGS
    assert {name for name, _ in tags.attributes} <= {"href", "rel", "title"}


@pytest.mark.parametrize(
    "address",
    [
        "javascript:alert(1)",
        "JaVaScRiPt:alert(1)",
        "java&#115;cript:alert(1)",
        "data:text/html;base64,PHNjcmlwdD4=",
        "vbscript:x",
        "http://plain.example/",
        "ftp://files.example/",
        "file:///etc/passwd",
    ],
)
def test_a_link_goes_to_https_mail_or_the_site_itself(address):
    tags = Tags(render_markdown(f"[go]({address})"))

    assert "href" not in dict(tags.attributes)


def test_nothing_gives_nothing():
    assert render_markdown("") == ""
    assert render_markdown(None) == ""
