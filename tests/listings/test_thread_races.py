"""Writing into a thread at the moment when it ends, and ten times at once."""

from unittest import mock

from listings import services
from listings.models import Application, Message
from profiles.models import Outbox
from tests.factories import ApplicationFactory, EmployerMemberFactory
from tests.outbox import with_outbox
from tests.racing import RaceTestCase


@with_outbox
class ThreadRaces(RaceTestCase):
    def writing_while_withdrawing(self):
        application = ApplicationFactory()
        member = EmployerMemberFactory(employer=application.listing.employer).user
        mine, theirs = (Application.objects.get(pk=application.pk) for _copy in range(2))

        def send():
            return services.send_message(
                application=theirs, sender=member, is_from_employer=True, body="Hello"
            )

        withdrawn, sent = self.at_once(
            lambda: services.withdraw_application(application=mine), send
        )
        # Whose page was loaded before, and who presses the button now.
        late = self.at_once(send)

        self.assertIsNone(withdrawn)
        self.assertIsInstance(late[0], services.ThreadClosed)
        self.assertEqual(application.messages.exists(), isinstance(sent, Message))

    def test_nothing_is_written_after_it_was_taken_back(self):
        self.writing_while_withdrawing()

    def test_without_the_state_in_the_write_it_is(self):
        def any_row(application):
            return Application.objects.filter(pk=application.pk)

        with (
            mock.patch("listings.services.messages.still_open", any_row),
            self.assertRaises(AssertionError),
        ):
            self.writing_while_withdrawing()

    def test_ten_clicks_are_one_message_and_one_mail(self):
        application = ApplicationFactory()
        member = EmployerMemberFactory(employer=application.listing.employer).user

        def send():
            return services.send_message(
                application=Application.objects.get(pk=application.pk),
                sender=application.candidate.user,
                is_from_employer=False,
                body="Hello",
            )

        self.at_once(*[send] * 10)

        self.assertEqual(application.messages.count(), 1)
        self.assertEqual(Outbox.objects.filter(to=[member.email]).count(), 1)
