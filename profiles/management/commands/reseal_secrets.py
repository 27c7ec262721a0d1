from django.core.management.base import BaseCommand

from profiles.second_factor import reseal


class Command(BaseCommand):
    help = "Encrypt the secrets of two-step sign-in with the newest SECRET_KEY, before an older one goes."

    def handle(self, *args, **options):
        self.stdout.write(f"{reseal()} secrets encrypted anew.")
