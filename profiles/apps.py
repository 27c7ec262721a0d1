from django.apps import AppConfig


class ProfilesConfig(AppConfig):
    name = "profiles"

    def ready(self):
        # These declare models at import. It has to happen before anybody is exported or erased.
        from allauth.account.signals import email_changed
        from allauth.mfa.signals import authenticator_added, authenticator_removed

        import profiles.personal_data.installed
        import profiles.personal_data.not_personal
        import profiles.personal_data.own  # noqa: F401
        from profiles.visits import end_other_visits, note_second_factor

        for signal in (email_changed, authenticator_added, authenticator_removed):
            signal.connect(end_other_visits)
        authenticator_added.connect(note_second_factor)
