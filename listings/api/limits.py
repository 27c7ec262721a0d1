"""How often one network address may ask."""

from datetime import timedelta

from ninja.throttling import BaseThrottle

from profiles.limits import address_may, seconds_left

TIMES = 120
WINDOW = timedelta(minutes=1)


class AddressThrottle(BaseThrottle):
    """Counted in the table of limits, for all processes together. Two statements."""

    def allow_request(self, request) -> bool:
        return address_may(request, "api", times=TIMES, window=WINDOW)

    def wait(self) -> int:
        return seconds_left(WINDOW)
