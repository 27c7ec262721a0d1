import pytest
from hypothesis import given
from hypothesis import strategies as st

from listings.importing.channels import CHANNELS, support_channels


@pytest.mark.parametrize(
    ("text", "channels"),
    [
        ("You help people by phone, e-mail and live chat.", ("phone", "email", "chat")),
        ("Answer inbound calls from policyholders", ("phone",)),
        ("Experience in a call center", ("phone",)),
        ("Respond to customer inquiries via email.", ("email",)),
        ("Handle up to three chats at once", ("chat",)),
        ("Assist callers over WhatsApp, calls or Instagram DMs", ("phone", "chat", "social")),
        ("Reply to questions on social media and by email", ("email", "social")),
        ("Greet guests at the front desk", ("in_person",)),
        ("Interact with members via phone, in writing and face-to-face", ("phone", "in_person")),
        ("Handle customer calls, and video calls with patients", ("phone", "video")),
        ("Send your CV by email or phone.", ()),
        ("We give you a phone and internet stipend.", ()),
        ("Apply by email, chat with our recruiters, then a video interview", ()),
        ("Beware of unexpected messages or calls.", ()),
        ("Build email campaigns and social media content", ()),
        ("The voice of the customer is our guide.", ()),
        ("We meet in person twice a year.", ()),
        ("", ()),
    ],
)
def test_only_ways_of_serving_people_count(text, channels):
    assert support_channels(text) == channels


def test_channels_of_all_lines_come_in_one_fixed_order():
    assert support_channels("Handle live chats.\n\nAnswer phone calls.") == ("phone", "chat")


@given(text=st.text())
def test_any_text_gives_known_channels(text):
    assert set(support_channels(text)) <= set(CHANNELS)
