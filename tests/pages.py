from django.contrib.messages import get_messages


def said(response) -> str:
    """What the messages at the top of the next page will say."""
    return " ".join(str(message) for message in get_messages(response.wsgi_request))
