"""CloudWatch: AWS also speaks Smithy's RPC protocol with CBOR, as newer SDKs do; moto speaks its JSON protocol only.

A call in CBOR becomes one in JSON, and its answer becomes CBOR again. moto has no composite alarms.
"""

import io
import json
import re
import struct

CALL = re.compile(r"^/service/(?P<service>[^/]+)/operation/(?P<operation>[^/]+)$")
SERVICES = {"GraniteServiceVersion20100801": "cloudwatch"}


class Break(Exception):
    """The end of something whose length was not said."""


def decode(data):
    """The value of CBOR bytes: what JSON has, and bytes."""

    def argument(low):
        if low < 24:
            return low
        if low == 31:
            return None
        return int.from_bytes(data.read(1 << (low - 24)), "big")

    def many(length, item):
        if length is not None:
            return [item() for _ in range(length)]
        items = []
        while True:
            try:
                items.append(item())
            except Break:
                return items

    def value():
        first = data.read(1)[0]
        kind, low = first >> 5, first & 31
        if kind == 7:
            if low == 31:
                raise Break
            if low in (25, 26, 27):
                form = {25: ">e", 26: ">f", 27: ">d"}[low]
                return struct.unpack(form, data.read(struct.calcsize(form)))[0]
            return {20: False, 21: True}.get(low)
        length = argument(low)
        if kind == 0:
            return length
        if kind == 1:
            return -1 - length
        if kind in (2, 3):
            whole = b"".join(many(None, value_bytes)) if length is None else data.read(length)
            return whole if kind == 2 else whole.decode()
        if kind == 4:
            return many(length, value)
        if kind == 5:
            return dict(many(length, lambda: (value(), value())))
        return value()  # a tag: a time is its number

    def value_bytes():
        part = value()
        return part.encode() if isinstance(part, str) else part

    return value()


def head(kind, number):
    for low, size in ((24, 1), (25, 2), (26, 4), (27, 8)):
        if number < 24:
            return bytes([kind << 5 | number])
        if number < 1 << 8 * size:
            return bytes([kind << 5 | low]) + number.to_bytes(size, "big")
    raise OverflowError(number)


def encode(value, shape=None):
    """CBOR bytes of a value. The shape says which numbers are times or fractions."""
    kind = shape.type_name if shape else None
    if value is None:
        return b"\xf6"
    if kind == "timestamp":
        return b"\xc1" + encode(float(value))
    if kind in ("double", "float"):
        value = float(value)
    if isinstance(value, bool):
        return b"\xf5" if value else b"\xf4"
    if isinstance(value, int):
        return head(0, value) if value >= 0 else head(1, -1 - value)
    if isinstance(value, float):
        return b"\xfb" + struct.pack(">d", value)
    if isinstance(value, str):
        text = value.encode()
        return head(3, len(text)) + text
    if isinstance(value, list):
        member = shape.member if kind == "list" else None
        return head(4, len(value)) + b"".join(encode(item, member) for item in value)
    members = shape.members if kind == "structure" else {}
    either = shape.value if kind == "map" else None
    pairs = (encode(name) + encode(item, members.get(name, either)) for name, item in value.items())
    return head(5, len(value)) + b"".join(pairs)


def patch(module):
    application = module.DomainDispatcherApplication
    answer_call = application.__call__

    def call(self, environ, respond):
        path = CALL.match(environ.get("PATH_INFO", ""))
        if not path or path["service"] not in SERVICES:
            return answer_call(self, environ, respond)
        from moto.core.utils import get_service_model

        length = int(environ.get("CONTENT_LENGTH") or 0)
        asked = decode(io.BytesIO(environ["wsgi.input"].read(length))) if length else {}
        body = json.dumps(asked).encode()
        environ.update(
            {
                "CONTENT_LENGTH": str(len(body)),
                "CONTENT_TYPE": "application/x-amz-json-1.0",
                "HTTP_X_AMZ_TARGET": f"{path['service']}.{path['operation']}",
                "PATH_INFO": "/",
                "RAW_URI": "/",
                "REQUEST_URI": "/",
                "wsgi.input": io.BytesIO(body),
            }
        )
        began = []
        answer = b"".join(answer_call(self, environ, lambda *said: began.append(said)))
        status, headers = began[-1][:2]
        answer = json.loads(answer or "{}")
        shape = None
        if status.startswith("200"):
            shape = get_service_model(SERVICES[path["service"]]).operation_model(path["operation"]).output_shape
        answer = encode(answer, shape)
        changed = ("content-type", "content-length", "smithy-protocol")
        headers = [(name, value) for name, value in headers if name.lower() not in changed]
        headers += [
            ("Content-Type", "application/cbor"),
            ("Content-Length", str(len(answer))),
            ("smithy-protocol", "rpc-v2-cbor"),
        ]
        respond(status, headers)
        return [answer]

    application.__call__ = call


SUPPRESSOR = {
    "actions_suppressor": "ActionsSuppressor",
    "actions_suppressor_extension_period": "ActionsSuppressorExtensionPeriod",
    "actions_suppressor_wait_period": "ActionsSuppressorWaitPeriod",
}


def patch_responses(module):
    response = module.CloudWatchResponse
    describe = response.describe_alarms

    def put_composite_alarm(self):
        answer = self.put_metric_alarm()
        alarm = self.cloudwatch_backend.alarms[self._get_param("AlarmName")]
        alarm.alarm_rule = alarm.rule
        for attribute, parameter in SUPPRESSOR.items():
            value = self._get_param(parameter)
            setattr(alarm, attribute, int(value) if attribute.endswith("period") and value else value)
        return answer

    def describe_alarms(self):
        answer = describe(self)
        kinds = self._get_param("AlarmTypes") or ["MetricAlarm"]
        for kind in ("MetricAlarm", "CompositeAlarm"):
            if kind not in kinds:
                answer.result[f"{kind}s"] = []
        return answer

    response.put_composite_alarm = put_composite_alarm
    response.describe_alarms = describe_alarms


PATCHES = {"moto.moto_server.werkzeug_app": patch, "moto.cloudwatch.responses": patch_responses}
