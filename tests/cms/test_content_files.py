import pytest

from cms.content_files import (
    ContentError,
    ContentFile,
    guide_blocks,
    read_markdown,
    resolve_page_links,
    resolve_site_links,
    standard_blocks,
)


def guide(text, **meta):
    return guide_blocks(ContentFile("a-guide", meta, text), {"csr": 7, "team-lead": 8}, {"csat": 3})


def standard(text, **titles):
    return standard_blocks(ContentFile("a-page", {}, text), "hello@example.org", titles)


def test_headings_and_passages_become_blocks_in_their_order():
    blocks = guide("First.\n\n## One\n\nText.\n\n### Small\n\n- a\n- b\n\n## Two\n\nEnd.")

    assert [block["type"] for block in blocks] == ["text", "heading", "text", "heading", "text"]
    assert blocks[1]["value"] == "One"
    assert blocks[2]["value"].startswith("<p>Text.</p>\n<h3>Small</h3>\n<ul>")


def test_takeaways_come_first():
    blocks = guide("Text.", takeaways=["One.", "Two."])

    assert blocks[0] == {"type": "takeaways", "value": ["One.", "Two."]}


def test_a_line_in_double_brackets_becomes_the_block_of_a_role():
    blocks = guide(
        "Before.\n\n[[pay: csr]]\n\n[[jobs: csr]]\n\n[[ladder: csr]]\n\nAfter [[pay: csr]]."
    )

    assert [block["type"] for block in blocks] == [
        "text",
        "pay_band",
        "live_jobs",
        "ladder",
        "text",
    ]
    assert blocks[1]["value"] == {"role": 7}


def test_a_role_that_is_no_more_takes_its_block_with_it():
    assert [block["type"] for block in guide("A.\n\n[[pay: gone]]\n\nB.")] == ["text", "text"]


@pytest.mark.parametrize(
    ("line", "block"),
    [
        ("[[skills: csr]]", {"type": "skill_list", "value": {"role": 7}}),
        ("[[metric: csat]]", {"type": "metric", "value": {"term": 3}}),
        ("[[roles: csr, team-lead]]", {"type": "roles", "value": [7, 8]}),
        ("[[roles: gone,team-lead]]", {"type": "roles", "value": [8]}),
    ],
)
def test_a_line_in_double_brackets_may_name_skills_terms_and_several_roles(line, block):
    assert guide(line) == [block]


@pytest.mark.parametrize("line", ["[[metric: gone]]", "[[roles: gone, lost]]", "[[skills: gone]]"])
def test_a_term_or_role_that_is_no_more_leaves_no_empty_block(line):
    assert guide(line) == []


@pytest.mark.parametrize("line", ["[[wages: csr]]", "[[pay: csr, team-lead]]", "[[pay csr]]"])
def test_a_line_in_double_brackets_that_means_nothing_is_refused(line):
    with pytest.raises(ContentError, match="no block is called"):
        guide(line)


def test_fenced_lines_become_steps_and_tips_under_the_heading_above_them():
    steps, heading, tips = guide(
        "```steps\nAsk | What happened?\n\nSum up | In one line. | And a bar.\n```\n\n"
        "## At the desk\n\n```tips\nBreathe | Once.\n```"
    )

    assert steps == {
        "type": "steps",
        "value": [
            {"title": "Ask", "text": "What happened?"},
            {"title": "Sum up", "text": "In one line. | And a bar."},
        ],
    }
    assert heading["value"] == "At the desk"
    assert tips == {
        "type": "tips",
        "value": {"heading": "", "tips": [{"title": "Breathe", "text": "Once."}]},
    }


@pytest.mark.parametrize("line", ["No bar", "| no title", "no text |"])
def test_a_step_without_title_and_text_is_refused(line):
    with pytest.raises(ContentError, match="is not"):
        guide(f"```steps\n{line}\n```")


def test_links_to_own_pages_follow_the_page_and_others_stay():
    blocks = [
        {"type": "text", "value": '<p><a href="/guides/x/">x</a> <a href="/guides/y/">y</a></p>'},
        {"type": "text", "value": '<p><a href="/glossary/#csat">a</a></p>'},
        {
            "type": "faq",
            "value": {"questions": [{"answer": '<a href="/guides/x/">x</a>'}], "heading": "H"},
        },
        {"type": "roles", "value": [7]},
    ]

    resolved = resolve_site_links(blocks, {"/guides/x/": 5, "/glossary/": 6})

    assert resolved[0]["value"] == (
        '<p><a linktype="page" id="5">x</a> <a href="/guides/y/">y</a></p>'
    )
    assert resolved[1:2] == blocks[1:2]
    assert resolved[2]["value"]["questions"][0]["answer"] == '<a linktype="page" id="5">x</a>'
    assert resolved[3] == blocks[3]


def test_a_table_takes_the_paragraph_before_it_as_its_caption():
    blocks = standard(
        "Intro.\n\nPay by year:\n\n| | a year |\n| --- | --- |\n| **middle** | $1 |\n\nAfter."
    )

    assert blocks[1] == {
        "type": "table",
        "value": {"caption": "Pay by year", "columns": ["", "a year"], "rows": [["middle", "$1"]]},
    }
    assert blocks[0]["value"] == "<p>Intro.</p>"
    assert blocks[2]["value"] == "<p>After.</p>"


def test_the_contact_address_is_filled_in_as_a_link():
    blocks = standard("Write to **{{ contact_email }}**.")

    assert '<a href="mailto:hello@example.org">hello@example.org</a>' in blocks[0]["value"]


def test_the_name_of_another_page_becomes_a_link_to_it():
    blocks = standard(
        'See "Data credits" and "A page".', **{"Data credits": "data-credits", "A page": "a-page"}
    )

    resolved = resolve_page_links(blocks, {"data-credits": 12}.get)

    assert resolved[0]["value"] == (
        '<p>See <a linktype="page" id="12">Data credits</a> and &quot;A page&quot;.</p>'
    )
    assert '<a href="/data-credits/">' in resolve_page_links(blocks, {}.get)[0]["value"]


def test_a_quotation_is_given_as_its_paragraphs():
    assert guide("> **Jo**, 2023\n>\n> - one\n> - two")[0]["value"].startswith(
        "<p><strong>Jo</strong>, 2023</p>\n<ul>"
    )


@pytest.mark.parametrize("text", ["#### Too small", "```\ncode\n```", "Text with `code`", "---"])
def test_what_an_editor_could_not_keep_is_refused(text):
    with pytest.raises(ContentError):
        guide(text)


def test_a_table_without_a_caption_is_refused():
    with pytest.raises(ContentError):
        standard("| a | b |\n| --- | --- |\n| 1 | 2 |")


def test_a_file_without_front_matter_is_refused(tmp_path):
    path = tmp_path / "x.md"
    path.write_text("title: no", encoding="utf-8")

    with pytest.raises(ContentError, match="no front matter"):
        read_markdown(path)
