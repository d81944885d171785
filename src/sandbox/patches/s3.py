"""S3: what is configured of a bucket comes back as it was put.

moto names some answers wrongly, where AWS names them after what was put; forgets parts of versioning, lifecycles,
logging, replication and notifications; takes a change of who pays for a new bucket; and knows no encryption that nobody
asked for, where AWS encrypts every bucket.
"""

import re

# What AWS calls the answers that moto calls otherwise.
ROOTS = {
    "versioning": "VersioningConfiguration",
    "accelerate": "AccelerateConfiguration",
    "notification": "NotificationConfiguration",
}
# What AWS answers as it was put.
KEPT = ("lifecycle", "logging", "notification", "replication", "requestPayment", "versioning")
PAYER = "<RequestPaymentConfiguration><Payer>BucketOwner</Payer></RequestPaymentConfiguration>"
SIZE = "x-amz-transition-default-minimum-object-size"
ENCRYPTION = {
    "Rule": {"ApplyServerSideEncryptionByDefault": {"SSEAlgorithm": "AES256"}, "BucketKeyEnabled": "false"}
}


def renamed(answer, root):
    """The answer with this root element."""
    status, headers, body = answer if isinstance(answer, tuple) else (200, {}, answer)
    text = body.decode() if isinstance(body, bytes) else body
    text = re.sub(r"(</?)[A-Za-z]+Response\b", lambda found: found[1] + root, text)
    return status, headers, text


def with_event_bridge(answer):
    """The answer with EventBridge among those that are notified."""
    status, headers, text = answer
    opened = re.sub(r"(<NotificationConfiguration[^>]*?)/>", r"\1></NotificationConfiguration>", text)
    return status, headers, opened.replace("</Notif", "<EventBridgeConfiguration/></Notif")


def patch_responses(module):
    response = module.S3Response
    get, put = response._bucket_response_get, response._bucket_response_put

    def kept(self, bucket_name):
        bucket = self.backend.get_bucket(bucket_name)
        if not hasattr(bucket, "sandbox_kept"):
            bucket.sandbox_kept = {}
        return bucket.sandbox_kept

    def _bucket_response_get(self, bucket_name, querystring):
        if "requestPayment" in querystring:
            return 200, {}, kept(self, bucket_name).get("requestPayment", (PAYER, None))[0]
        answer = get(self, bucket_name, querystring)
        for name, root in ROOTS.items():
            if name in querystring:
                answer = renamed(answer, root)
        for name in KEPT:
            body, size = kept(self, bucket_name).get(name, ("", None))
            if name not in querystring or not body:
                continue
            if name == "lifecycle":
                return 200, {SIZE: size or "all_storage_classes_128K"}, body
            if name != "notification":
                return 200, {}, body
            if "<EventBridgeConfiguration" in body:
                return with_event_bridge(answer)
        return answer

    def _bucket_response_put(self, request, bucket_name, querystring):
        if "requestPayment" in querystring:
            answer = 200, {}, ""
        else:
            answer = put(self, request, bucket_name, querystring)
        for name in KEPT:
            if name in querystring:
                kept(self, bucket_name)[name] = self.body.decode(), request.headers.get(SIZE)
        return answer

    response._bucket_response_get = _bucket_response_get
    response._bucket_response_put = _bucket_response_put


def patch_models(module):
    bucket, backend = module.FakeBucket, module.S3Backend
    make, forget = bucket.__init__, backend.delete_bucket_encryption

    def __init__(self, *arguments, **named):
        make(self, *arguments, **named)
        self.encryption = ENCRYPTION

    def delete_bucket_encryption(self, bucket_name):
        forget(self, bucket_name)
        self.get_bucket(bucket_name).encryption = ENCRYPTION

    bucket.__init__ = __init__
    backend.delete_bucket_encryption = delete_bucket_encryption


PATCHES = {"moto.s3.responses": patch_responses, "moto.s3.models": patch_models}
