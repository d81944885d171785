"""EventBridge: a bus can be changed. moto cannot."""

import json


def patch(module):
    def update_event_bus(self):
        bus = self.events_backend.describe_event_bus(self._get_param("Name"))
        description = self._get_param("Description")
        if description is not None:
            bus.description = description or None
        bus.dead_letter_config = self._get_param("DeadLetterConfig")
        bus.kms_key_identifier = self._get_param("KmsKeyIdentifier")
        answer = {"Arn": bus.arn, "Name": bus.name, "Description": bus.description}
        answer.update(DeadLetterConfig=bus.dead_letter_config, KmsKeyIdentifier=bus.kms_key_identifier)
        told = {name: value for name, value in answer.items() if value}
        return json.dumps(told), self.response_headers

    module.EventsHandler.update_event_bus = update_event_bus


PATCHES = {"moto.events.responses": patch}
