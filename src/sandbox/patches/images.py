"""EC2 images: AWS keeps the date of an image; moto dates all of them at the moment of loading, so the newest is chance.

The date is taken from the name where it holds one, and else from the id, so that it is the same in every sandbox.
"""

import hashlib
import re
from datetime import datetime, timedelta, timezone

DAY = re.compile(r"(20[12]\d)([01]\d)([0-3]\d)")
DAY_IN_PARTS = re.compile(r"(20[12]\d)[.-]([01]\d)[.-]([0-3]\d)")


def date_of(name, ami_id):
    found = DAY.search(name or "") or DAY_IN_PARTS.search(name or "")
    seconds = int(hashlib.sha256(ami_id.encode()).hexdigest(), 16) % 86400
    try:
        day = datetime(*map(int, found.groups()), tzinfo=timezone.utc) if found else None
    except ValueError:
        day = None
    return (day or datetime(2020, 1, 1, tzinfo=timezone.utc)) + timedelta(seconds=seconds)


def patch(module):
    load = module.AmiBackend._load_amis

    def _load_amis(self):
        load(self)
        for image in self.amis.values():
            image.creation_date = date_of(image.name, image.id)

    module.AmiBackend._load_amis = _load_amis


PATCHES = {"moto.ec2.models.amis": patch}
