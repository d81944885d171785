"""Secrets Manager: a name that waits for its deletion is refused as such; moto says that the secret exists."""


def patch(module):
    create = module.SecretsManagerBackend.create_secret

    def create_secret(self, name, *arguments, **named):
        existing = self.secrets.get(name) if name in self.secrets.keys() else None
        if existing is not None and existing.is_deleted():
            raise module.InvalidRequestException(
                "You can't create this secret because a secret with this name is already scheduled for deletion."
            )
        return create(self, name, *arguments, **named)

    module.SecretsManagerBackend.create_secret = create_secret


PATCHES = {"moto.secretsmanager.models": patch}
